import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { labTopology, topologyOf, twoHundred, type ServerSketch } from '#test/fixtures/topologies.ts';
import { placeKey } from '#shared/domain/map/layout/arrange.ts';
import { filterTopology, isProblem, type Shown } from './filter.ts';
import { foldShown } from './fold.ts';
import { layOut } from '#shared/domain/map/layout/keep-places.ts';
import { buildScene } from '#shared/domain/map/scene/scene.ts';

const nameservers = 6;
/** Each web server has some of few nameservers, so that many have the same. */
const fleet = fc
  .array(
    fc.record({
      members: fc.uniqueArray(fc.nat({ max: nameservers - 1 }), { maxLength: 3 }),
      role: fc.constantFrom('sync' as const, 'write-only' as const),
      broken: fc.boolean(),
    }),
    { minLength: 50, maxLength: 70 },
  )
  .map((webs): readonly ServerSketch[] => [
    ...webs.map(({ members, role, broken }, index) => ({
      id: `web${index}`,
      links: members.map((member) => ({
        to: `ns${member}`,
        role,
        more: broken ? { status: 'error' as const, statusText: 'The API token is not valid.' } : {},
      })),
    })),
    ...Array.from({ length: nameservers }, (_, index) => ({ id: `ns${index}`, product: 'dnsonly' as const })),
  ]);

const few = { numRuns: 12 };

function shownOf(topology: Topology): Shown {
  return filterTopology(topology, false);
}

function neighbours({ links }: Shown, id: string): readonly string[] {
  const far = links.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
  return [...new Set(far)].toSorted();
}

