import { describe, expect, it } from 'vitest';
import { fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import type { Pending } from '#shared/domain/plan/pending.ts';
import { groupPending } from './groups.ts';

const fleet = fleetOf([
  observed('s1', 'cpanel', [member('10.0.0.3', 'sync')]),
  observed('s2', 'cpanel', []),
  observed('s3', 'dnsonly', []),
]);
const topology = buildTopology(fleet.servers, fleet.observations);
const names = planNames(topology);
const pending: Pending = {
  changes: [
    { kind: 'clustering', server: 's2', enabled: false },
    { kind: 'role', server: 's1', as: 'root', address: '10.0.0.3', role: 'write-only' },
  ],
  intentions: [
    { kind: 'server.leave', server: 's1' },
    { kind: 'nameserver.add', nameserver: 's3', to: ['s1', 's2'], role: 'sync', synchronize: false },
  ],
};

describe('the pending list', () => {
  it('stands by server, what concerns several first', () => {
    const groups = groupPending(pending, names, topology, '');
    expect(groups.map(({ server, items }) => [server, items.length])).toEqual([
      [null, 1],
      ['s1', 2],
      ['s2', 1],
    ]);
  });

  it('does not repeat the server below its name', () => {
    const [change] = groupPending(pending, names, topology, '').find(({ server }) => server === 's2')?.items ?? [];
    expect(change?.words).toBe('Disable DNS clustering on s2.example.net.');
    expect(change?.short).toBe('Disable DNS clustering.');
  });

  it('is narrowed by words', () => {
    expect(groupPending(pending, names, topology, 'no such words').flatMap(({ items }) => items)).toHaveLength(0);
    expect(groupPending(pending, names, topology, 'disable CLUSTERING').flatMap(({ items }) => items)).toHaveLength(1);
  });
});
