import { expect, it } from 'vitest';
import { statesByMember, statusOf } from './member-state.ts';

const folder = '/var/cpanel/cluster/root/config';
const fine = [
  `${folder}/192.0.2.7-state.json:"version":"11.126.0.28"`,
  `${folder}/192.0.2.7-state.json:"has_reverse_trust":"0"`,
  `${folder}/192.0.2.7-state.json:"has_good_privs":1`,
  `${folder}/192.0.2.7-state.json:"dns_server_running":1`,
  `${folder}/192.0.2.7-state.json:"dns_server":"unknown"`,
];

const stateOf = (...lines: string[]) =>
  statesByMember([...fine, ...lines].join('\n'), folder, new Set(['192.0.2.7'])).get('192.0.2.7');

it('decides in the order of the page', () => {
  const status = (line: string, role: 'sync' | 'write-only', disabled = false) =>
    statusOf(stateOf(line), role, disabled).status;
  expect(status('', 'write-only')).toBe('active');
  expect(status('', 'sync')).toBe('warning');
  expect(status(`${folder}/192.0.2.7-state.json:"dns_server_running":0`, 'write-only')).toBe('active');
  expect(status(`${folder}/192.0.2.7-state.json:"has_good_privs":0`, 'sync')).toBe('error');
  expect(status(`${folder}/192.0.2.7-state.json:"error":"Could not communicate with remote API server."`, 'sync')).toBe(
    'error',
  );
  expect(status(`${folder}/192.0.2.7-state.json:"error":"x"`, 'sync', true)).toBe('disabled');
});

it('says nothing of a member that was never polled', () => {
  expect(statusOf(undefined, 'sync', false)).toEqual({ status: null, text: null });
});

it('reads a member whose name holds colons', () => {
  const lines = `${folder}/2001:db8::7-state.json:"hostname":"ns1.example.net"`;
  expect(statesByMember(lines, folder, new Set(['2001', '2001:db8::7'])).get('2001:db8::7')?.hostname).toBe(
    'ns1.example.net',
  );
});