describe('foldShown', () => {
  it('shows every server once, by itself or in one group', () => {
    fc.assert(
      fc.property(fleet, (sketches) => {
        const all = shownOf(topologyOf(sketches));
        const { nodes, folded } = foldShown(all, new Set());
        const alone = nodes.filter(({ id }) => !folded.folds.has(id)).map(({ id }) => id);
        const together = [...folded.folds.values()].flatMap(({ members }) => members.map(({ id }) => id));
        expect([...alone, ...together].toSorted()).toEqual(all.nodes.map(({ id }) => id).toSorted());
        for (const id of together) expect(nodes.some((node) => node.id === folded.standIns.get(id))).toBe(true);
      }),
      few,
    );
  });

  it('puts together only what has the same nameservers, and all of it', () => {
    fc.assert(
      fc.property(fleet, (sketches) => {
        const all = shownOf(topologyOf(sketches));
        const { folds } = foldShown(all, new Set()).folded;
        const seen = new Set<string>();
        for (const { members } of folds.values()) {
          const [first = [], ...others] = members.map(({ id }) => neighbours(all, id));
          for (const other of others) expect(other).toEqual(first);
          expect(seen.has(first.join())).toBe(false);
          seen.add(first.join());
        }
      }),
      few,
    );
  });

  it('keeps every link in exactly one line, and the worst state of a line in sight', () => {
    fc.assert(
      fc.property(fleet, (sketches) => {
        const all = shownOf(topologyOf(sketches));
        const { links, folded } = foldShown(all, new Set());
        const told = links.flatMap((link) => folded.bundles.get(link.id) ?? [link]);
        expect(told.map(({ id }) => id).toSorted()).toEqual(all.links.map(({ id }) => id).toSorted());
        for (const link of links) {
          const bundle = folded.bundles.get(link.id) ?? [link];
          expect(bundle.some(({ state }) => isProblem(state))).toBe(isProblem(link.state));
        }
      }),
      few,
    );
  });

  it('counts the servers of a group that are in trouble', () => {
    fc.assert(
      fc.property(fleet, (sketches) => {
        const all = shownOf(topologyOf(sketches));
        for (const { members, problems, worst } of foldShown(all, new Set()).folded.folds.values()) {
          const bad = members.filter(
            ({ id, state }) => isProblem(state) || all.links.some((link) => (link.from === id || link.to === id) && isProblem(link.state)), // prettier-ignore
          );
          expect(problems).toBe(bad.length);
          expect(isProblem(worst)).toBe(problems > 0);
        }
      }),
      few,
    );
  });

  it('is the whole fleet again when all groups are open, each with its head before its servers', () => {
    fc.assert(
      fc.property(fleet, (sketches) => {
        const all = shownOf(topologyOf(sketches));
        const ids = [...foldShown(all, new Set()).folded.folds.keys()];
        const { nodes, links, folded } = foldShown(all, new Set(ids));
        expect(nodes.filter(({ id }) => !folded.folds.has(id))).toEqual(all.nodes);
        expect(links).toEqual(all.links);
        for (const [id, { members }] of folded.folds) {
          expect(nodes[nodes.findIndex((node) => node.id === id) + 1]).toBe(members[0]);
        }
      }),
      few,
    );
  });

  it('keeps the head of an open group in the inner column, where its box was', () => {
    fc.assert(
      fc.property(fleet, (sketches) => {
        const all = shownOf(topologyOf(sketches));
        const open = foldShown(all, new Set(foldShown(all, new Set()).folded.folds.keys()));
        const { slots } = layOut(open, null);
        const heads = [...slots].filter(([id]) => open.folded.folds.has(id)).map(([, slot]) => slot);
        for (const { page, row } of heads) {
          expect(heads.some((other) => other.page === page && other.row === row && other.column === 0)).toBe(true);
        }
        expect(new Set([...slots.values()].map(placeKey)).size).toBe(slots.size);
      }),
      few,
    );
  });

  it('keeps the order of the clusters when a group is opened', () => {
    const order = (opened: ReadonlySet<string>): readonly string[] => {
      const folded = foldShown(shownOf(twoHundred), opened);
      const { slots } = layOut(folded, null);
      const heads = [...folded.folded.folds.keys()].map((id) => ({ id, slot: slots.get(id) }));
      return heads
        .toSorted((a, b) => (a.slot?.page ?? 0) - (b.slot?.page ?? 0) || (a.slot?.row ?? 0) - (b.slot?.row ?? 0))
        .map(({ id }) => id);
    };
    const closed = order(new Set());
    for (const id of closed) expect(order(new Set([id]))).toEqual(closed);
  });

  it('opens one group and leaves the others as they are', () => {
    fc.assert(
      fc.property(fleet, fc.nat(), (sketches, choice) => {
        const all = shownOf(topologyOf(sketches));
        const { folds } = foldShown(all, new Set()).folded;
        const id = [...folds.keys()][choice % Math.max(1, folds.size)];
        if (id === undefined) return;
        const after = foldShown(all, new Set([id])).folded;
        expect([...after.folds.keys()]).toEqual([...folds.keys()]);
        for (const [other, fold] of after.folds) expect(fold.open).toBe(other === id);
      }),
      few,
    );
  });

  it('folds no small fleet, and nothing where groups are not wanted', () => {
    const lab = shownOf(labTopology);
    expect(foldShown(lab, new Set())).toBe(lab);
    const large = shownOf(twoHundred);
    expect(foldShown(large, 'all')).toBe(large);
  });

  it('finds the box of a folded server, the line of its links, and all the links of a line', () => {
    const all = shownOf(twoHundred);
    const folded = foldShown(all, new Set());
    const scene = buildScene(folded, layOut(folded, null));
    expect(scene.nodes.length).toBeLessThan(all.nodes.length / 2);
    for (const { id } of all.nodes) expect(scene.standInFor(id)).not.toBeNull();
    for (const { id } of all.links) {
      const half = scene.halfOfLink(id);
      expect(half && scene.linksOf(half).map((link) => link.id)).toContain(id);
    }
    const servers = folded.folded.standIns.size + folded.nodes.filter(({ id, kind }) => kind === 'server' && !folded.folded.folds.has(id)).length; // prettier-ignore
    expect(scene.bands.reduce((sum, { detail }) => sum + Number.parseInt(detail, 10), 0)).toBe(servers);
  });
});
