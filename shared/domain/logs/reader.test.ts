import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from './mask.ts';
import { createLineReader, parseLine } from './reader.ts';

const token = 'A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6';
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

describe('maskSecrets', () => {
  it.each([
    `debug: HEADER[authorization]=[whm root:${token}]`,
    `Authorization: WHM root:${token}`,
    `debug: api_request: (POST, pass=${token}&user=root)`,
    `pass%3D${token}%26user%3Droot`,
    `Authorization%3A%20whm%20root%3A${token}`,
    `{"pass":"${token}","host":"x"}`,
    `'token' => '${token}',`,
    `value ${token}.`,
    `Authorization: Basic ${token.toLowerCase()}`,
    `https://h:2087/login/?session=root%3a${token.toLowerCase()}`,
    `cookie: whostmgrsession=${token.toLowerCase()}; x`,
    `cpdnskey12345-example.net=${token}`,
  ])('hides the secret in %s', (line) => {
    const masked = maskSecrets(line);
    expect(masked.toUpperCase()).not.toContain(token);
    expect(masked).toContain('••••');
  });

  it('hides security tokens of sessions and lines of access keys', () => {
    expect(maskSecrets('GET /cpsess1234567890/cgi/x.cgi')).toBe('GET /cpsess••••/cgi/x.cgi');
    expect(maskSecrets('0123456789abcdef0123456789abcdef')).toBe('••••');
  });

  it.each(['WHM refused the request', 'cPanel version 11 and whm 11.120.0.5', 'the basic configuration of the server'])(
    'leaves the sentence %s',
    (line) => {
      expect(maskSecrets(line)).toBe(line);
    },
  );

  it('leaves what is no secret', () => {
    const line =
      '[2024-08-16 17:36:06 +0000] info [dnsadmin] Reloading zones: pass-through.example.net, token.example.org';
    expect(maskSecrets(line)).toBe(line);
  });

  it('hides a token wherever it stands between other text', () => {
    const filler = fc.stringMatching(/^[ -~]{0,40}$/).filter((text) => !/[0-9A-Za-z_]$/.test(text));
    const after = fc.stringMatching(/^[ -~]{0,40}$/).filter((text) => !/^[0-9A-Za-z_]/.test(text));
    const anyToken = fc.stringMatching(/^[0-9A-Z]{32}$/);
    fc.assert(
      fc.property(filler, anyToken, after, (before, secret, behind) => {
        expect(maskSecrets(`${before}${secret}${behind}`)).not.toContain(secret);
      }),
    );
  });
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
});
