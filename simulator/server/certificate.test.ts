import { X509Certificate, createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '#test/fixtures/laws/runs.ts';
import { createAuthority, createCertificate } from './certificate.ts';

describe('createCertificate', () => {
  it('writes a certificate that Node reads, verifies and matches with its key, for any host name', () => {
    fc.assert(
      fc.property(
        fc.domain().filter((name) => name.length <= 64),
        fc.ipV4(),
        (hostname, address) => {
          const made = createCertificate(hostname, address, Date.now());
          const read = new X509Certificate(made.certificate);
          expect(read.subject).toBe(`CN=${hostname}`);
          expect(read.issuer).toBe(`CN=${hostname}`);
          expect(read.checkHost(hostname)).toBe(hostname);
          expect(read.checkIP(address)).toBe(address);
          expect(read.fingerprint256).toBe(made.sha256);
          expect(read.verify(read.publicKey)).toBe(true);
          expect(read.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
          expect(read.ca).toBe(true);
          expect(Date.parse(read.validFrom)).toBeLessThan(Date.now());
          expect(Date.parse(read.validTo)).toBeGreaterThan(Date.now());
        },
      ),
      lawRuns(40),
    );
  });

  it('has another one signed by an authority', () => {
    const authority = createAuthority('Lab Authority', Date.now());
    const made = createCertificate('a.example.net', '127.0.0.1', Date.now(), authority);
    const read = new X509Certificate(made.certificate);
    const issuer = new X509Certificate(authority.certificate);
    expect([read.subject, read.issuer, issuer.subject]).toEqual([
      'CN=a.example.net',
      'CN=Lab Authority',
      'CN=Lab Authority',
    ]);
    expect(read.verify(issuer.publicKey)).toBe(true);
    expect([read.ca, issuer.ca]).toEqual([false, true]);
    expect(read.fingerprint256).toBe(made.sha256);
    expect(made.certificate.endsWith(authority.certificate)).toBe(true);
  });

  it('never makes the same one twice', () => {
    const first = createCertificate('a.example.net', '127.0.0.1', Date.now());
    const second = createCertificate('a.example.net', '127.0.0.1', Date.now());
    expect(first.sha256).not.toBe(second.sha256);
  });
});
