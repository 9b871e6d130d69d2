import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader, parseLine } from './reader.ts';

const uniqid = 'ORUMOKUn7662oahTAUxoLg3TCRomK2QP_1563819332';

describe('parseLine', () => {
  it('reads a stamped line with its time zone', () => {
    expect(parseLine('ns1', "[2015-10-21 13:33:19 -0500] info [dnsadmin] Reset reseller cache 'domain1'.")).toEqual({
      server: 'ns1',
      at: Date.UTC(2015, 9, 21, 18, 33, 19),
      level: 'info',
      source: 'dnsadmin',
      message: "Reset reseller cache 'domain1'.",
      uniqid: null,
      continuation: false,
    });
  });

  it('keeps bare, debug and backtrace lines', () => {
    expect(parseLine('a', 'dnsadmin 4.0 entering server mode')).toMatchObject({
      at: null,
      level: 'unknown',
      continuation: false,
    });
    expect(parseLine('a', 'debug: READ TYPE=content-length')).toMatchObject({ level: 'debug' });
    expect(parseLine('a', '\tmain::run() called at x.pl line 3')).toMatchObject({ continuation: true });
  });

  it('finds the dnsuniqid and does not mask it', () => {
    const line = parseLine('a', `debug: api_request: (GET /scripts2/reloadbind_local?dnsuniqid=${uniqid})`);
    expect(line.uniqid).toBe(uniqid);
    expect(line.message).toContain(uniqid);
  });

  it('makes terminal escapes visible', () => {
    expect(parseLine('a', '\u001b[2Jgone').message).toBe('␛[2Jgone');
  });
});

/** `level` of each line; a line that continues another has `+` before it. */
const shapes = (text: string) =>
  createLineReader('a')
    .push(text)
    .map(({ level, continuation }) => `${continuation ? '+' : ''}${level}`);
const stamped = '[2026-03-04 12:03:07 +0000] info [dnsadmin] before\n';

