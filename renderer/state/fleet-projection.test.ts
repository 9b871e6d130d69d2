import { describe, expect, it } from 'vitest';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { diffTopology } from '#shared/domain/topology/delta.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { projectEvent, projectEvents } from './fleet-projection.ts';

function topologyWith(role: Role): Topology {
  const fleet = fleetOf([observed('s1', 'cpanel', [member('10.0.0.2', role)]), observed('s2', 'dnsonly', [])]);
  return buildTopology(fleet.servers, fleet.observations);
}

const before = topologyWith('sync');
const after = topologyWith('write-only');
const snapshot = { kind: 'snapshot', revision: 7, topology: before, live: false, askedSince: null } as const;
const delta = { kind: 'delta', from: 7, to: 8, delta: diffTopology(before, after), live: true, askedSince: 5 } as const;

describe('projection of the fleet', () => {
  it('begins with a snapshot', () => {
    expect(projectEvent(null, snapshot)).toEqual({ topology: before, revision: 7, live: false, askedSince: null });
  });

  it('carries a delta that starts at its revision, and keeps what is untouched', () => {
    const projection = projectEvents(null, [snapshot, delta]);
    expect(projection).toEqual({ topology: after, revision: 8, live: true, askedSince: 5 });
    expect(projection?.topology.nodes['s2']).toBe(before.nodes['s2']);
  });

  it.each([
    ['older', { ...delta, from: 6 }],
    ['newer', { ...delta, from: 9 }],
  ])('gives up at a delta that starts at an %s revision', (_, event) => {
    expect(projectEvents(null, [snapshot, event])).toBeNull();
  });

  it('gives up at a delta before any snapshot', () => {
    expect(projectEvent(null, delta)).toBeNull();
  });

  it('starts anew with a snapshot in the middle', () => {
    const again = { ...snapshot, revision: 40, topology: after };
    expect(projectEvents(null, [snapshot, delta, again])).toEqual({
      topology: after,
      revision: 40,
      live: false,
      askedSince: null,
    });
  });
});
