import { describe, expect, it } from 'vitest';
import type { Certificate } from '#shared/contract/servers.ts';
import { changeAdvice } from './certificate-change.ts';

const sha256 = Array.from({ length: 32 }, () => 'AB').join(':');
const seen: Certificate = {
  sha256,
  subject: 'CN=web1.example.net',
  issuer: 'CN=R11, O=Let’s Encrypt',
  selfSigned: false,
  validFrom: 0,
  validTo: 1,
  names: [],
  trusted: false,
  problem: null,
};
const placeholder: Certificate = { ...seen, issuer: seen.subject, selfSigned: true };
const signed = { sha256, issuer: 'CN=R10, O=Let’s Encrypt', validFrom: 0, validTo: 1 };

describe('another certificate than the accepted one', () => {
  it('is most likely renewed', () => {
    expect(changeAdvice(signed, seen)).toMatch(/usual cause is WHM’s nightly renewal/);
    expect(changeAdvice({ sha256 }, placeholder)).toMatch(/nightly renewal/);
    expect(changeAdvice({ ...signed, issuer: placeholder.issuer }, placeholder)).toMatch(/usual cause/);
  });

  it('is warned about when an authority signed the one before and nobody this one', () => {
    expect(changeAdvice(signed, placeholder)).toMatch(/signed by an authority, this one is self-signed/);
    expect(changeAdvice(null, placeholder)).toMatch(/placeholder/);
  });
});
