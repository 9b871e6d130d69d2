/**
 * Self-signed certificates, one per server. A thousand of them must be there within a second or two and Node can sign
 * but not write certificates, so the few ASN.1 fields that a self-signed EC certificate has (RFC 5280, 4.1) are encoded
 * here; Node's own X509Certificate reads them back in the test.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface ServerCertificate {
  /** PEM, PKCS #8. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  /** Fingerprint as `AB:CD:…`, 32 bytes in hexadecimal. */
  readonly sha256: string;
}

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
};
const CONTEXT = { version: 0xa0, extensions: 0xa3, dnsName: 0x82, address: 0x87 };
const ECDSA_WITH_SHA256 = sequence(element(TAG.oid, Buffer.from('2a8648ce3d040302', 'hex')));
const COMMON_NAME = element(TAG.oid, Buffer.from('550403', 'hex'));
const BASIC_CONSTRAINTS = element(TAG.oid, Buffer.from('551d13', 'hex'));
const SUBJECT_ALTERNATIVE_NAME = element(TAG.oid, Buffer.from('551d11', 'hex'));
const DAY_MS = 86_400_000;

/** A certification authority of a fleet: signs the certificates of servers that are not self-signed. */
export interface Authority {
  readonly key: KeyObject;
  readonly name: string;
  /** PEM. */
  readonly certificate: string;
}

/** Who signs: the certificate itself, or an authority, whose certificate is sent along. */
export type Issuer = 'self' | Authority;

/** Makes an authority that is valid for ten years. @param now epoch ms */
export function createAuthority(name: string, now: number): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const toBeSigned = sequence(
    element(CONTEXT.version, element(TAG.integer, Buffer.from([2]))),
    element(TAG.integer, serialNumber()),
    ECDSA_WITH_SHA256,
    distinguished(name),
    sequence(utcTime(now - DAY_MS), utcTime(now + 3650 * DAY_MS)),
    distinguished(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    element(CONTEXT.extensions, sequence(basicConstraints())),
  );
  const certificate = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(sign('sha256', toBeSigned, privateKey)));
  return { key: privateKey, name, certificate: pem(certificate) };
}

function distinguished(name: string): Buffer {
  return sequence(element(TAG.set, sequence(COMMON_NAME, element(TAG.utf8, Buffer.from(name)))));
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${wrap(der.toString('base64'))}\n-----END CERTIFICATE-----\n`;
}

/**
 * Makes a key (EC P-256) and a certificate that signs itself, as WHM does for a new server (`whm-protocol 1.1`), or one
 * of an authority.
 * @param hostname common name and first alternative name
 * @param address IPv4 address, second alternative name
 * @param now epoch ms; the certificate is valid from a day before for 365 days
 */
export function createCertificate(
  hostname: string,
  address: string,
  now: number,
  issuer: Issuer = 'self',
): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = distinguished(hostname);
  const signer =
    issuer === 'self'
      ? { key: privateKey, name, chain: '' }
      : { key: issuer.key, name: distinguished(issuer.name), chain: issuer.certificate };
  const toBeSigned = sequence(
    element(CONTEXT.version, element(TAG.integer, Buffer.from([2]))),
    element(TAG.integer, serialNumber()),
    ECDSA_WITH_SHA256,
    signer.name,
    sequence(utcTime(now - DAY_MS), utcTime(now + 364 * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(
      CONTEXT.extensions,
      sequence(...(issuer === 'self' ? [basicConstraints()] : []), alternativeNames(hostname, address)),
    ),
  );
  const certificate = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(sign('sha256', toBeSigned, signer.key)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: pem(certificate) + signer.chain,
    sha256: colons(createHash('sha256').update(certificate).digest('hex').toUpperCase()),
  };
}

function element(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  if (body.length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, body.length]), body]);
  return Buffer.concat([Buffer.from([tag, 0x82, body.length >> 8, body.length & 0xff]), body]);
}

function sequence(...content: Buffer[]): Buffer {
  return element(TAG.sequence, ...content);
}

function bitString(bits: Buffer): Buffer {
  return element(TAG.bitString, Buffer.from([0]), bits);
}

/** Sixteen bytes, positive and without a leading zero as DER wants it. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function utcTime(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[^0-9]/g, '');
  return element(TAG.utcTime, Buffer.from(`${digits.slice(2, 14)}Z`));
}

function basicConstraints(): Buffer {
  const authority = sequence(element(TAG.boolean, Buffer.from([0xff])));
  return sequence(BASIC_CONSTRAINTS, element(TAG.boolean, Buffer.from([0xff])), element(TAG.octetString, authority));
}

function alternativeNames(hostname: string, address: string): Buffer {
  if (!isIPv4(address)) throw new Error(`A certificate needs an IPv4 address, not ${address}.`);
  const names = sequence(
    element(CONTEXT.dnsName, Buffer.from(hostname, 'latin1')),
    element(CONTEXT.address, Buffer.from(address.split('.').map(Number))),
  );
  return sequence(SUBJECT_ALTERNATIVE_NAME, element(TAG.octetString, names));
}

function wrap(base64: string): string {
  return (base64.match(/.{1,64}/g) ?? []).join('\n');
}

function colons(hexadecimal: string): string {
  return (hexadecimal.match(/../g) ?? []).join(':');
}
