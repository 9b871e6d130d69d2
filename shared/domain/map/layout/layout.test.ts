import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { fleetArbitrary } from '#test/fixtures/fleets.ts';
import { clusteredTopology, labTopology, thousand, topologyOf, type ServerSketch } from '#test/fixtures/topologies.ts';
import { lawRuns } from '#test/fixtures/laws/runs.ts';
import { filterTopology } from '#shared/domain/map/filter.ts';
import { layOut } from './keep-places.ts';
import { buildScene } from '#shared/domain/map/scene/scene.ts';
import { boxOf, type Arrangement } from './slots.ts';
import { overlaps } from '#renderer/features/map/canvas/camera.ts';

const sketches: fc.Arbitrary<readonly ServerSketch[]> = fc
  .record({
    webs: fc.integer({ min: 0, max: 30 }),
    names: fc.integer({ min: 0, max: 6 }),
    links: fc.array(fc.nat(), { maxLength: 80 }),
  }) // prettier-ignore
  .map(({ webs, names, links }) => {
    const ids = [...Array.from({ length: webs }, (_, n) => `web${n}`), ...Array.from({ length: names }, (_, n) => `ns${n}`)]; // prettier-ignore
    return ids.map((id, index) => ({
      id,
      product: id.startsWith('ns') ? ('dnsonly' as const) : ('cpanel' as const),
      links:
        [...new Set(links.filter((link) => link % ids.length === index).map((link) => Math.floor(link / 7) % ids.length))] // prettier-ignore
          .filter((to) => to !== index)
          .map((to) => ({ to: ids[to] ?? '' })),
    }));
  });

function layoutOf(topology: Topology, previous: Arrangement | null = null): Arrangement {
  return layOut(filterTopology(topology, false), previous);
}

function placesOf({ frame, slots }: Arrangement): Record<string, { x: number; y: number }> {
  return Object.fromEntries(
    [...slots].map(([id, slot]) => {
      const { x, y } = boxOf(frame, slot);
      return [id, { x, y }];
    }),
  );
}

function expectNoOverlap({ frame, slots }: Arrangement): void {
  const boxes = [...slots].map(([id, slot]) => ({ id, box: boxOf(frame, slot) }));
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      if (overlaps(one.box, other.box)) expect.fail(`${one.id} lies on ${other.id}`);
    }
  }
}

describe('layOut', () => {
  it('gives the same picture for the same fleet in any order', () => {
    fc.assert(
      fc.property(
        sketches.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          const scene = (given: readonly ServerSketch[]) => {
            const shown = filterTopology(topologyOf(given), false);
            const { nodes, lines, bands, columns } = buildScene(shown, layOut(shown, null));
            const drawn = lines.map((line) => [line.bounds, line.halves.map((half) => [half.from, half.to, half.curve, half.lane])]); // prettier-ignore
            return JSON.stringify({ nodes, drawn, bands, columns });
          };
          expect(scene(shuffled)).toBe(scene(list));
        },
      ),
      lawRuns(60),
    );
  });

  it('moves nothing else when one server comes', () => {
    fc.assert(
      fc.property(sketches, fc.array(fc.nat(), { maxLength: 4 }), fc.boolean(), (list, picks, web) => {
        const before = layoutOf(topologyOf(list));
        const links = [...new Set(picks.map((pick) => list[pick % Math.max(1, list.length)]?.id ?? ''))]
          .filter((to) => to !== '')
          .map((to) => ({ to }));
        const grown = topologyOf([...list, { id: 'new', product: web ? 'cpanel' : 'dnsonly', links }]);
        const after = layoutOf(grown, before);
        // One that is alone makes one that comes half of the fleet.
        fc.pre(list.length > 1);
        const stays = Object.keys(placesOf(before)).filter((id) => sameRole(before, after, grown, id));
        for (const id of stays) expect(placesOf(after)[id]).toEqual(placesOf(before)[id]);
        expect(after.slots.has('new')).toBe(true);
        expectNoOverlap(after);
      }),
      lawRuns(100),
    );
  });

  it('lets no two servers overlap, whatever the fleet', () => {
    fc.assert(
      fc.property(fleetArbitrary, ({ servers, observations }) => {
        const topology = buildTopology(servers, observations);
        const arrangement = layoutOf(topology);
        expect(arrangement.slots.size).toBe(Object.keys(topology.nodes).length);
        expectNoOverlap(arrangement);
      }),
    );
  });

  it('lets no two of a thousand servers overlap', () => {
    expectNoOverlap(layoutOf(thousand));
  });

  it('keeps the places of those that stay when others go and come back', () => {
    const whole = layoutOf(labTopology);
    const few = layOut(filterTopology(labTopology, true), whole);
    for (const [id, slot] of few.slots) expect(whole.slots.get(id)).toEqual(slot);
  });

  it('gives a server that has left its cluster a band of its own, and its place back when it returns', () => {
    const fleet = (links: ServerSketch['links']): Topology =>
      topologyOf([
        { id: 'web1', links: [{ to: 'ns1' }] },
        { id: 'web2', links: [{ to: 'ns1' }] },
        { id: 'web3', ...(links ? { links } : {}) },
        { id: 'ns1', product: 'dnsonly' },
      ]);
    const joined = layoutOf(fleet([{ to: 'ns1' }]));
    const left = layoutOf(fleet([]), joined);
    const rows = ['web1', 'web2', 'ns1'].map((id) => left.slots.get(id)?.row ?? NaN);
    for (const id of ['web1', 'web2', 'ns1']) expect(left.slots.get(id)).toEqual(joined.slots.get(id));
    expect(left.slots.get('web3')).toMatchObject({ lone: true });
    // A free row for the title.
    expect(left.slots.get('web3')?.row).toBeGreaterThan(Math.max(...rows) + 1);
    expectNoOverlap(left);
    expect(layoutOf(fleet([{ to: 'ns1' }]), left).slots.get('web3')).toEqual(joined.slots.get('web3'));
  });

  it('puts web servers left, intermediaries between, nameservers right', () => {
    const { frame, slots } = layoutOf(labTopology);
    const x = (id: string): number => {
      const slot = slots.get(id);
      if (!slot) throw new Error(`${id} has no place`);
      return boxOf(frame, slot).x;
    };
    expect(x('web5')).toBeLessThan(x('hub1'));
    expect(x('hub1')).toBeLessThan(x('ns1'));
  });

  it('wraps long columns into a picture of about the shape of a window', () => {
    const shown = filterTopology(clusteredTopology({ clusters: 1, webServers: 400, nameservers: 4, linksEach: 2, troubleEvery: 0 }), false); // prettier-ignore
    const { bounds } = buildScene(shown, layOut(shown, null));
    if (!bounds) throw new Error('nothing was laid out');
    expect(bounds.width / bounds.height).toBeGreaterThan(0.8);
    expect(bounds.width / bounds.height).toBeLessThan(3);
  });
});

/**
 * A server stays where it is unless the newcomer changes what it is: another tier, or the first cluster it belongs to.
 */
function sameRole(before: Arrangement, after: Arrangement, topology: Topology, id: string): boolean {
  const [old, now] = [before.slots.get(id), after.slots.get(id)];
  if (!old || !now) return false;
  return old.tier === topology.nodes[id]?.tier && !(old.lone && topology.nodes[id].cluster !== null);
}
