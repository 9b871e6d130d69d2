import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorMs } from '#test/fixtures/processor-time.ts';
import { isSerial } from './serial.ts';
import { soaSerial } from './soa.ts';

const serials = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** What a comment or a quoted text may hold to mislead. */
const misleading = fc.constantFrom('example.com. IN SOA a. b. 1 2 3 4 5', '( SOA ) ; "', '"); $ORIGIN x.', '$TTL 1\t');
const blank = fc.constantFrom(' ', '\t', '   \t');
/** Between two words inside parentheses. */
const gap = fc.oneof(
  blank,
  fc.constantFrom('\n', '\r\n\t'),
  misleading.map((text) => ` ; ${text.replaceAll('\n', ' ')}\n`),
);
/** Records and directives before the SOA that say nothing about it. */
const before = fc.array(
  fc.oneof(
    misleading.map((text) => `; ${text}\n`),
    misleading.map((text) => `x 60 IN TXT "${text.replaceAll('"', '\\"')}"\n`),
    misleading.map((text) => `x 60 IN TXT ( "a"\n "${text.replaceAll('"', '\\"')}" )\n`),
    fc.constantFrom('$TTL 14400\n', '\n', '  \n', '\r\n', 'sub IN SOA a. b. 7 2 3 4 5\n', '$INCLUDE other ; x\n'),
  ),
);
const owners = fc.constantFrom(
  { head: '', owner: 'example.com.' },
  { head: '', owner: 'EXAMPLE.Com.' },
  { head: '', owner: '@' },
  { head: '$ORIGIN com.\n', owner: 'example' },
  { head: '$ORIGIN example.com.\n', owner: '@' },
  { head: '$ORIGIN other.net.\n$origin example.com. ; back\n', owner: '@' },
);
const middles = fc.constantFrom('', ' IN', ' 86400', ' 1d IN', ' IN 1w2d', '\t300\tin');

describe('the serial of a zone file', () => {
  it('is found however the record is laid out, and whatever stands before it', () => {
    fc.assert(
      fc.property(
        serials,
        before,
        owners,
        middles,
        fc.constantFrom('SOA', 'soa'),
        fc.array(gap, { minLength: 7, maxLength: 7 }),
        fc.boolean(),
        (serial, lines, { head, owner }, middle, type, gaps, inside) => {
          const numbers = [`ns1.example.com.`, `admin\\.dns.example.com.`, String(serial), '3600', '1800', '9', '60'];
          const data = numbers.map((word, at) => `${gaps[at] ?? ' '}${word}`).join('');
          const record = inside
            ? `${owner}${middle} ${type} (${data} )\n`
            : `${owner}${middle} ${type} ${numbers.slice(0, 2).join(' ')} ( ${numbers.slice(2).join('\n ')}\n)\n`;
          expect(soaSerial(`${lines.join('')}${head}${record}x 60 IN A 192.0.2.1\n`, 'example.com')).toBe(serial);
        },
      ),
    );
  });

  it('is one of 32 bits or none, for any text at all', () => {
    const pieces = fc.constantFrom(
      'SOA',
      'IN',
      '(',
      ')',
      '"',
      '\\',
      ';',
      '\n',
      ' ',
      '@',
      '1',
      '4294967296',
      'a.',
      '$ORIGIN',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const serial = soaSerial(text, 'example.com');
        expect(serial === null || isSerial(serial)).toBe(true);
      }),
    );
  });

  it.each([
    ['', 'nothing'],
    ['example.com. IN SOA a. b. 4294967296 1 1 1 1', 'a serial of 33 bits'],
    ['example.com. IN SOA a. b. -1 1 1 1 1', 'a sign'],
    ['example.com. IN SOA a. b.', 'no serial'],
    ['example.com. IN SOA a. b. ( ; 2026050102\n 3600 1800 1209600 86400 )', 'times without a serial before them'],
    ['other.com. IN SOA a. b. 5 1 1 1 1', 'the SOA of another zone'],
    ['; example.com. IN SOA a. b. 5 1 1 1 1', 'a comment'],
    ['example.com. IN TXT "\nexample.com IN SOA a. b. 5 1 1 1 1', 'a name within the zone'],
  ])('is null for %j: %s', (text) => {
    expect(soaSerial(text, 'example.com')).toBeNull();
  });

  it('takes the owner of the line before where a line begins with white space', () => {
    expect(soaSerial('@ NS a.\n\tIN SOA a. b. 5 1 1 1 1', 'example.com.')).toBe(5);
    expect(soaSerial('x NS a.\n\tIN SOA a. b. 5 1 1 1 1', 'example.com')).toBeNull();
  });

  it('reads a hostile megabyte in a moment', () => {
    for (const piece of ['(', '"', '\\', '1', ' ;', 'a\n', '((\n']) {
      let serial: ReturnType<typeof soaSerial> = null;
      const took = processorMs(() => (serial = soaSerial(piece.repeat(1_000_000 / piece.length), 'example.com')));
      expect(serial).toBeNull();
      expect(took).toBeLessThan(2000);
    }
  });
});
