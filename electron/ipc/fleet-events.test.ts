import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetEvent } from '#shared/contract/fleet.ts';
import { applyDelta, diffTopology } from '#shared/domain/topology/delta.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { composeDeltas, fleetConflation } from './fleet-events.ts';

/** Records are compared as plain data; what is in them does not matter to a delta. */
const records = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.record({ n: fc.nat(3) }), {
  noNullPrototype: true,
});
const topology = fc.record({
  nodes: records,
  links: records,
  clusters: fc.array(fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }), { maxLength: 2 }),
}) as unknown as fc.Arbitrary<Topology>;

type Delta = Extract<FleetEvent, { kind: 'delta' }>;
const step = (from: Topology, to: Topology, revision: number): Delta =>
  ({ kind: 'delta', from: revision, to: revision + 1, delta: diffTopology(from, to), live: true }) as Delta;

describe('fleet events that wait', () => {
  it('compose: one delta does what both did', () => {
    fc.assert(
      fc.property(topology, topology, topology, (a, b, c) => {
        const both = composeDeltas(diffTopology(a, b), diffTopology(b, c));
        expect(applyDelta(a, both)).toEqual(c);
      }),
    );
  });

  it('become one event for a page that has seen the revision before', () => {
    fc.assert(
      fc.property(topology, topology, topology, (a, b, c) => {
        const merged = fleetConflation.merge?.(step(a, b, 5), step(b, c, 6)) as Delta;
        expect(merged).toMatchObject({ kind: 'delta', from: 5, to: 7 });
        expect(applyDelta(a, merged.delta)).toEqual(c);
      }),
    );
  });

  it('are carried into a snapshot that was not yet sent', () => {
    fc.assert(
      fc.property(topology, topology, (a, b) => {
        const snapshot = { kind: 'snapshot', revision: 5, topology: a, live: false } as FleetEvent;
        expect(fleetConflation.merge?.(snapshot, step(a, b, 5))).toEqual({
          kind: 'snapshot',
          revision: 6,
          topology: b,
          live: true,
        });
      }),
    );
  });

  it('give way to a snapshot and to what does not follow on them', () => {
    const empty: Topology = { nodes: {}, links: {}, clusters: [] };
    const snapshot = { kind: 'snapshot', revision: 9, topology: empty, live: true } as FleetEvent;
    const early = step(empty, empty, 1);
    const late = step(empty, empty, 7);
    expect(fleetConflation.merge?.(early, snapshot)).toBe(snapshot);
    expect(fleetConflation.merge?.(early, late)).toBe(late);
    expect(fleetConflation.merge?.(snapshot, early)).toBe(early);
  });
});
