import type { Link, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { Box } from '#shared/domain/map/sizes.ts';
import type { Slot } from '#shared/domain/map/layout/slots.ts';

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
  readonly portA: number;
  readonly portB: number;
}

/** Room between two lines that leave one box, at most. */
const portStep = 5;
const portRoom = 26;

/** A pair being made. Written to in place: ten thousand links leave no time for a copy of each step. */
interface Draft {
  readonly a: Placed;
  readonly b: Placed;
  forth: Link | null;
  back: Link | null;
  portA: number;
  portB: number;
  /** The next line of the same pair, for a second entry for the same member. */
  next: Draft | null;
}

/**
 * Joins the links of two servers. The n-th entry one way and the n-th the other way share a line.
 * @param links in a fixed order, on which the order of the pairs depends
 */
export function pairUp(links: readonly Link[], placed: readonly Placed[]): readonly Pair[] {
  const indexes = new Map<string, number>();
  for (let index = 0; index < placed.length; index += 1) indexes.set(placed[index]?.node.id ?? '', index);
  // Numbers as keys: joining ten thousand pairs of names takes longer than all the rest.
  const first = new Map<number, Draft>();
  const pairs: Draft[] = [];
  for (const link of links) {
    const from = indexes.get(link.from);
    const to = indexes.get(link.to);
    if (from === undefined || to === undefined) continue;
    const key = from < to ? from * placed.length + to : to * placed.length + from;
    let pair = first.get(key) ?? null;
    let last: Draft | null = null;
    while (pair && isTaken(pair, link)) {
      last = pair;
      pair = pair.next;
    }
    if (!pair) {
      const one = placed[from];
      const other = placed[to];
      if (!one || !other) continue;
      pair = startPair(one, other);
      pairs.push(pair);
      if (last) last.next = pair;
      else first.set(key, pair);
    }
    if (link.from === pair.a.node.id) pair.forth = link;
    else pair.back = link;
  }
  spreadPorts(pairs);
  return pairs;
}

function isTaken(pair: Draft, link: Link): boolean {
  return (link.from === pair.a.node.id ? pair.forth : pair.back) !== null;
}

/** Left before right; in one column upper before lower; so a pair's line does not depend on which link came first. */
function startPair(one: Placed, other: Placed): Draft {
  const ordered = (one.box.x - other.box.x || one.box.y - other.box.y) <= 0;
  return {
    a: ordered ? one : other,
    b: ordered ? other : one,
    forth: null,
    back: null,
    portA: 0,
    portB: 0,
    next: null,
  };
}

/**
 * Lines that leave one side of a box are spread by the height of their other end, so that they do not cross at once.
 */
function spreadPorts(pairs: readonly Draft[]): void {
  const rightOf = new Map<Placed, Draft[]>();
  const leftOf = new Map<Placed, Draft[]>();
  // Within a column, where lines are bows on one side.
  const beside = new Map<Placed, Draft[]>();
  const add = (side: Map<Placed, Draft[]>, own: Placed, pair: Draft): void => {
    const list = side.get(own);
    if (list) list.push(pair);
    else side.set(own, [pair]);
  };
  for (const pair of pairs) {
    const sameColumn = pair.a.box.x === pair.b.box.x;
    add(sameColumn ? beside : rightOf, pair.a, pair);
    add(sameColumn ? beside : leftOf, pair.b, pair);
  }
  for (const side of [rightOf, leftOf, beside]) {
    for (const [own, list] of side) {
      if (list.length === 1) continue;
      const other = (pair: Draft): Box => (pair.a === own ? pair.b : pair.a).box;
      list.sort((p, q) => other(p).y - other(q).y || other(p).x - other(q).x);
      const step = Math.min(portStep, portRoom / list.length);
      for (let index = 0; index < list.length; index += 1) {
        const pair = list[index];
        if (!pair) continue;
        const port = (index - (list.length - 1) / 2) * step;
        if (pair.a === own) pair.portA = port;
        else pair.portB = port;
      }
    }
  }
}
