import { expect, it } from 'vitest';
import { listedMember } from '#test/fixtures/members.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration, MemberConfiguration } from './configuration.ts';
import { becameOf, unexpectedHostname } from './facet.ts';
import { inverseOf, withoutContact } from './inverse.ts';

/** The host name of an entry: who says it, and what is made of another one than was expected (`whm-protocol 3.4`). */

const address = '192.0.2.7';

function fleetWith(hostname: string | null, more: Partial<MemberConfiguration> = {}): FleetConfiguration {
  return {
    a: {
      clustering: true,
      threshold: 10,
      notify: true,
      nameserver: null,
      monitored: null,
      logLevel: null,
      verboseSync: null,
      members: { root: { [address]: listedMember(address, hostname, more) } },
      trusted: null,
      unique: null,
    },
  };
}

function edit(contact: 'none' | 'name', hostname: string | null = 'ns1.example.net', debug = true): Change {
  const token = { from: 'entry' } as const;
  return {
    kind: 'member.edit',
    server: 'a',
    as: 'root',
    address,
    user: 'root',
    debug,
    contact,
    nsConfig: null,
    hostname,
    token,
  };
}

const named = fleetWith('ns1.example.net');

it('is lost where the member is not contacted, and nowhere else', () => {
  expect(becameOf(edit('none'), named, fleetWith(address, { debug: true }))).toBe('made');
  expect(becameOf(edit('none'), named, fleetWith('ns1.example.net', { debug: true }))).toBe('other');
  expect(becameOf(edit('name'), named, fleetWith('ns1.example.net', { debug: true }))).toBe('made');
  expect(unexpectedHostname(edit('name'), named, fleetWith('NS1.example.net.', { debug: true }))).toBeNull();
});

it('may be another one than was expected: the edit is made, and that is said', () => {
  const renamed = fleetWith('new.example.net', { debug: true });
  expect(becameOf(edit('name'), named, renamed)).toBe('made');
  expect(unexpectedHostname(edit('name'), named, renamed)).toEqual({
    expected: 'ns1.example.net',
    actual: 'new.example.net',
  });
});

it('tells alone whether an edit was made that changes nothing else', () => {
  const lost = fleetWith(address);
  const back = edit('name', 'ns1.example.net', false);
  expect(becameOf(back, lost, lost)).toBe('not-made');
  expect(becameOf(back, lost, named)).toBe('made');
  expect(becameOf(back, lost, fleetWith('new.example.net'))).toBe('made');
});

it('comes back with an entry, by asking the member unless that is not wanted', () => {
  const removal: Change = { kind: 'member.remove', server: 'a', as: 'root', address };
  const back = inverseOf(removal, named);
  expect(back).toMatchObject({ member: { host: 'ns1.example.net', contact: 'name' } });
  expect(withoutContact(back as Change)).toMatchObject({ member: { host: address, contact: 'none' } });
  // An entry that carries its address was never asked, and comes back so.
  expect(inverseOf(removal, fleetWith(address))).toMatchObject({ member: { host: address, contact: 'none' } });
  expect(inverseOf(edit('none'), named)).toMatchObject({
    contact: 'name',
    nsConfig: null,
    hostname: 'ns1.example.net',
    debug: false,
  });
});
