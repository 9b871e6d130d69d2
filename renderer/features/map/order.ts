import type { Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import { tierOrder, type Neighbours } from './slots.ts';

const sweeps = 4;

/** One band's nodes by tier, each tier in the order it is drawn in. */
export type Ranks = Readonly<Record<Tier, readonly TopologyNode[]>>;

/**
 * Orders the nodes of a band so that lines cross less: each node moves to the mean place of its neighbours (barycentre).
 * Equal places keep the order that came in, so a fleet where all are linked with all stays in the order of its names.
 * @param nodes the band's nodes in natural order
 * @param neighbours both directions
 */
export function orderBand(nodes: readonly TopologyNode[], neighbours: Neighbours): Ranks {
  const ranks: Record<Tier, readonly TopologyNode[]> = { web: [], intermediary: [], nameserver: [] };
  for (const tier of tierOrder) ranks[tier] = nodes.filter((node) => node.tier === tier);
  const place = new Map<string, number>();
  const note = (tier: Tier): void => {
    const count = ranks[tier].length;
    for (const [index, node] of ranks[tier].entries()) place.set(node.id, (index + 0.5) / count);
  };
  for (const tier of tierOrder) note(tier);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const direction = sweep % 2 === 0 ? tierOrder.toReversed() : tierOrder;
    for (const tier of direction) {
      ranks[tier] = sortByPlace(ranks[tier], (node) => meanPlace(node, neighbours, place));
      note(tier);
    }
  }
  return ranks;
}

/** Array sort is stable, which keeps equal places in the order that came in. */
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