describe('lines of real servers', () => {
  it.each([
    ['Died at /usr/local/cpanel/whostmgr/bin/dnsadmin line 794, <$mysock> line 2.', 'die'],
    ['Can\'t locate object method "new" via package "X" at /usr/local/cpanel/X.pm line 3.', 'die'],
    ['Undefined subroutine &main::zonelist called at (eval 12) line 1.', 'die'],
    ['Compilation failed in require at /usr/local/cpanel/whostmgr/bin/dnsadmin line 9.', 'die'],
    ['Out of memory!', 'die'],
    ['Segmentation fault (core dumped)', 'die'],
    ['error [dnsadmin] could not fork', 'die'],
    ['exit level [die] [pid=1] (Cannot open access hash: Permission denied)', 'die'],
    ['exit level [warn] [pid=1] (late)', 'warn'],
    ['Smartmatch is experimental at /usr/local/cpanel/X.pm line 254, <$mysock> line 4.', 'warn'],
    ['Use of uninitialized value $x in concatenation (.) or string at /usr/local/cpanel/X.pm line 155.', 'warn'],
    ['(internal error) Timed out while running GETZONES', 'warn'],
    ['Server Error from 192.0.2.7: 403 Forbidden…', 'warn'],
    ['zone example.com/IN: not loaded due to errors.', 'warn'],
    ['dns_rdata_fromtext: /var/named/x.db:12: near 1.2.3: bad dotted quad', 'warn'],
    [
      'Bind reloading on ns1 using rndc zone: [example.com] zone example.com/IN: not loaded due to errors. reload successful',
      'warn',
    ],
    [' deprecated [xml-api] The XML API is deprecated.', 'warn'],
    ['  invalid [xml-api] A parameter is missing', 'warn'],
    ['warn [whostmgrd] The subprocess exited', 'warn'],
    ['debug: whmreq: (…)', 'debug'],
    ['zone example.com/IN: loaded serial 2026010101', 'unknown'],
    ['dnsadmin 4.0 entering server mode', 'unknown'],
  ])('%s has the level %s, and is an entry of its own', (line, level) => {
    expect(shapes(`${stamped}${line}\n`)).toEqual(['info', level]);
    expect(createLineReader('a').push(`${stamped}${line}\n`)[1]?.message).toBe(
      level === 'warn' && line.startsWith('warn [') ? 'The subprocess exited' : line.trim(),
    );
  });

  it('raises a stamped line in which a zone is refused', () => {
    expect(
      shapes('[2026-03-04 12:03:07 +0000] info [dnsadmin] rndc: zone a.example/IN: not loaded due to errors.\n'),
    ).toEqual(['warn']);
  });

  it('takes steps of a backtrace for a part of the entry, wherever they begin', () => {
    expect(
      shapes(
        '[2026-02-03 22:28:19 -0500] die [dnsadmin] API Error\n\tmain::x() called at a.pl line 7\n        eval {...} called at a.pl line 9\nmain::y(1, HASH(0x1)) called at a.pl line 11\n',
      ),
    ).toEqual(['die', '+unknown', '+unknown', '+unknown']);
  });

  it.each([
    ["$VAR1 = {\n          'status' => 599,\n          'text' => 'error: none\n\nwarned\n'\n        };", 7],
    ["$VAR1 = bless( {\n  a => 1\n}, 'HTTP::Response' );", 3],
    ['$VAR1 = [];', 1],
    ['{\n "status": 1\n}', 3],
  ])('keeps a dump with the line above it: %j', (dump, length) => {
    const read = shapes(`debug: Response\n${dump}\n\n${stamped}`);
    expect(read.slice(0, length + 1)).toEqual(['debug', ...Array<string>(length).fill('+unknown')]);
    expect(read.at(-1)).toBe('info');
  });

  it('leaves a dump that was never closed at the next entry, and at the last words of the program', () => {
    const death = 'Died at /usr/local/cpanel/whostmgr/bin/dnsadmin line 794.';
    expect(shapes(`debug: Response\n$VAR1 = {\n  a => 1,\n${death}\nbare\n`)).toEqual([
      'debug',
      '+unknown',
      '+unknown',
      'die',
      'unknown',
    ]);
    expect(shapes(`debug: Response\n$VAR1 = {\n${stamped}bare\n`)).toEqual(['debug', '+unknown', 'info', 'unknown']);
  });

  it.each([
    '[2026-01-02 15:04:05]',
    '[2026-13-45 99:04:05 +0000]',
    '[0000-01-02 15:04:05 +0000]',
    '[2026-01-02 15:04:05 +9900]',
  ])('has no certain time of %s, and shows what was written', (stamp) => {
    expect(parseLine('a', `${stamp} warn [whostmgrd] second`)).toMatchObject({
      at: null,
      level: 'warn',
      source: 'whostmgrd',
      message: `${stamp} warn [whostmgrd] second`,
      continuation: false,
    });
  });

  it('keeps a word for the level that it does not know, and one that it knows by another', () => {
    expect(parseLine('a', '[2026-01-02 15:04:05 +0000] chatter [x] y')).toMatchObject({
      level: 'unknown',
      message: 'chatter [x] y',
    });
    expect(parseLine('a', '[2026-01-02 15:04:05 +0000] panic [x] y')).toMatchObject({
      level: 'die',
      message: 'panic [x] y',
    });
    expect(parseLine('a', '[2026-01-02 15:04:05 +0000] Died at x line 3.')).toMatchObject({
      at: Date.UTC(2026, 0, 2, 15, 4, 5),
      level: 'die',
    });
  });

  it.each(['_1', '_12', '_1_2', ''])(
    'groups nested commands under the id of their transaction: …%s (whm-protocol 13 C16)',
    (suffix) => {
      for (const before of ['dnsuniqid=', 'dnsuniqid%3D', '- ', 'dnsuniqid%253D']) {
        const line = parseLine('a', `debug: GETZONES ${before}${uniqid}${suffix} (LOCAL)`);
        expect(line.uniqid).toBe(uniqid);
        expect(line.message).toContain(`${uniqid}${suffix}`);
      }
    },
  );
});

