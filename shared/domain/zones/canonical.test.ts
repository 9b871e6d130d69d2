import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorMs } from '#test/fixtures/processor-time.ts';
import { canonicalSteps, type CanonicalZone } from './canonical.ts';

const zone = 'example.com';

/** All steps at once. */
function canonicalZone(text: string, name: string): CanonicalZone | null {
  const steps = canonicalSteps(text, name);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
const read = (text: string) => canonicalZone(text, zone)?.records;
const head =
  '$TTL 14400\nexample.com. 86400 IN SOA ns1.example.net. hostmaster.example.net. ( 7 3600 1800 1209600 86400 )\n';

/** Groups of lines that say the same. */
const same: readonly (readonly [string, readonly string[]])[] = [
  [
    'owners',
    ['www 60 IN A 192.0.2.1', 'WWW.Example.com.\t60 A  192.0.2.1 ; text', 'w\\119w 60 A 192.0.2.1', '60 A 192.0.2.1'],
  ],
  ['the apex', ['@ 60 IN MX 0 mail', 'example.com. 60 MX 00 MAIL.example.com.', 'EXAMPLE.COM. IN 1m MX 0 mail']],
  ['times', ['a IN A 192.0.2.1', 'a 4h IN A 192.0.2.1', 'a 14400 A 192.0.2.1', 'a IN 3h60m A 192.0.2.1']],
  ['texts', ['a 1 TXT "a b"', 'a 1 TXT "a\\032b"', 'a 1 txt (\n "a\\ b" ; c\n )', 'a 1 TXT a\\032b']],
  ['quotes', ['a 1 TXT "say \\"x;y\\" (z)"', 'a 1 TXT "say \\034x\\;y\\034 \\(z\\)"']],
  ['IPv6', ['a 1 AAAA 2001:db8::1', 'a 1 AAAA 2001:0DB8:0:0:0:0:0:1', 'a 1 AAAA 2001:db8::0.0.0.1']],
  ['SRV', ['_sip._tcp 1 SRV 0 5 5060 sip', '_SIP._tcp 1 IN SRV 00 05 5060 sip.example.com.']],
  ['CAA', ['a 1 CAA 0 issue "ca.example"', 'a 1 CAA 0 ISSUE ca.example']],
  ['keys', ['a 1 DS 1 13 2 abCD ef', 'a 1 DS 1 13 2 ( ABCD\n EF )']],
  [
    'names of hosts',
    ['a 1 SOA ns1 host\\.master 1 1h 1800 60 60', 'a 1 SOA NS1 host\\046MASTER.example.com. 1 3600 30m 1m 60'],
  ],
];

/** Pairs of lines that do not. */
const different: readonly (readonly [string, string])[] = [
  ['a 1 A 192.0.2.80', 'a 1 A 192.0.2.99'],
  ['a 1 A 192.0.2.80', 'a 2 A 192.0.2.80'],
  ['a 1 A 192.0.2.80', 'b 1 A 192.0.2.80'],
  ['a 1 A 192.0.2.80', 'a 1 A 192.0.2.80\nb 1 A 192.0.2.80'],
  ['a 1 TXT "a b"', 'a 1 TXT "A b"'],
  ['a 1 TXT "a" "b"', 'a 1 TXT "ab"'],
  ['a 1 TXT "a b"', 'a 1 TXT a b'],
  ['a\\.b 1 A 192.0.2.1', 'a.b 1 A 192.0.2.1'],
  ['a 1 CNAME b.example.com', 'a 1 CNAME b.example.com.'],
  ['a 1 DNSKEY 257 3 13 ABCD', 'a 1 DNSKEY 257 3 13 abcd'],
  ['a 1 MX 0 b', 'a 1 MX 5 b'],
  ['a 1 AAAA 2001:db8::1', 'a 1 AAAA 2001:db8:1::'],
];

describe('the records of a zone', () => {
  it.each(same)('are the same in every spelling of %s', (_what, spellings) => {
    const [first = '', ...others] = spellings;
    const expected = read(head + first);
    expect(expected).toHaveLength(2);
    for (const other of others) {
      // A line without an owner has that of the line before.
      const text = /^\d/.test(other) ? `www 60 A 192.0.2.1\n ${other}` : other;
      expect([other, read(head + text)]).toEqual([other, expected]);
    }
  });

  it.each(different)('are others: %j and %j', (one, other) => {
    expect(read(head + one)).not.toEqual(read(head + other));
  });

  it('are the same in any order, with other comments, directives and line ends', () => {
    const lines = ['www 60 IN A 192.0.2.1', '@ 60 IN TXT "a b"', 'example.com. 86400 IN NS ns1.example.net.'];
    const written = fc.shuffledSubarray(lines, { minLength: lines.length });
    const comment = fc.constantFrom(
      '',
      '; cPanel first:11.54.0.21 (update_time):1460480627 latest:11.56.0.1\n',
      '\n;(\n',
    );
    const before = fc.constantFrom('', '$ORIGIN example.com.\n', '$origin com.\n$ORIGIN example\n', '$TTL 4h\n');
    fc.assert(
      fc.property(written, comment, before, fc.constantFrom('\n', '\r\n', ' ; x\n'), (order, first, directive, end) => {
        expect(read(first + head + directive + order.map((line) => line + end).join(''))).toEqual(
          read(head + lines.join('\n')),
        );
      }),
    );
  });

  it('leave out what the signing of a nameserver adds', () => {
    const signed = 'a 1 RRSIG A 13 2 1 20260101000000 20250101000000 7 example.com. AAAA\na 1 NSEC b A\n';
    expect(read(`${head}${signed}`)).toEqual(read(head));
  });

  it('cut long texts as they are served', () => {
    const long = 'x'.repeat(600);
    expect(read(`${head}a 1 TXT "${long}"`)).toEqual(
      read(`${head}a 1 TXT "${long.slice(0, 255)}" "${long.slice(0, 255)}" "${long.slice(0, 90)}"`),
    );
  });

  it('are not all seen where others are included or generated', () => {
    expect(canonicalZone(head, zone)?.whole).toBe(true);
    for (const line of ['$INCLUDE more.db', '$GENERATE 1-9 a$ A 192.0.2.$', '$GENERATE 1-9']) {
      expect(canonicalZone(`${head}${line}\n`, zone)?.whole).toBe(false);
    }
  });

  const short = [
    '(',
    '"',
    '\\',
    '1',
    'a\n',
    '((\n',
    'a TXT x\n',
    '\\065',
    'a A 1 2 3 4 5 6 7 8\n',
    ':',
    ' 1w',
    '\n',
    ';',
    ' ',
  ];
  const long = [
    'a AAAA 1::2\n',
    '$',
    '$TTL 1\n',
    'a TXT "\\"',
    `a TXT ${'b '.repeat(1900)}\n`,
    `a TXT ${'\\'.repeat(69_000)}\n`,
  ];
  const pieces = [...short, ...long];
  it.each(pieces.map((piece) => [piece.slice(0, 12), piece]))(
    'keep no one waiting, whatever is repeated: %j',
    (_name, piece) => {
      const steps = canonicalSteps(piece.repeat(1_000_000 / piece.length), zone);
      let longest = 0;
      const end = { reached: false };
      while (!end.reached) {
        const took = processorMs(() => (end.reached = steps.next().done === true));
        longest = Math.max(longest, took);
      }
      // A step takes some 20 ms at most on a machine of its own.
      expect(longest).toBeLessThan(400);
    },
  );

  it('are not read at all of a text that is too long, or in one of its parts', () => {
    expect(canonicalZone(' '.repeat(1_000_001), zone)).toBeNull();
    expect(canonicalZone('a A 1\n'.repeat(20_001), zone)).toBeNull();
    expect(canonicalZone(`a TXT ${'b '.repeat(2000)}`, zone)).toBeNull();
    expect(canonicalZone(`a TXT "${'b'.repeat(70_000)}"`, zone)).toBeNull();
    expect(canonicalZone(`a TXT "${'b'.repeat(69_000)}"`, zone)).not.toBeNull();
  });

  it('are read out of any text', () => {
    const pieces = fc.constantFrom(
      'SOA',
      'IN',
      'AAAA',
      'TXT',
      '(',
      ')',
      '"',
      '\\',
      ';',
      '\n',
      ' ',
      '@',
      '1h',
      '::1',
      '$TTL',
      '$',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((parts) => parts.join(' ')),
        ),
        (text) => {
          expect(canonicalZone(text, zone)).not.toBeNull();
        },
      ),
    );
  });
});
