import type { Link, State, Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import { placeLetters } from './letters.ts';
import { pairOf, type Shown } from './filter.ts';
import { boundsOfHalf, route, type End, type HalfRoute } from './route.ts';
import { boundsOf, nodeWidth, type Box, type Point } from './sizes.ts';
import { boxOf, tierOrder, type Arrangement, type Slot } from './slots.ts';
import { summarizeNode, roleLetter } from './words.ts';

/** How a half is drawn: by its link's state, or as the direction that has no entry. */
export type LineStyle = State | 'absent';

export interface SceneNode {
  readonly id: string;
  readonly box: Box;
  readonly node: TopologyNode;
  readonly detail: string;
}

/** One direction of a pair: from its server to the middle of the line. */
export interface SceneHalf extends HalfRoute {
  readonly from: string;
  readonly to: string;
  /** Null: `from` has no entry for `to`. */
  readonly link: Link | null;
  /** Id of the link in the other direction; null: there is none. */
  readonly opposite: string | null;
  readonly style: LineStyle;
  readonly letter: string;
  /** Where the letter stands; `hidden` when it would lie on another one. */
  readonly mark: Point & { readonly hidden: boolean };
}

/** One line of a pair. A pair has a second one only when a server has two entries for the same member. */
export interface SceneLine {
  readonly a: string;
  readonly b: string;
  readonly bounds: Box;
  readonly halves: readonly [SceneHalf, SceneHalf];
}

/** Title over a cluster's band. */
export interface SceneBand {
  readonly title: string;
  readonly detail: string;
  readonly box: Box;
}

/** A tier's column of one page, for the headers. */
export interface SceneColumn {
  readonly tier: Tier;
  readonly x: number;
  readonly width: number;
}

/** Everything the painter draws, in world pixels, in the order it is drawn. */
export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly lines: readonly SceneLine[];
  readonly bands: readonly SceneBand[];
  readonly columns: readonly SceneColumn[];
  readonly bounds: Box | null;
  readonly nodeById: ReadonlyMap<string, SceneNode>;
  readonly halfByLink: ReadonlyMap<string, SceneHalf>;
}

/** Room between two lines that leave one box, at most. */
const portStep = 5;
const portRoom = 26;

/** Third step of the map: from places to shapes. */
export function buildScene(shown: Shown, arrangement: Arrangement): Scene {
  const placed = shown.nodes.flatMap((node) => {
    const slot = arrangement.slots.get(node.id);
    return slot ? [{ node, slot, box: boxOf(arrangement.frame, slot) }] : [];
  });
  const nodes = placed.map(({ node, box }) => ({ id: node.id, box, node, detail: summarizeNode(node) }));
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const slots = new Map(placed.map(({ node, slot, box }) => [node.id, { slot, box }]));
  const edges = tierEdges(placed);
  const pairs = pairUp(shown.links, slots);
  const ports = spreadPorts(pairs, slots);
  const drafts = pairs.map((pair) => {
    const end = (id: string, other: string): End => {
      const { slot, box } = placeOf(slots, id);
      const outer = box.x < placeOf(slots, other).box.x ? 'right' : 'left';
      return {
        box,
        tier: slot.tier,
        column: slot.column,
        edge: edges.get(`${slot.page}/${slot.tier}/${outer}`) ?? box.x,
        port: ports.get(`${pair.key} ${id}`) ?? 0,
      };
    };
    const halves = route(end(pair.a, pair.b), end(pair.b, pair.a));
    return { pair, halves };
  });
  const marks = placeLetters(
    drafts.flatMap(({ pair, halves }) => [
      { half: halves[0], link: pair.forth },
      { half: halves[1], link: pair.back },
    ]),
    nodes.map((node) => node.box),
  );
  const lines = drafts.map(({ pair, halves }, index): SceneLine => {
    const half = (side: 0 | 1): SceneHalf => {
      const [link, opposite] = side === 0 ? [pair.forth, pair.back] : [pair.back, pair.forth];
      return {
        ...halves[side],
        from: side === 0 ? pair.a : pair.b,
        to: side === 0 ? pair.b : pair.a,
        link,
        opposite: opposite?.id ?? null,
        style: link ? link.state : 'absent',
        letter: link ? roleLetter(link.role) : '',
        mark: marks[index * 2 + side] ?? { x: halves[side].curve[6], y: halves[side].curve[7], hidden: true },
      };
    };
    const bounds = boundsOf([boundsOfHalf(halves[0]), boundsOfHalf(halves[1])]) ?? { x: 0, y: 0, width: 0, height: 0 };
    return { a: pair.a, b: pair.b, bounds, halves: [half(0), half(1)] };
  });
  const halfByLink = new Map(
    lines.flatMap((line) => line.halves).flatMap((half) => (half.link ? [[half.link.id, half] as const] : [])),
  );
  return {
    nodes,
    lines,
    bands: bandsOf(nodes),
    columns: columnsOf(placed),
    bounds: boundsOf(nodes.map((node) => node.box)),
    nodeById,
    halfByLink,
  };
}

interface Place {
  readonly slot: Slot;
  readonly box: Box;
}
type Places = ReadonlyMap<string, Place>;