describe('createLineReader', () => {
  it('gives the same lines however the text is cut', () => {
    const text = 'one\r\ntwo\n\n[2024-08-16 17:36:06 +0000] warn [dnsadmin] three\n  at x\nlast';
    const whole = createLineReader('s');
    const expected = [...whole.push(text), ...whole.flush()];
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const reader = createLineReader('s');
        const points = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const lines = points.slice(1).flatMap((end, i) => reader.push(text.slice(points[i], end)));
        expect([...lines, ...reader.flush()]).toEqual(expected);
      }),
    );
    expect(expected.map((line) => line.message)).toEqual(['one', 'two', '', 'three', '  at x', 'last']);
  });

  it('does not gather an endless line', () => {
    const reader = createLineReader('s');
    const lines = reader.push('x'.repeat(70_000));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.message.length).toBeLessThan(4200);
    expect(reader.flush()).toEqual([]);
  });

  it('cuts a line without a break once, throws the rest away and counts it', () => {
    const reader = createLineReader('s');
    const lines = Array.from({ length: 1000 }, () => reader.push('a b '.repeat(1000))).flat();
    expect(lines).toHaveLength(1);
    expect(reader.push(' the end\n[2026-03-04 12:03:07 +0000] info [dnsadmin] next\n')).toMatchObject([
      { continuation: true, message: '… (3932008 characters more of this line were not kept)' },
      { level: 'info', message: 'next' },
    ]);
    expect(lines[0]?.message).toMatch(/… \(63\d{3} characters more\)$/);
  });

  it('says how much is missing when the log ends within such a line', () => {
    const reader = createLineReader('s');
    reader.push('x'.repeat(70_000));
    reader.push('y'.repeat(10));
    expect(reader.flush().map(({ message }) => message)).toEqual(['… (10 characters more of this line were not kept)']);
    expect(reader.flush()).toEqual([]);
  });

  it('hides a secret wherever a line is cut', () => {
    const secret = 'Q7W8E9R0T1Y2U3I4O5P6A7S8D9F0G1H2';
    for (let before = 3600; before < 4140; before += 1) {
      for (const [filler, lead] of [
        ['x ', ' '],
        ['x', ' '],
        ['x', '+'],
        ['x ', 'pass='],
      ] as const) {
        const line = `${filler.repeat(before).slice(0, before)}${lead}${secret} ${'z '.repeat(900)}`;
        const message = createLineReader('s').push(`${line}\n`)[0]?.message ?? '';
        expect(message).not.toContain(secret.slice(0, 6));
      }
    }
  });

  it('hides known secrets in whatever they stand, and values that go on in the next lines', () => {
    expect(createLineReader('s', ['hunter2']).push('my hunter2word\n')[0]?.message).toBe('my ••••word');
    const text = [
      "$VAR1 = { 'accesshash' => '",
      'first line',
      "second line',",
      "  'host' => 'x' };",
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEpAIBAAKCAQEA',
      '-----END RSA PRIVATE KEY-----',
      "debug: token => 'never closed",
      'debug: next',
    ].join('\n');
    expect(
      createLineReader('s')
        .push(`${text}\n`)
        .map(({ message }) => message),
    ).toEqual([
      "$VAR1 = { 'accesshash' => '",
      '••••',
      "••••',",
      "  'host' => 'x' };",
      '-----BEGIN RSA PRIVATE KEY-----',
      '••••',
      '-----END RSA PRIVATE KEY-----',
      "debug: token => '••••",
      'debug: next',
    ]);
  });

  it('throws at nothing, loses no line and no character, and keeps their order', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '[2026-01-02 15:04:05 +0000] ',
        '[2026-01-02 15:04:05] ',
        'info [dnsadmin] ',
        'die [x] ',
        'exit level [die] ',
        'debug: ',
        '$VAR1 = {',
        '};',
        '{',
        '}',
        '\t',
        '  ',
        ' at x.pl line 3.',
        'called at',
        '(internal error) ',
        '\r',
        ' deprecated [y] ',
      ),
    );
    const line = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('').replaceAll('\n', ''));
    // What a stamp, a level and a source say is in fields of their own; blanks and signs for control characters are no
    // characters.
    const bare = (text: string) => text.replace(/[\s\p{C}\u2400-\u2421]|⟨U\+[0-9A-F]{4,6}⟩/gu, '');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const reader = createLineReader('s');
        const read = reader.push(lines.map((one) => `${one}\n`).join(''));
        expect(read).toHaveLength(lines.length);
        for (const [index, one] of read.entries()) {
          if (one.message.includes('•')) continue;
          const given = bare(lines[index] ?? '');
          if (one.at === null && one.source === null) expect(bare(one.message)).toBe(given);
          else expect(given.endsWith(bare(one.message))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
