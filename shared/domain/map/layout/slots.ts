import type { Link, Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import { columnPitch, nodeHeight, nodeWidth, rowPitch, type Box } from '#shared/domain/map/sizes.ts';

export const tierOrder = ['web', 'intermediary', 'nameserver'] as const satisfies readonly Tier[];

/** A place for one node. Rows count through all bands of a page, with a free row between two bands. */
export interface Slot {
  readonly page: number;
  readonly tier: Tier;
  /** Counted from the inner edge of the tier, so that a tier grows outwards and nothing else moves. */
  readonly column: number;
  readonly row: number;
  /** Whether it was placed as a member of no cluster; it finds a new place when it joins one. */
  readonly lone: boolean;
}

/** Left edges in world pixels; `web` is the left edge of the column next to the middle. */
export type PageFrame = Readonly<Record<Tier, number>>;

/** What the slots are measured by; kept as long as the slots are. */
export interface Frame {
  readonly pages: readonly PageFrame[];
  /** Columns each tier was laid out with. */
  readonly columns: Readonly<Record<Tier, number>>;
}

/** Where every node stands. Given back to the next layout, it keeps what is there in its place. */
export interface Arrangement {
  readonly frame: Frame;
  readonly slots: ReadonlyMap<string, Slot>;
}

export type Neighbours = ReadonlyMap<string, readonly TopologyNode[]>;

/** @returns the box of a slot in world pixels */
export function boxOf(frame: Frame, slot: Slot): Box {
  const page = frame.pages[slot.page];
  if (!page) throw new RangeError(`The map has no page ${slot.page}.`);
  const outwards = slot.tier === 'web' ? -1 : 1;
  return {
    x: page[slot.tier] + outwards * slot.column * columnPitch,
    y: slot.row * rowPitch,
    width: nodeWidth,
    height: nodeHeight,
  };
}

/** @returns each node's neighbours in the order of `nodes`, direction ignored, each once */
export function neighboursOf(nodes: readonly TopologyNode[], links: readonly Link[]): Neighbours {
  const rank = new Map(nodes.map((node, index) => [node.id, index]));
  const lists: number[][] = nodes.map(() => []);
  const seen = new Set<number>();
  for (const link of links) {
    const a = rank.get(link.from);
    const b = rank.get(link.to);
    if (a === undefined || b === undefined || a === b) continue;
    const pair = a < b ? a * nodes.length + b : b * nodes.length + a;
    if (seen.has(pair)) continue;
    seen.add(pair);
    lists[a]?.push(b);
    lists[b]?.push(a);
  }
  return new Map(
    nodes.map((node, index) => [
      node.id,
      (lists[index] ?? []).toSorted((a, b) => a - b).flatMap((at) => nodes[at] ?? []),
    ]),
  );
}
