import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import {
  appendTrusted,
  listClusterFiles,
  listClusterUsers,
  memberFolder,
  memberFolderOf,
  readMemberFiles,
  readMemberFilesOf,
  readMemberRoles,
  readMemberStates,
  readTrustedLists,
  synchronizeZones,
  tailDnsadminLog,
  trustedListPaths,
} from './commands.ts';
import { statesByMember } from '#electron/adapters/whm/cluster-files/member-state.ts';

const sentinel = 'SENTINEL0TOKEN0SENTINEL0TOKEN000';
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The member files of a server as `whm-protocol 4` has them, in a folder of ours. */
function memberFiles(): string {
  const root = mkdtempSync(join(tmpdir(), 'nameward-commands-'));
  folders.push(root);
  const config = join(root, memberFolder);
  mkdirSync(config, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(config, name), text);
  write('192.0.2.7', `#version 2.0\nuser=root\nhost=ns1.example.net\npass=${sentinel}\nmodule=cPanel\ndebug=0\n`);
  write('192.0.2.7-dnsrole', 'sync\n');
  write('192.0.2.7.cache', `user=root\npass=${sentinel}\n`);
  write(
    '192.0.2.7-state.json',
    `{"pass":"${sentinel}","user":"root","hostname":"ns1.example.net","dns_server":"powerdns","version":"11.126.0.28","error":"say \\"no\\"","has_reverse_trust":0,"has_good_privs":1,"dns_server_running":1,"disabled":null}`,
  );
  write('192.0.2.8', `root\nns2.example.net\n${sentinel}\n${sentinel}\n`);
  write('192.0.2.8-dnsrole', 'write-only');
  return root;
}

/** Runs a template with real programs below another root. */
function run(command: readonly string[], root: string, input = ''): string {
  const [program = '', ...more] = command.map((part) => (/^\/(var|etc)\//.test(part) ? join(root, part) : part));
  try {
    return execFileSync(program, more, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'ignore'] });
  } catch (error) {
    return String((error as { stdout: unknown }).stdout);
  }
}

it('never lets a line with a token off the server', () => {
  const root = memberFiles();
  const read = [listClusterFiles, readMemberFiles, readMemberRoles, readMemberStates]
    .map((command) => run(command, root))
    .join('');
  expect(read).not.toContain(sentinel);
  expect(read).toContain(`${memberFolder}/192.0.2.7:host=ns1.example.net`);
  expect(read).toContain(`${memberFolder}/192.0.2.8-dnsrole:write-only`);
  expect(read).toContain(`${memberFolder}/192.0.2.8\n`);
});

it('sends nothing of an entry but four keys, whatever its module calls its secrets', () => {
  const root = memberFiles();
  const write = (name: string, text: string): void => writeFileSync(join(root, memberFolder, name), text);
  write(
    'stackpath',
    `#version 2.0 ${sentinel}\r\nclient_secret=${sentinel}\r\nstack_id=${sentinel}\r\nmodule=StackPath\r\nmodule2=${sentinel}\r\n user=${sentinel}\r\n`,
  );
  write('stackpath-dnsrole', `write-only\n${sentinel}\npass=${sentinel}\n`);
  write('long', `host=${'x'.repeat(400)}\n`);
  const read = [listClusterFiles, readMemberFiles, readMemberRoles, readMemberStates].map((command) =>
    run(command, root),
  );
  expect(read.join('')).not.toContain(sentinel);
  expect(read[1]).toContain('/stackpath:module=StackPath\r\n');
  expect(read[1]).toContain(`/long:host=${'x'.repeat(253)}\n`);
  // That there is more than the word is told all the same.
  expect(
    read[2]
      ?.split('\n')
      .filter((line) => line.includes('stackpath-dnsrole'))
      .map((line) => line.split(':')[1]),
  ).toEqual(['write-only', sentinel[0], 'p']);
});

