import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';

const read = (...args: string[]) => readCommandLine(args, {});

describe('the command line of the window', () => {
  it('asks for the default profile at its usual place when nothing is said', () => {
    expect(read('/path/of/the/app')).toEqual({
      ok: true,
      value: {
        profile: 'default',
        home: null,
        lab: { directory: null, servers: null, scenario: null, seed: null },
        report: null,
        keep: false,
        traceStart: false,
        traceRequests: false,
      },
    });
  });

  it('takes values after a blank or an equals sign, among switches of Chromium', () => {
    const reading = read(
      '--no-sandbox',
      '--log-level=3',
      '.',
      '--profile',
      'lab',
      '--lab-servers=200',
      '--report',
      'a.png',
    );
    expect(reading).toMatchObject({
      ok: true,
      value: { profile: 'lab', lab: { servers: 200 }, report: 'a.png' },
    });
  });

  it('takes the home from --home, then the environment, then --user-data-dir', () => {
    const home = (args: string[], NAMEWARD_HOME?: string) => {
      const reading = readCommandLine(args, { NAMEWARD_HOME });
      return reading.ok ? reading.value.home : reading.message;
    };
    expect(home(['--home', '/a', '--user-data-dir=/c'], '/b')).toBe('/a');
    expect(home(['--user-data-dir=/c'], '/b')).toBe('/b');
    expect(home(['--user-data-dir=/c'])).toBe('/c');
  });

  it.each([
    ['--profile', '../other'],
    ['--profile', ''],
    ['--profile', 'a/b'],
    ['--lab-servers', '1'],
    ['--lab-servers', '1001'],
    ['--lab-servers', 'many'],
    ['--lab-seed', '-'],
    ['--report'],
  ])('refuses %s %s in a sentence', (...args) => {
    const reading = read(...args);
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.message).toMatch(/\.$/);
  });
});
