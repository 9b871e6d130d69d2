import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { listClusterFiles, memberFolder, readMemberFiles, readMemberStates, tailDnsadminLog } from './commands.ts';
import { statesByMember } from './member-state.ts';

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
function run(command: readonly string[], root: string): string {
  const [program = '', ...more] = command.map((part) => (part.startsWith('/var/') ? join(root, part) : part));
  try {
    return execFileSync(program, more, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    return String((error as { stdout: unknown }).stdout);
  }
}

it('never lets a line with a token off the server', () => {
  const root = memberFiles();
  const read = [listClusterFiles, readMemberFiles, readMemberStates].map((command) => run(command, root)).join('');
  expect(read).not.toContain(sentinel);
  expect(read).toContain(`${memberFolder}/192.0.2.7:host=ns1.example.net`);
  expect(read).toContain(`${memberFolder}/192.0.2.8-dnsrole:write-only`);
  expect(read).toContain(`${memberFolder}/192.0.2.8\n`);
});

it('gives states that can be read, a cut text included', () => {
  const root = memberFiles();
  const states = statesByMember(run(readMemberStates, root).replaceAll(root, ''));
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
