import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSerials, nextSerial } from './serial.ts';
import { serialOf, withSerial, writeZoneFile } from './zone-file.ts';

const serial = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('serials', () => {
  it('compare as RFC 1982 says, around the end of the space too', () => {
    expect(compareSerials(1, 0)).toBeGreaterThan(0);
    expect(compareSerials(0, 2 ** 32 - 1)).toBeGreaterThan(0);
    expect(compareSerials(0, 2 ** 31)).toBeNull();
    expect(compareSerials(0, 2 ** 31 + 1)).toBeGreaterThan(0);
  });

  it('are antisymmetric', () => {
    fc.assert(
      fc.property(serial, serial, (left, right) => {
        const there = compareSerials(left, right);
        const back = compareSerials(right, left);
        expect(there === null ? back : there + (back ?? Number.NaN)).toBe(there === null ? null : 0);
      }),
    );
  });

  it('grow with every addition of less than half the space', () => {
    fc.assert(
      fc.property(serial, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (start, added) => {
        expect(compareSerials((start + added) % 2 ** 32, start)).toBe(1);
      }),
    );
  });

  it('get a newer next one from any start on any day', () => {
    fc.assert(
      fc.property(serial, fc.integer({ min: 0, max: 4e12 }), (start, now) => {
        expect(compareSerials(nextSerial(start, now), start)).toBe(1);
      }),
    );
  });
});

describe('a zone file', () => {
  const text = writeZoneFile({
    name: 'shop.example',
    serial: 2026112101,
    nameservers: ['ns1.example.net', 'ns2.example.net'],
    address: '192.0.2.1',
    hostname: 'web1.example.net',
    version: '11.126.0.5',
  });

  it('gives back its serial, and a new one in its place', () => {
    expect(serialOf(text)).toBe(2026112101);
    expect(serialOf(withSerial(text, 7))).toBe(7);
    expect(withSerial(withSerial(text, 7), 2026112101)).toBe(text);
  });

  it('is read in one line and without a TTL as well', () => {
    expect(serialOf('@ IN SOA ns1.x. admin.x. 42 3600 1800 1209600 86400\n')).toBe(42);
    expect(serialOf('@ SOA ns1.x. admin.x. ( ; begin\n 4294967295 3600 1800 1209600 86400 )\n')).toBe(4294967295);
  });

  it('without a usable SOA has no serial', () => {
    expect(serialOf('; nothing\n')).toBeNull();
    expect(serialOf('@ SOA a. b. 4294967296 1 1 1 1\n')).toBeNull();
    expect(() => withSerial('', 1)).toThrow();
  });
});
