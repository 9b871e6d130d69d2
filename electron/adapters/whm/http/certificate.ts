import type { X509Certificate } from 'node:crypto';
import type { AcceptedCertificate } from '#electron/services/ports.ts';
import { visibleText } from '#shared/domain/text/visible.ts';

/** A certificate as it is shown and compared. */
export interface DescribedCertificate extends AcceptedCertificate {
  readonly subject: string;
  /**
   * Signed by itself, as a new WHM's and as the placeholder is that WHM installs when it cannot renew
   * (`whm-protocol 13.4`).
   */
  readonly selfSigned: boolean;
}

/** Longest name of a subject or issuer, UTF-16 units. */
const nameLimit = 500;
/** The same inside a sentence. */
const nameInWords = 80;

function distinguishedName(lines: string | undefined): string {
  return visibleText((lines ?? '').split('\n').join(', '), nameLimit);
}

export function describeCertificate(certificate: X509Certificate): DescribedCertificate {
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    selfSigned: certificate.subject === certificate.issuer,
  };
}

function day(epochMs: number): string {
  return Number.isFinite(epochMs) ? new Date(epochMs).toISOString().slice(0, 10) : 'an unknown day';
}

function words({ issuer, validFrom, validTo }: AcceptedCertificate): string {
  return `issued by ${visibleText(issuer, nameInWords)}, valid ${day(validFrom)} to ${day(validTo)}`;
}

/**
 * What a user has to know to judge a certificate that is not the accepted one.
 * @param accepted null: it was accepted before its details were kept, or by its SHA-256 alone
 */
export function changeWords(seen: DescribedCertificate, accepted: AcceptedCertificate | null): string {
  const before = accepted === null ? '' : ` It was ${words(accepted)}.`;
  const wasSigned = accepted !== null && accepted.issuer !== seen.issuer;
  const cause =
    seen.selfSigned && wasSigned
      ? ' Beware: the new one is self-signed and the accepted one was not. WHM installs such a placeholder when its nightly renewal fails, and so does who stands in between.'
      : ' The usual cause is WHM’s nightly renewal of its certificate (checkallsslcerts).';
  return `Now it is ${words(seen)}${seen.selfSigned ? ' (self-signed)' : ''}.${before}${cause}`;
}

/** The same as plain values, for whoever shows both side by side. */
export function changeDetails(
  seen: DescribedCertificate,
  accepted: AcceptedCertificate | null,
): Readonly<Record<string, string | number | boolean | null>> {
  return {
    issuer: seen.issuer,
    validFrom: seen.validFrom,
    validTo: seen.validTo,
    selfSigned: seen.selfSigned,
    acceptedIssuer: accepted?.issuer ?? null,
    acceptedValidFrom: accepted?.validFrom ?? null,
    acceptedValidTo: accepted?.validTo ?? null,
  };
}
