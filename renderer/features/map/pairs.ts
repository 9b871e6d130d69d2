import type { Link, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { Box } from './sizes.ts';
import type { Slot } from './slots.ts';

/** A node with its place. */
export interface Placed {
  readonly node: TopologyNode;
  readonly slot: Slot;
  readonly box: Box;
}

/** The two directions of a pair, drawn as one line. */
export interface Pair {
  /** The left end. */
  readonly a: Placed;
  readonly b: Placed;
  readonly forth: Link | null;
  readonly back: Link | null;
  /** Where the line leaves a's and b's side, offset from its middle in world pixels. */
  readonly ports: readonly [number, number];
}

/** Room between two lines that leave one box, at most. */
const portStep = 5;
const portRoom = 26;

interface Draft {
  readonly a: Placed;
  readonly b: Placed;
  readonly forth: Link | null;
  readonly back: Link | null;
  readonly ports: [number, number];
}

/**
 * Joins the links of two servers. The n-th entry one way and the n-th the other way share a line.
 * @param links in a fixed order, on which the order of the pairs depends
 */
export function pairUp(links: readonly Link[], placed: readonly Placed[]): readonly Pair[] {
  const indexes = new Map(placed.map((each, index) => [each.node.id, index]));
  // Numbers as keys: joining ten thousand pairs of names takes longer than all the rest.
  const groups = new Map<number, { a: Placed; b: Placed; forth: Link[]; back: Link[] }>();
  for (const link of links) {
    const from = indexes.get(link.from);
    const to = indexes.get(link.to);
    if (from === undefined || to === undefined) continue;
    const key = from < to ? from * placed.length + to : to * placed.length + from;
    let group = groups.get(key);
    if (!group) {
      const one = placed[from];
      const other = placed[to];
      if (!one || !other) continue;
      const [a, b] = leftFirst(one, other);
      group = { a, b, forth: [], back: [] };
      groups.set(key, group);
    }
    (link.from === group.a.node.id ? group.forth : group.back).push(link);
  }
  const pairs: Draft[] = [];
  for (const { a, b, forth, back } of groups.values()) {
    for (let index = 0; index < Math.max(forth.length, back.length); index += 1) {
      pairs.push({ a, b, forth: forth[index] ?? null, back: back[index] ?? null, ports: [0, 0] });
    }
  }
  spreadPorts(pairs);
  return pairs;
}

/** Left before right; in one column upper before lower; so a pair's line does not depend on which link came first. */
function leftFirst(one: Placed, other: Placed): readonly [Placed, Placed] {
  const order = one.box.x - other.box.x || one.box.y - other.box.y;
  return order <= 0 ? [one, other] : [other, one];
}

interface Port {
  readonly pair: Draft;
  readonly side: 0 | 1;
  readonly other: Box;
}

/** Lines that leave one side of a box are spread by the height of their other end, so that they do not cross at once. */
function spreadPorts(pairs: readonly Draft[]): void {
  // Right, left, and bows within a column.
  const sides = [new Map<string, Port[]>(), new Map<string, Port[]>(), new Map<string, Port[]>()] as const;
  const add = (own: Placed, port: Port): void => {
    const side = port.other.x > own.box.x ? sides[0] : port.other.x < own.box.x ? sides[1] : sides[2];
    const list = side.get(own.node.id);
    if (list) list.push(port);
    else side.set(own.node.id, [port]);
  };
  for (const pair of pairs) {
    add(pair.a, { pair, side: 0, other: pair.b.box });
    add(pair.b, { pair, side: 1, other: pair.a.box });
  }
  for (const side of sides) {
    for (const list of side.values()) {
      if (list.length === 1) continue;
      list.sort((p, q) => p.other.y - q.other.y || p.other.x - q.other.x);
      const step = Math.min(portStep, portRoom / list.length);
      for (const [index, port] of list.entries()) port.pair.ports[port.side] = (index - (list.length - 1) / 2) * step;
    }
  }
}
