import { describe, expect, it } from 'vitest';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { fleetOf, observed } from '#test/fixtures/fleets.ts';
import { checkFields, fingerprintGroups, newServer, parsePort, parseTags } from './fields.ts';

const fleet = fleetOf([observed('s1', 'cpanel', [])]);
const topology = buildTopology(fleet.servers, fleet.observations);

describe('fields of a server', () => {
  it('wants a host and takes the usual rest as it is', () => {
    expect(Object.keys(checkFields(newServer, topology, null))).toEqual(['host']);
    expect(checkFields({ ...newServer, host: 'web9.example.net' }, topology, null)).toEqual({});
  });

  it.each(['https://web1', 'web1:2087', 'web 1', '-web1', ''])('refuses the host %j', (host) => {
    expect(checkFields({ ...newServer, host }, topology, null).host).toMatch(/^Enter a host/);
  });

  it('refuses a second server with the same host and port, except itself', () => {
    const same = { ...newServer, host: '10.0.0.1' };
    expect(checkFields(same, topology, null).host).toMatch(/already in the list/);
    expect(checkFields(same, topology, 's1')).toEqual({});
    expect(checkFields({ ...same, port: '2086' }, topology, null)).toEqual({});
  });

  it.each([
    ['2087', 2087],
    [' 443 ', 443],
    ['0', null],
    ['65536', null],
    ['2e3', null],
    ['', null],
  ])('reads the port %j as %j', (text, port) => {
    expect(parsePort(text)).toBe(port);
  });

  it('reads tags', () => {
    expect(parseTags(' a, b,,a ')).toEqual(['a', 'b']);
    expect(checkFields({ ...newServer, host: 'x', tags: 'y'.repeat(65) }, topology, null).tags).toBeDefined();
  });
});

it('groups a fingerprint for the eye', () => {
  const bytes = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0').toUpperCase());
  const groups = fingerprintGroups(bytes.join(':'));
  expect(groups).toHaveLength(4);
  expect(groups.join(':')).toBe(bytes.join(':'));
});
