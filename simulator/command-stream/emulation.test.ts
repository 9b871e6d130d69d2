import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { lawRuns } from '#test/fixtures/laws/runs.ts';
import { buildScenario } from '#simulator/scenario/index.ts';
import { find } from './find.ts';
import { grep } from './grep.ts';
import type { Outcome } from './outcome.ts';
import { virtualFiles, type VirtualFiles } from './virtual-files.ts';

const lab = buildScenario({
  name: 'default',
  servers: null,
  seed: 3,
  now: Date.UTC(2026, 10, 21),
  addressOf: (index) => `127.0.20.${String(index + 1)}`,
  directory: '/lab',
});
const web1 = lab.servers[0];
if (web1 === undefined) throw new Error('the lab is empty');
web1.cluster.enabled = true;
web1.cluster.strayRoles.set('192.0.2.9', 'standalone');
const tree = virtualFiles(web1);

/**
 * The same tree as real files, and a view of the virtual one under the same paths, so that the real programs can be
 * compared with.
 */
const root = mkdtempSync(join(tmpdir(), 'nameward-emulation-'));
const below: VirtualFiles = {
  read: (path) => (path.startsWith(root) ? tree.read(path.slice(root.length)) : null),
  list: (path) => (path.startsWith(root) ? tree.list(path.slice(root.length) || '/') : null),
  isUnreadable: (path) => path.startsWith(root) && tree.isUnreadable(path.slice(root.length) || '/'),
};
const everyFile = filesBelow('/');
for (const path of everyFile) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), tree.read(path) ?? '');
}
afterAll(() => {
  rmSync(root, { recursive: true });
});

function filesBelow(path: string): string[] {
  const names = tree.list(path);
  return names === null ? [path] : names.flatMap((name) => filesBelow(join(path, name)));
}

function real(program: string, args: readonly string[]): Outcome {
  const done = spawnSync(program, args, { encoding: 'utf8', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } });
  return { stdout: done.stdout, stderr: done.stderr, code: done.status ?? -1 };
}

/** Folders are read in no fixed order. */
function sorted(outcome: Outcome | 'unknown'): unknown {
  return outcome === 'unknown'
    ? outcome
    : { code: outcome.code, stdout: outcome.stdout.split('\n').toSorted(), stderr: outcome.stderr };
}

const paths = fc.subarray(
  ['/var/cpanel', '/var/cpanel/cluster/root/config', '/var/cpanel/clusterqueue/status/', '/etc/ips.dnsmaster', '/var/cpanel/useclusteringdns', '/nowhere', '/etc/ips.dnsmaster/x', ...everyFile.slice(0, 4)].map((path) => root + path), // prettier-ignore
  { minLength: 1, maxLength: 4 },
);

describe.skipIf(process.platform !== 'linux')('emulated commands do what the real ones do', () => {
  it('find', () => {
    fc.assert(
      fc.property(paths, fc.integer({ min: 0, max: 4 }), (starts, depth) => {
        const args = [...starts, '-maxdepth', String(depth), '-printf', '%p\\n'];
        const expected = real('/usr/bin/find', args);
        // Where the locale of this machine has no curly quotes.
        const stderr = expected.stderr
          .replaceAll(/'([^'\n]*)'/g, '‘$1’')
          .replaceAll('Not a directory', 'No such file or directory');
        expect(sorted(find(args, below))).toEqual(sorted({ ...expected, stderr }));
      }),
      lawRuns(60),
    );
  });

  const patterns = fc.oneof(
    fc.constantFrom('^(user|host|module|debug)=', '^[^#]', 'pass', '[[:digit:]]+\\.[[:digit:]]+', '^$', '.', 'a|ab|abc', '(1|12)(2|23)*', '"[a-z_]+":[^,}]*', 's{2}', '[^]a-f]x?', '\\.example\\b', '^[A-Za-z_]+=[^=]{3,8}$', '=(s|sync|0)?'), // prettier-ignore
    fc
      .array(
        fc.constantFrom(
          'a',
          'e',
          '0',
          '1',
          '=',
          '.',
          '[0-9]',
          '[^a-z]',
          '(a|ae)',
          '(st|stand|s)',
          '\\.',
          'x?',
          'n*',
          's+',
          '^',
          '$',
        ),
        { minLength: 1, maxLength: 6 },
      ) // prettier-ignore
      .map((parts) => parts.join('')),
  );
  const globs = fc.subarray(['--include=*-dnsrole', '--include=*.config', '--include=127.*', '--include=*[0-9]'], {
    maxLength: 2,
  });
  const exclusions = fc.subarray(['--exclude=*-state.json', '--exclude=*.db'], { maxLength: 1 });

  it('grep, with whole lines and with matches only', () => {
    fc.assert(
      fc.property(patterns, paths, fc.oneof(globs, exclusions), fc.boolean(), (pattern, starts, limits, only) => {
        const args = [only ? '-rHsoE' : '-rHsE', ...limits, pattern, ...starts];
        const emulated = grep(args, below);
        // What the translation does not know it refuses; it never answers something else.
        fc.pre(emulated === 'unknown' || !emulated.stderr.includes('Invalid'));
        expect(sorted(emulated)).toEqual(sorted(real('grep', args)));
      }),
      lawRuns(250),
    );
  });
});

describe('emulated commands', () => {
  it('never leave the tree', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'etc', 'passwd', 'proc', 'self', 'var', 'cpanel', '~', '*'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = `/${parts.join('/')}`;
        const outcome = grep(['-rHsE', 'root:|PATH=', path], tree);
        if (outcome === 'unknown') return;
        for (const line of outcome.stdout.split('\n').filter((one) => one !== '')) {
          expect(everyFile.map((file) => file.replaceAll('/', ''))).toContain(line.split(':')[0]?.replaceAll('/', ''));
        }
      }),
    );
    expect(find(['/var/cpanel/../../etc/passwd', '-maxdepth', '2', '-printf', '%p\\n'], tree)).toMatchObject({
      stdout: '',
      code: 1,
    });
  });

  it('take no other options', () => {
    expect(find(['/', '-delete'], tree)).toBe('unknown');
    expect(find(['/', '-maxdepth', '2', '-printf', '%p\\n', '-exec', 'id', ';'], tree)).toBe('unknown');
    expect(grep(['-rHsE', 'x', '/var', '--file=/etc/passwd'], tree)).toBe('unknown');
    expect(grep(['-rHsP', 'x', '/var'], tree)).toBe('unknown');
    expect(grep(['-rHsE'], tree)).toBe('unknown');
  });

  it('show a member as its files', () => {
    const [entry] = web1.cluster.members.values();
    const config = `/var/cpanel/cluster/root/config/${entry?.address ?? ''}`;
    expect(grep(['-rHsE', '^(pass|role|sync)', config, `${config}-dnsrole`], tree)).toMatchObject({
      stdout: `${config}:pass=${entry?.token ?? ''}\n${config}-dnsrole:sync\n`,
      code: 0,
    });
    expect(grep(['-rHsoE', '"has_reverse_trust":"[01]"', '/var/cpanel/cluster'], tree)).toMatchObject({ code: 0 });
    expect(grep(['-rHsE', 'nothing has this', '/var/cpanel'], tree)).toEqual({ stdout: '', stderr: '', code: 1 });
  });
});
