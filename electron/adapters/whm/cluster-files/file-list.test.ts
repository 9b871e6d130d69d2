import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { complaintLimit } from '#electron/adapters/whm/budgets.ts';
import { listClusterFiles, memberFolder } from '#electron/adapters/whm/commands.ts';
import { readFileList } from './file-list.ts';

const read = (paths: readonly string[], stderr = '') =>
  readFileList({ stdout: `${paths.join('\n')}\n`, stderr }, 'root');
const inFolder = (...names: string[]): string[] => [
  '/var/cpanel/cluster',
  '/var/cpanel/cluster/root',
  memberFolder,
  ...names.map((name) => `${memberFolder}/${name}`),
];

it('takes for members what WHM lists, whatever they are called, and addresses without a role file', () => {
  const list = read(
    inFolder(
      'vps eu',
      'vps eu-dnsrole',
      '2001:db8::53',
      '192.0.2.9~',
      '192.0.2.9.rpmsave',
      'config_write-only_sync.cache',
      '192.0.2.9',
      '192.0.2.9-dnsrole',
      '192.0.2.9-dnsrole~',
      '192.0.2.9-state.json',
      '192.0.2.9.cache',
    ),
  );
  expect(list.members).toEqual(['vps eu', '2001:db8::53', '192.0.2.9']);
  expect([...list.withRole]).toEqual(['vps eu', '192.0.2.9']);
  expect(list.strays).toEqual(
    ['192.0.2.9~', '192.0.2.9.rpmsave', '192.0.2.9-dnsrole~'].map((name) => ({
      kind: 'other',
      path: `${memberFolder}/${name}`,
    })),
  );
});

it('tells files that wait for a member, and takes none of another cluster user for one', () => {
  const list = read([
    ...inFolder('192.0.2.66-dnsrole', 'hostbill.cache'),
    ...['192.0.2.9', '192.0.2.9-dnsrole'].map((name) => `/var/cpanel/cluster/agency/config/${name}`),
    '/var/cpanel/cluster/agency',
    '/var/cpanel/clusterqueue/status/192.0.2.9-down',
    '/var/cpanel/clusterqueue/status/softlayer-down',
    '/var/cpanel/clusterqueue/status/192.0.2.9',
  ]);
  expect(list.members).toEqual([]);
  expect(list.strays).toEqual([
    { kind: 'role', path: `${memberFolder}/192.0.2.66-dnsrole` },
    { kind: 'mark', path: '/var/cpanel/clusterqueue/status/softlayer-down' },
    { kind: 'other', path: `${memberFolder}/hostbill.cache` },
  ]);
});

it.each([
  ["find: '/var/cpanel/cluster/root/config': Permission denied", true],
  // As GNU find writes it when it is called by its path.
  ['/usr/bin/find: ‘/var/cpanel/cluster/root/config’: Permission denied', true],
  ['/usr/bin/find: ‘/var/cpanel/cluster’: No such file or directory', false],
  ['find: ‘/var/cpanel/cluster/root’: Input/output error', true],
  ['find: »/var/cpanel/cluster«: Keine Berechtigung', true],
  // Another user's folder says nothing of root's.
  ['find: ‘/var/cpanel/cluster/agency/config’: Permission denied', false],
  ['find: ‘/var/cpanel/cluster/root/config.old’: Permission denied', false],
  // A server that never was in a cluster.
  ['find: ‘/var/cpanel/cluster’: No such file or directory', false],
])('%s: the folder is unread: %s', (complaint, unread) => {
  const stderr = `find: ‘/var/cpanel/dnsonly’: No such file or directory\n${complaint}\n`;
  expect(readFileList({ stdout: '/var/cpanel/useclusteringdns\n', stderr }, 'root').unread !== null).toBe(unread);
});

it('leaves unknown what a complaint is about: the product, whether clustering is on, who is disabled', () => {
  const paths = ['useclusteringdns', 'dnsonly', 'clusterqueue/status'].map((name) => `/var/cpanel/${name}`);
  const list = read(inFolder(), paths.map((path) => `find: ‘${path}’: Stale file handle\n`).join(''));
  expect(list).toMatchObject({ clusteringOn: null, product: null, disabled: null, unread: null });
  expect(read(inFolder())).toMatchObject({ clusteringOn: false, product: 'cpanel', disabled: new Set() });
});

it('takes nothing for missing or empty where complaints were cut off', () => {
  const others = Array.from(
    { length: 80 },
    (_, at) => `/usr/bin/find: ‘/var/cpanel/cluster/r${at}/config’: Input/output error\n`,
  );
  const stderr = `${others.join('')}/usr/bin/find: ‘${memberFolder}’: Input/output error\n`.slice(0, complaintLimit);
  const list = read(inFolder(), stderr);
  expect(list).toMatchObject({ clusteringOn: null, product: null, disabled: null });
  expect(list.unread).not.toBeNull();
});

it('reads what GNU find says of a server that has no cluster', () => {
  const root = mkdtempSync(join(tmpdir(), 'nameward-find-'));
  try {
    mkdirSync(join(root, memberFolder), { recursive: true });
    writeFileSync(join(root, memberFolder, '192.0.2.9-dnsrole'), 'sync');
    const [program = '', ...args] = listClusterFiles.map((part) =>
      part.startsWith('/var/') ? join(root, part) : part,
    );
    const outcome = ((): { stdout: string; stderr: string; status: number } => {
      try {
        return { stdout: execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }), stderr: '', status: 0 };
      } catch (error) {
        return error as { stdout: string; stderr: string; status: number };
      }
    })();
    expect(outcome.status).toBe(1);
    const list = readFileList(
      { stdout: outcome.stdout.replaceAll(root, ''), stderr: outcome.stderr.replaceAll(root, '') },
      'root',
    );
    expect(list).toMatchObject({ unread: null, product: 'cpanel', clusteringOn: false, members: [] });
    expect(list.strays).toHaveLength(1);
  } finally {
    rmSync(root, { recursive: true });
  }
});