it('gives states that can be read, a cut text included', () => {
  const root = memberFiles();
  const states = statesByMember(
    run(readMemberStates, root).replaceAll(root, ''),
    memberFolder,
    new Set(['192.0.2.7', '192.0.2.8']),
  );
  expect(states.get('192.0.2.7')).toEqual({
    hostname: 'ns1.example.net',
    version: '11.126.0.28',
    nameserver: 'powerdns',
    error: 'say ',
    goodPrivileges: true,
    reverseTrust: false,
    namedRunning: true,
    namedMonitored: null,
  });
});

it('takes a number of lines and nothing else', () => {
  expect(tailDnsadminLog(200)).toEqual(['/usr/bin/tail', '-n', '200', '-F', '/usr/local/cpanel/logs/dnsadmin_log']);
  for (const lines of [-1, 1.5, Number.NaN, 10_001]) expect(() => tailDnsadminLog(lines)).toThrow(RangeError);
});

it('reads the files of a reseller, without a line that holds a token, and who has a cluster of his own', () => {
  const root = memberFiles();
  const agency = join(root, memberFolderOf('agency'));
  mkdirSync(agency, { recursive: true });
  writeFileSync(join(agency, '192.0.2.9'), `#version 2.0\nuser=root\nhost=ns3.example.net\npass=${sentinel}\n`);
  writeFileSync(join(agency, '192.0.2.9-dnsrole'), 'standalone\n');
  writeFileSync(join(root, '/var/cpanel/cluster/agency/uniquedns'), '');
  const files = run(readMemberFilesOf('agency'), root);
  expect(files).toContain(`${memberFolderOf('agency')}/192.0.2.9:host=ns3.example.net`);
  expect(files).not.toContain('192.0.2.7');
  expect(files).not.toContain(sentinel);
  expect(run(listClusterFiles, root)).toContain('/agency/config/192.0.2.9\n');
  const users = run(listClusterUsers, root).replaceAll(root, '').split('\n');
  expect(users).toContain('/var/cpanel/cluster/agency/uniquedns');
  expect(users).not.toContain('/var/cpanel/cluster/root/uniquedns');
});

it('reads both lists of trusted addresses and appends to one', () => {
  const root = memberFiles();
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, trustedListPaths.dnsmaster), '192.0.2.1\n# by hand\n2001:db8::1\n');
  writeFileSync(join(root, trustedListPaths.remotedns), '192.0.2.2\n');
  run(appendTrusted, root, '192.0.2.3\n');
  expect(run(readTrustedLists, root).replaceAll(root, '').trim().split('\n')).toEqual([
    `${trustedListPaths.dnsmaster}:192.0.2.1`,
    `${trustedListPaths.dnsmaster}:2001:db8::1`,
    `${trustedListPaths.remotedns}:192.0.2.2`,
    `${trustedListPaths.remotedns}:192.0.2.3`,
  ]);
});

it('takes names of users and zones and nothing that a program could mistake', () => {
  for (const user of ['', '../root', '-x', 'a/b', 'a b', '.', 'a\n']) {
    expect(() => readMemberFilesOf(user)).toThrow(RangeError);
  }
  const dnscluster = '/usr/local/cpanel/scripts/dnscluster';
  expect(synchronizeZones({ zones: 'all', where: 'everywhere', full: true })).toEqual([
    dnscluster,
    'syncall',
    '--full',
  ]);
  expect(synchronizeZones({ zones: 'all', where: 'here', full: false })).toEqual([dnscluster, 'synclocal']);
  expect(synchronizeZones({ zones: 'one', where: 'here', zone: 'a.example' })).toEqual([
    dnscluster,
    'synczonelocal',
    'a.example',
  ]);
  expect(synchronizeZones({ zones: 'one', where: 'everywhere', zone: '2.0.192.in-addr.arpa' })).toContain('synczone');
  for (const zone of ['', '--full', '-F', 'a b', 'a;b', '../a', 'a/b', 'a\nb', 'x'.repeat(300)]) {
    expect(() => synchronizeZones({ zones: 'one', where: 'here', zone })).toThrow(RangeError);
  }
});
