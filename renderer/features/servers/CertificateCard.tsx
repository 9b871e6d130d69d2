import type { Certificate, ServerEntry } from '#shared/contract/servers.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { Facts, PlainFact } from '#renderer/ui/Facts.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { momentWords } from '#renderer/ui/age.ts';
import { fingerprintGroups } from './fields.ts';
import classes from './servers.module.css';

export function Fingerprint({ sha256 }: { sha256: string }) {
  return (
    <code
      className={classes.fingerprint}
      data-testid="certificate-sha256"
      data-sha256={sha256}
      aria-label={`SHA-256 ${sha256}`}
    >
      {fingerprintGroups(sha256).map((group) => (
        <span key={group}>{group}</span>
      ))}
    </code>
  );
}

/** Issuer and dates of the certificate that was accepted, as far as they were kept, to be compared with another one. */
export function AcceptedFacts({ certificate }: { certificate: ServerEntry['certificate'] }) {
  const { issuer, validFrom, validTo } = certificate ?? {};
  if (issuer === undefined || validFrom === undefined || validTo === undefined) return null;
  return (
    <Facts>
      <PlainFact label="Issuer">
        <HostileText text={issuer} />
      </PlainFact>
      <PlainFact label="Valid">
        {momentWords(validFrom)} to {momentWords(validTo)}
      </PlainFact>
    </Facts>
  );
}

/** The fields that had the focus were disabled while the server was asked: without this it would be nowhere. */
function takeFocus(card: HTMLElement | null): void {
  card?.focus();
}

/** What the user has to see before anything is sent to a server. */
export function CertificateCard({ certificate, host }: { certificate: Certificate; host: string }) {
  return (
    <section ref={takeFocus} tabIndex={-1} className={classes.certificate} aria-label={`Certificate of ${host}`}>
      <h3>
        Certificate of {host} <StateBadge state={certificate.trusted ? 'ok' : 'warning'} quiet />
      </h3>
      <p className={classes.quiet}>
        {certificate.trusted
          ? 'A known authority vouches for this host.'
          : (certificate.problem ?? 'No known authority vouches for this host.')}{' '}
        {certificate.trusted ? null : 'Compare the SHA-256 with the one that the server itself shows.'}
      </p>
      <Fingerprint sha256={certificate.sha256} />
      <Facts>
        <PlainFact label="Subject">
          <HostileText text={certificate.subject} />
        </PlainFact>
        <PlainFact label="Issuer">
          <HostileText text={certificate.issuer} />
        </PlainFact>
        <PlainFact label="Valid">
          {momentWords(certificate.validFrom)} to {momentWords(certificate.validTo)}
        </PlainFact>
        <PlainFact label="Names">
          <HostileText text={certificate.names.join(', ') || 'none'} limit={600} />
        </PlainFact>
      </Facts>
    </section>
  );
}
