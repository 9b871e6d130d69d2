import { expect, it } from 'vitest';
import { newServerId } from './identifiers.ts';

const free = (): boolean => false;

it.each([
  ['', 'web1.example.net', 'web1'],
  ['Frankfurt', 'WEB1.example.net.', 'web1'],
  ['', '10.1.2.3', '10.1.2.3'],
  ['ns1.example.net', '10.1.2.3', 'ns1'],
  ['', '2001:db8::1', '2001-db8-1'],
  ['', 'xn--mnchen-3ya.example', 'xn--mnchen-3ya'],
])('makes a readable id of the name %j and the host %j', (name, host, id) => {
  expect(newServerId(name, host, free)).toBe(id);
});

it('numbers what would come twice', () => {
  const taken = new Set(['web1', 'web1-2']);
  expect(newServerId('', 'web1.example.org', (id) => taken.has(id))).toBe('web1-3');
});
