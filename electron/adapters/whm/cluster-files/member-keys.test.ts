import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { memberFolder, readMemberKeysOf } from '#electron/adapters/whm/commands.ts';

it('reads names of keys and no value but that of the back end, with the real program', () => {
  const root = mkdtempSync(join(tmpdir(), 'nameward-keys-'));
  const folder = join(root, memberFolder);
  mkdirSync(folder, { recursive: true });
  const secret = 'EXAMPLESECRETSENTINEL';
  const write = (name: string, ...lines: readonly string[]): void =>
    writeFileSync(join(folder, name), lines.join('\n'));
  write(
    'stackpath',
    '#version 2.0',
    `client_secret=${secret}`,
    'api.key=1',
    'stack_id=a=b',
    'module=StackPath',
    'debug=',
  );
  write('old', 'root', 'ns1.example.net', secret, `${'q'.repeat(60)}==`, 'QUJD=');
  write('stackpath-dnsrole', 'write-only=');
  write('stackpath-state.json', `pass=${secret}`);
  const [program, ...more] = readMemberKeysOf('root').map((part) =>
    part.startsWith('/var/') ? join(root, part) : part,
  );
  const read = execFileSync(program ?? '', more, { encoding: 'utf8' }).replaceAll(`${folder}/`, '');
  rmSync(root, { recursive: true });
  expect(read.trim().split('\n')).toEqual([
    'stackpath:client_secret=',
    'stackpath:api.key=',
    'stackpath:stack_id=',
    'stackpath:module=StackPath',
    'stackpath:debug=',
  ]);
  expect(() => readMemberKeysOf('../root')).toThrow(RangeError);
});
