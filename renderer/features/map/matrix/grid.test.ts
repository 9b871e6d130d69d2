import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleetArbitrary } from '#test/fixtures/fleets.ts';
import { labTopology } from '#test/fixtures/topologies.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { filterTopology } from '#shared/domain/map/filter.ts';
import { gridOf, moved } from './grid.ts';

describe('gridOf', () => {
  it('has every node once and every entry at the crossing of its ends, whatever the fleet', () => {
    fc.assert(
      fc.property(fleetArbitrary, ({ servers, observations }) => {
        const topology = buildTopology(servers, observations);
        const grid = gridOf(filterTopology(topology, false));
        expect(grid.nodes.map(({ id }) => id).toSorted()).toEqual(Object.keys(topology.nodes).toSorted());
        for (const link of Object.values(topology.links)) {
          const place = grid.placeOf(link.id);
          if (!place) throw new Error(`${link.id} has no place`);
          expect(grid.nodes[place.row]?.id).toBe(link.from);
          expect(grid.nodes[place.column]?.id).toBe(link.to);
          const shown = grid.entryAt(place.row, place.column);
          expect([shown?.from, shown?.to]).toEqual([link.from, link.to]);
        }
      }),
    );
  });

  it('keeps a cluster together, and says where the next begins', () => {
    fc.assert(
      fc.property(fleetArbitrary, ({ servers, observations }) => {
        const { nodes, begins } = gridOf(filterTopology(buildTopology(servers, observations), false));
        const first = nodes.flatMap((node, index) => (index === 0 || begins[index] ? [node.cluster] : []));
        expect(new Set(first).size).toBe(first.length);
      }),
    );
  });

  it('puts web servers first, then intermediaries, then nameservers', () => {
    const { nodes } = gridOf(filterTopology(labTopology, false));
    const ids = nodes.map(({ id }) => id);
    expect(ids.indexOf('web5')).toBeLessThan(ids.indexOf('hub1'));
    expect(ids.indexOf('hub1')).toBeLessThan(ids.indexOf('ns1'));
    expect(ids.indexOf('ns3')).toBeLessThan(ids.indexOf('web7'));
  });

  it('shows the two directions of a pair as two crossings', () => {
    const grid = gridOf(filterTopology(labTopology, false));
    const [web, ns] = [grid.indexOf('web7'), grid.indexOf('ns4')];
    expect(grid.entryAt(web, ns)?.state).toBe('broken');
    expect(grid.entryAt(ns, web)).toBeNull();
  });
});

describe('moved', () => {
  it('never leaves the grid nor enters the corner', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.constantFrom(...keys), { maxLength: 60 }),
        (count, path) => {
          let place = { row: 0, column: 0 };
          for (const key of path) {
            place = moved(place, key, count) ?? place;
            expect(Math.min(place.row, place.column)).toBeGreaterThanOrEqual(-1);
            expect(Math.max(place.row, place.column)).toBeLessThan(count);
            expect(place).not.toEqual({ row: -1, column: -1 });
          }
        },
      ),
    );
  });

  it('takes no notice of other keys', () => {
    expect(moved({ row: 0, column: 0 }, 'x', 3)).toBeNull();
  });
});
