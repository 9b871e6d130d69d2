import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress, isAddress, isPrivateAddress } from './address.ts';

describe('addresses by value', () => {
  it.each([
    ['2001:db8:0:0:0:0:0:53', '2001:db8::53'],
    ['[2001:DB8::53]', '2001:db8::53'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::', '::'],
    ['192.0.2.1', '192.0.2.1'],
  ])('%s is %s', (text, address) => expect(canonicalAddress(text)).toBe(address));

  it.each([
    '',
    'softlayer',
    '192.0.2',
    '192.0.2.256',
    '192.0.02.1',
    '1::2::3',
    '1:2:3',
    '12345::',
    ':::',
    '192.0.2.1.bak',
  ])('%j is none', (text) => expect(isAddress(text)).toBe(false));

  it('gives each IPv6 address one spelling, the one that URL gives too', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = canonicalAddress(text);
        expect(isIP(address ?? '')).not.toBe(0);
        if (address?.includes(':')) expect(`[${address}]`).toBe(new URL(`http://[${text}]/`).hostname);
        expect(canonicalAddress(address ?? '')).toBe(address);
      }),
    );
  });

  it('takes for an address what Node takes for one, and nothing else', () => {
    const texts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/));
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!/[[\]%]/.test(text));
        expect(isAddress(text)).toBe(isIP(text) !== 0);
      }),
    );
  });

  it('knows those that mean nothing outside their network', () => {
    for (const text of [
      '10.0.0.5',
      '172.31.0.1',
      '192.168.1.1',
      '100.64.0.1',
      'fd00::1',
      'fe80::1',
      '::ffff:10.0.0.1',
    ]) {
      expect(isPrivateAddress(text)).toBe(true);
    }
    for (const text of ['172.32.0.1', '192.0.2.1', '2001:db8::1', '127.0.0.1', 'ns1.example.net', '']) {
      expect(isPrivateAddress(text)).toBe(false);
    }
  });
});
