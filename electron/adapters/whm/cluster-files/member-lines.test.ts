import { expect, it } from 'vitest';
import { createRedaction } from '#electron/adapters/whm/redaction.ts';
import { memberFolder } from '#electron/adapters/whm/commands.ts';
import { cutLines, readFields, readRole, readRoleLines } from './member-lines.ts';

const redact = createRedaction(() => []);
const lines = (...all: string[]): string => all.map((line) => `${memberFolder}/${line}\n`).join('');
const fieldsOf = (name: string, ...all: string[]) =>
  Object.fromEntries(readFields(lines(...all), memberFolder, new Set([name])).get(name) ?? []);

it('keeps four keys of an entry and nothing else', () => {
  expect(
    fieldsOf(
      'pdns',
      'pdns:#version 2.0',
      'pdns:user=root',
      'pdns:api_key=SECRET',
      'pdns:module=X',
      'pdns:users=a',
      'pdns:=b',
    ),
  ).toEqual({ user: 'root', module: 'X' });
});

it('reads lines that end with CR LF, and values that hold an equals sign or a colon', () => {
  expect(fieldsOf('a', 'a:user=root\r', 'a:host=[2001:db8::53]\r', 'a:module=a=b\r')).toEqual({
    user: 'root',
    host: '[2001:db8::53]',
    module: 'a=b',
  });
});

it('cuts at the name of a file that is there: one may be the beginning of another', () => {
  const known = new Set(['2001', '2001:db8::53']);
  const fields = readFields(lines('2001:db8::53:user=one', '2001:user=two', 'gone:user=three'), memberFolder, known);
  expect(fields.get('2001:db8::53')?.get('user')).toBe('one');
  expect(fields.get('2001')?.get('user')).toBe('two');
  expect(fields.size).toBe(2);
});

it('cuts lines before it looks at them', () => {
  const [line = ''] = cutLines(`${memberFolder}/a:${':user='.repeat(200_000)}\r\n`);
  expect(line.length).toBe(1024);
  expect(cutLines('\n\na\n\nb')).toEqual(['a', 'b']);
});

it.each([
  [['sync'], 'sync', null],
  [['write-only'], 'write-only', null],
  [['Sync'], null, 'Sync'],
  [['sync '], null, 'sync '],
  [['sync\r'], null, 'sync␍'],
  [['sync', 'sync'], null, 'sync, sync'],
  // Of a line that is no word, its first character alone is sent.
  [['sync', 'p'], null, 'sync, p'],
  [[], null, ''],
  [undefined, null, ''],
  [['a', 'b', 'c', 'd', 'e'], null, 'a, b, c, d, …'],
])('reads the role file %j as %s, %j', (content, role, roleText) => {
  expect(readRole(content, redact)).toEqual({ role, roleText });
});

it('takes roles from role files alone', () => {
  const text = lines(
    '192.0.2.7-dnsrole:sync',
    '192.0.2.7:sync',
    '192.0.2.8-dnsrole:sync',
    '192.0.2.7-dnsrole.bak:standalone',
  );
  expect([...readRoleLines(text, memberFolder, new Set(['192.0.2.7']))]).toEqual([['192.0.2.7', ['sync']]]);
});