function placeOf(places: Places, id: string): Place {
  const place = places.get(id);
  if (!place) throw new RangeError(`${id} has no place on the map.`);
  return place;
}

interface Pair {
  readonly key: string;
  /** The left end. */
  readonly a: string;
  readonly b: string;
  readonly forth: Link | null;
  readonly back: Link | null;
}

/** The n-th entry one way and the n-th the other way share a line. */
function pairUp(links: readonly Link[], places: Places): readonly Pair[] {
  const pairs = new Map<string, { a: string; b: string; forth: Link[]; back: Link[] }>();
  for (const link of links) {
    if (!places.has(link.from) || !places.has(link.to)) continue;
    const key = pairOf(link.from, link.to);
    let pair = pairs.get(key);
    if (!pair) {
      const [a, b] = leftFirst(link.from, link.to, places);
      pair = { a, b, forth: [], back: [] };
      pairs.set(key, pair);
    }
    (link.from === pair.a ? pair.forth : pair.back).push(link);
  }
  return [...pairs].flatMap(([key, { a, b, forth, back }]) =>
    Array.from({ length: Math.max(forth.length, back.length) }, (_, index) => ({
      key: `${key} ${index}`,
      a,
      b,
      forth: forth[index] ?? null,
      back: back[index] ?? null,
    })),
  );
}

/** Left before right; in one column upper before lower; so a pair's line does not depend on which link came first. */
function leftFirst(one: string, other: string, places: Places): readonly [string, string] {
  const [p, q] = [placeOf(places, one).box, placeOf(places, other).box];
  const order = p.x - q.x || p.y - q.y;
  return order <= 0 ? [one, other] : [other, one];
}

/** Lines that leave one side of a box are spread by the height of their other end, so that they do not cross at once. */
function spreadPorts(pairs: readonly Pair[], places: Places): ReadonlyMap<string, number> {
  const sides = new Map<string, { readonly port: string; readonly other: Box }[]>();
  for (const { key, a, b } of pairs) {
    for (const [own, far] of [
      [a, b],
      [b, a],
    ] as const) {
      // prettier-ignore
      const [box, other] = [placeOf(places, own).box, placeOf(places, far).box];
      const side = `${own} ${other.x > box.x ? 'right' : other.x < box.x ? 'left' : 'bow'}`;
      const list = sides.get(side);
      const entry = { port: `${key} ${own}`, other };
      if (list) list.push(entry);
      else sides.set(side, [entry]);
    }
  }
  const ports = new Map<string, number>();
  for (const list of sides.values()) {
    const sorted = list.toSorted((p, q) => p.other.y - q.other.y || p.other.x - q.other.x);
    const step = Math.min(portStep, portRoom / sorted.length);
    for (const [index, { port }] of sorted.entries()) ports.set(port, (index - (sorted.length - 1) / 2) * step);
  }
  return ports;
}

interface Placed {
  readonly node: TopologyNode;
  readonly slot: Slot;
  readonly box: Box;
}

/** Where the gutters of a tier end, left and right, per page. */
function tierEdges(placed: readonly Placed[]): ReadonlyMap<string, number> {
  const edges = new Map<string, number>();
  for (const { slot, box } of placed) {
    const [left, right] = [`${slot.page}/${slot.tier}/left`, `${slot.page}/${slot.tier}/right`];
    edges.set(left, Math.min(edges.get(left) ?? Infinity, box.x));
    edges.set(right, Math.max(edges.get(right) ?? -Infinity, box.x + box.width));
  }
  return edges;
}

function columnsOf(placed: readonly Placed[]): readonly SceneColumn[] {
  const edges = tierEdges(placed);
  const pages = [...new Set(placed.map(({ slot }) => slot.page))].toSorted((a, b) => a - b);
  return pages.flatMap((page) =>
    tierOrder.flatMap((tier) => {
      const [left, right] = [edges.get(`${page}/${tier}/left`), edges.get(`${page}/${tier}/right`)];
      return left === undefined || right === undefined ? [] : [{ tier, x: left, width: right - left }];
    }),
  );
}

function bandsOf(nodes: readonly SceneNode[]): readonly SceneBand[] {
  const clusters = new Map<number | null, SceneNode[]>();
  for (const node of nodes) {
    const group = clusters.get(node.node.cluster);
    if (group) group.push(node);
    else clusters.set(node.node.cluster, [node]);
  }
  return [...clusters].map(([cluster, members]) => {
    const box = boundsOf(members.map((member) => member.box)) ?? { x: 0, y: 0, width: nodeWidth, height: 0 };
    const servers = members.filter((member) => member.node.kind === 'server').length;
    return {
      title: cluster === null ? 'In no cluster' : commonDomain(members.map((member) => member.node.label)),
      detail: `${servers} ${servers === 1 ? 'server' : 'servers'}`,
      box,
    };
  });
}

/** What most names end in: clusters have no name of their own in WHM. */
function commonDomain(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) {
    const parts = label.split('.');
    for (let start = 1; start < parts.length - 1; start += 1) {
      const domain = parts.slice(start).join('.');
      counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
  }
  const best = [...counts]
    .filter(([, count]) => count > labels.length / 2)
    .toSorted((a, b) => b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1))[0];
  return best ? best[0] : 'Cluster';
}
