import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDnssecKey, dsDigest, importDnssecKey, keyTypeOf, readKey, writeKey } from './dnssec.ts';
import { editZone, readZone, writeRecord } from './records.ts';
import { serialOf } from './zone-file.ts';

const ZONE = `; a comment
$TTL 600
example.com.\t86400\tIN\tSOA\tns1.example.net.\thostmaster.example.com.\t(
\t2026010101 ; serial
\t3600 1800 1209600 86400 )
\tNS ns1.example.net.

www 60 IN A 192.0.2.1 ; the web server
note TXT "a; b" "say \\"c\\""
`;

describe('a zone file', () => {
  it('is read with owners, times and quotes', () => {
    expect(readZone(ZONE)).toMatchObject([
      { kind: 'comment', line: 0 },
      { kind: 'control', line: 1, text: '$TTL 600' },
      { line: 2, count: 3, type: 'SOA', ttl: 86_400, data: ['ns1.example.net.', 'hostmaster.example.com.', '2026010101', '3600', '1800', '1209600', '86400'] }, // prettier-ignore
      { line: 5, name: 'example.com.', ttl: 600, type: 'NS' },
      { line: 7, name: 'www', ttl: 60, type: 'A', data: ['192.0.2.1'] },
      { line: 8, name: 'note', type: 'TXT', data: ['a; b', 'say "c"'] },
    ]);
  });

  it('is edited by line; what is not named stays', () => {
    const added = [{ dname: 'mail', ttl: 300, record_type: 'A', data: ['192.0.2.3'] }];
    const edited = new Map([[7, { dname: 'www', ttl: 60, record_type: 'A', data: ['192.0.2.2'] }]]);
    const result = editZone(ZONE, [8], edited, added);
    const text = 'text' in result ? result.text : '';
    expect(serialOf(text)).toBe(2_026_010_101);
    expect(readZone(text).slice(3)).toMatchObject([
      { type: 'NS' },
      { type: 'A', data: ['192.0.2.2'] },
      { name: 'mail', data: ['192.0.2.3'] },
    ]);
    expect(editZone(ZONE, [3], new Map(), [])).toEqual({ bad: 3 });
  });

  it('gives back every text that was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', ' ', ';', '"', '\\', '(', ')') }), { minLength: 1 }),
        (data) => {
          const [record] = readZone(writeRecord({ dname: 'x', ttl: 5, record_type: 'TXT', data }));
          expect(record).toMatchObject({ kind: 'record', name: 'x', ttl: 5, data });
        },
      ),
    );
  });
});

describe('keys', () => {
  it('have the tag and digest that the RFC computes', () => {
    // RFC 6605, section 6.1.
    const key = readKey(
      '257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==',
      1,
      7,
    );
    expect(key?.tag).toBe(55_648);
    expect(key === null ? '' : dsDigest('example.net', key)).toBe(
      'b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17',
    );
  });

  it('are read as they were written', () => {
    const key = createDnssecKey({ id: 3, flags: 256, active: true, createdAt: 7 });
    expect(readKey(writeKey(key), 3, 7)).toEqual(key);
    expect(readKey('257 3 8 AAAA', 1, 7)).toBeNull();
  });

  it('are imported with the public half that belongs to the private one', () => {
    const facts = { id: 1, flags: 257, active: true, createdAt: 7 } as const;
    // RFC 6605, section 6.1.
    const text =
      'Private-key-format: v1.2\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=\n';
    expect(importDnssecKey(text, facts)).toMatchObject({ tag: 55_648, id: 1 });
    expect(importDnssecKey(text.replace('13', '8'), facts)).toBeNull();
    expect(importDnssecKey(text.replace(/GU6\S+/, `${'/'.repeat(42)}8=`), facts)).toBeNull();
    expect(importDnssecKey('', facts)).toBeNull();
  });

  it('sign keys and zone alike until there is one for the zone', () => {
    const keys = ([257, 256] as const).map((flags, id) => createDnssecKey({ id, flags, active: true, createdAt: 7 }));
    expect(keys.map((key) => keyTypeOf(key, keys))).toEqual(['KSK', 'ZSK']);
    expect(keys.map((key) => keyTypeOf(key, [key]))).toEqual(['CSK', 'ZSK']);
  });
});
