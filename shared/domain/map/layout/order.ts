import type { Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import { countCrossings } from './crossings.ts';
import { tierOrder, type Neighbours } from './slots.ts';

const sweeps = 3;

/** The order of the names is worth something: it is given up only where this share of the crossings or less remains. */
const worthwhile = 0.6;

/** One band's nodes by tier, each tier in the order it is drawn in. */
export type Ranks = Readonly<Record<Tier, readonly TopologyNode[]>>;

/** A band by numbers: thousands of lines are gone through many times, and names are slow to look up. */
interface Band {
  /** By tier: nodes as indexes, in their order. */
  readonly tiers: readonly (readonly number[])[];
  /** By node: its tier, and those it is linked with in the other tiers. */
  readonly tierOf: Uint8Array;
  readonly linked: readonly (readonly number[])[];
}

/**
 * Orders the nodes of a band by name, or where that makes lines cross much less, by the mean place of their neighbours
 * (barycentre), equal places by name.
 * @param nodes the band's nodes in natural order
 * @param neighbours both directions
 */
export function orderBand(nodes: readonly TopologyNode[], neighbours: Neighbours): Ranks {
  const byName = numbered(nodes, neighbours);
  const crossings = crossingsOf(byName);
  const byPlace = crossings === 0 ? byName : sweep(byName);
  const best = crossingsOf(byPlace) <= worthwhile * crossings ? byPlace : byName;
  const named = (tier: number): readonly TopologyNode[] =>
    (best.tiers[tier] ?? []).flatMap((index) => nodes[index] ?? []);
  return { web: named(0), intermediary: named(1), nameserver: named(2) };
}

function numbered(nodes: readonly TopologyNode[], neighbours: Neighbours): Band {
  const indexes = new Map(nodes.map((node, index) => [node.id, index]));
  const tierOf = Uint8Array.from(nodes, (node) => tierOrder.indexOf(node.tier));
  const tiers: number[][] = [[], [], []];
  for (const index of nodes.keys()) tiers[tierOf[index] ?? 0]?.push(index);
  const linked = nodes.map((node) => {
    const others: number[] = [];
    for (const other of neighbours.get(node.id) ?? []) {
      // Within a tier the mean says nothing of crossings.
      const index = other.tier === node.tier ? undefined : indexes.get(other.id);
      if (index !== undefined) others.push(index);
    }
    return others;
  });
  return { tiers, tierOf, linked };
}

function sweep(band: Band): Band {
  const tiers = [...band.tiers];
  const place = new Float64Array(band.linked.length);
  const note = (nodes: readonly number[]): void => {
    for (let rank = 0; rank < nodes.length; rank += 1) place[nodes[rank] ?? 0] = (rank + 0.5) / nodes.length;
  };
  for (const nodes of tiers) note(nodes);
  for (let round = 0; round < sweeps; round += 1) {
    for (const tier of round % 2 === 0 ? [2, 1, 0] : [0, 1, 2]) {
      const means = new Map((tiers[tier] ?? []).map((node) => [node, meanPlace(node, band, place)]));
      // Sorting is stable, which keeps equal places in the order that came in.
      const sorted = [...means.keys()].toSorted((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0));
      tiers[tier] = sorted;
      note(sorted);
    }
  }
  return { ...band, tiers };
}

function meanPlace(node: number, { linked }: Band, place: Float64Array): number {
  const others = linked[node] ?? [];
  let sum = 0;
  for (const other of others) sum += place[other] ?? 0;
  // Rounded, since the last bits of a sum depend on its order; a node without neighbours stays about where it is.
  return Math.round((others.length === 0 ? (place[node] ?? 0) : sum / others.length) * 1e6);
}

function crossingsOf({ tiers, tierOf, linked }: Band): number {
  const rank = new Uint32Array(linked.length);
  for (const nodes of tiers) for (let index = 0; index < nodes.length; index += 1) rank[nodes[index] ?? 0] = index;
  let sum = 0;
  for (const [left, right] of [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const) {
    const lines: [number, number][] = [];
    for (const node of tiers[left] ?? []) {
      for (const other of linked[node] ?? []) {
        if (tierOf[other] === right) lines.push([rank[node] ?? 0, rank[other] ?? 0]);
      }
    }
    sum += countCrossings(lines, tiers[right]?.length ?? 0);
  }
  return sum;
}
