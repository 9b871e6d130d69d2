import type { Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import { countCrossings } from './crossings.ts';
import { tierOrder, type Neighbours } from './slots.ts';

const sweeps = 3;

/** The order of the names is worth something: it is given up only where this share of the crossings or less remains. */
const worthwhile = 0.6;

/** One band's nodes by tier, each tier in the order it is drawn in. */
export type Ranks = Readonly<Record<Tier, readonly TopologyNode[]>>;

/**
 * Orders the nodes of a band by name, or where that makes lines cross much less, by the mean place of their neighbours
 * (barycentre), equal places by name.
 * @param nodes the band's nodes in natural order
 * @param neighbours both directions
 */
export function orderBand(nodes: readonly TopologyNode[], neighbours: Neighbours): Ranks {
  const byName: Ranks = {
    web: nodes.filter((node) => node.tier === 'web'),
    intermediary: nodes.filter((node) => node.tier === 'intermediary'),
    nameserver: nodes.filter((node) => node.tier === 'nameserver'),
  };
  const byPlace = sweep(byName, neighbours);
  return crossingsOf(byPlace, neighbours) <= worthwhile * crossingsOf(byName, neighbours) ? byPlace : byName;
}

function sweep(start: Ranks, neighbours: Neighbours): Ranks {
  const ranks: Record<Tier, readonly TopologyNode[]> = { ...start };
  const place = new Map<string, number>();
  const note = (tier: Tier): void => {
    const count = ranks[tier].length;
    for (const [index, node] of ranks[tier].entries()) place.set(node.id, (index + 0.5) / count);
  };
  for (const tier of tierOrder) note(tier);
  for (let round = 0; round < sweeps; round += 1) {
    for (const tier of round % 2 === 0 ? tierOrder.toReversed() : tierOrder) {
      ranks[tier] = sortByPlace(ranks[tier], (node) => meanPlace(node, neighbours, place));
      note(tier);
    }
  }
  return ranks;
}

/** Sorting is stable, which keeps equal places in the order that came in. */
function sortByPlace(nodes: readonly TopologyNode[], placeOf: (node: TopologyNode) => number): TopologyNode[] {
  return nodes
    .map((node) => ({ node, place: placeOf(node) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ node }) => node);
}

function meanPlace(node: TopologyNode, neighbours: Neighbours, place: ReadonlyMap<string, number>): number {
  let sum = 0;
  let count = 0;
  for (const other of neighbours.get(node.id) ?? []) {
    const at = place.get(other.id);
    // Within a tier the mean says nothing of crossings.
    if (at === undefined || other.tier === node.tier) continue;
    sum += at;
    count += 1;
  }
  // Rounded, since the last bits of a sum depend on its order; a node without neighbours stays about where it is.
  return Math.round((count === 0 ? (place.get(node.id) ?? 0.5) : sum / count) * 1e6);
}

function crossingsOf(ranks: Ranks, neighbours: Neighbours): number {
  let sum = 0;
  for (const [left, right] of [
    ['web', 'intermediary'],
    ['intermediary', 'nameserver'],
    ['web', 'nameserver'],
  ] as const) {
    // prettier-ignore
    const places = new Map(ranks[right].map((node, index) => [node.id, index]));
    const lines = ranks[left].flatMap((node, index) =>
      (neighbours.get(node.id) ?? []).flatMap((other) => {
        const at = places.get(other.id);
        return at === undefined ? [] : [[index, at] as const];
      }),
    );
    sum += countCrossings(lines, ranks[right].length);
  }
  return sum;
}
