import type { Link, State, TopologyNode } from '#shared/domain/topology/topology.ts';
import { bandsOf, columnsOf, type SceneBand, type SceneColumn } from './bands.ts';
import type { Shown } from '#shared/domain/map/filter.ts';
import type { Fold, Folded } from '#shared/domain/map/groups.ts';
import { placeLetters, type LetterMark } from './letters.ts';
import { pairUp, type Pair, type Placed } from './pairs.ts';
import {
  boundsOfCurve,
  exitOf,
  halfCurve,
  pointAt,
  route,
  type Curve,
  type End,
  type Exit,
  type HalfRoute,
  type Lane,
  type Route,
} from './route.ts';
import { boundsOf, type Box } from '#shared/domain/map/sizes.ts';
import { boxOf, type Arrangement } from '#shared/domain/map/layout/slots.ts';
import { commonLetter, summarizeFold, summarizeNode } from '#shared/domain/map/labels.ts';

/** How a half is drawn: by its link's state, or as the direction that has no entry. */
export type LineStyle = State | 'absent';

export interface SceneNode {
  readonly id: string;
  readonly box: Box;
  readonly node: TopologyNode;
  readonly detail: string;
  /** Null: it stands for itself. */
  readonly fold: Fold | null;
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
  /** The way of the whole line, the same object for both halves. */
  readonly whole: Route;
}

/** One line of a pair. A pair has a second one only when a server has two entries for the same member. */
export interface SceneLine {
  readonly a: string;
  readonly b: string;
  readonly bounds: Box;
  readonly halves: readonly [SceneHalf, SceneHalf];
}

/** Everything the painter draws, in world pixels, in the order it is drawn. */
export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly lines: readonly SceneLine[];
  readonly bands: readonly SceneBand[];
  readonly columns: readonly SceneColumn[];
  readonly bounds: Box | null;
  readonly nodeById: ReadonlyMap<string, SceneNode>;
  /** What a server is seen as: itself, or the box that it is folded into. */
  readonly standInFor: (id: string) => SceneNode | null;
  /** The links that a half stands for, the half's own among them; none for a direction without an entry. */
  readonly linksOf: (half: SceneHalf) => readonly Link[];
  /** Null: not on the map. All are looked up when first asked: the first picture needs none. */
  readonly halfOfLink: (linkId: string) => SceneHalf | null;
  /** Where the letter of a half stands. Worked out for all when first asked: from afar nobody does. */
  readonly markOf: (half: SceneHalf) => LetterMark;
}

/** Last step of the map before it is painted: from places to shapes. */
export function buildScene(shown: Shown, arrangement: Arrangement): Scene {
  const placed: Placed[] = [];
  for (const node of shown.nodes) {
    const slot = arrangement.slots.get(node.id);
    if (slot) placed.push({ node, slot, box: boxOf(arrangement.frame, slot) });
  }
  const { folds, standIns, bundles } = shown.folded;
  const nodes = placed.map(({ node, box }): SceneNode => {
    const fold = folds.get(node.id) ?? null;
    return { id: node.id, box, node, fold, detail: fold ? summarizeFold(fold) : summarizeNode(node) };
  });
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const columns = columnsOf(placed);
  const ends = createEnds(columns);
  const lines = pairUp(shown.links, placed).map((pair) => new Line(pair, route(ends(pair, 0), ends(pair, 1)), bundles));
  return {
    nodes,
    lines,
    columns,
    bands: bandsOf(placed, shown),
    bounds: boundsOf([...nodes.map((node) => node.box), ...bows(lines)]),
    nodeById,
    standInFor: (id) => nodeById.get(standIns.get(id) ?? id) ?? null,
    linksOf: ({ link }) => (link ? (bundles.get(link.id) ?? [link]) : []),
    halfOfLink: createLookup(lines, bundles),
    markOf: createMarks(nodes, lines),
  };
}

/** The margin around the picture takes so much of a bow, world pixels: boxes need not shrink for it. */
const bowInMargin = 22;

/** How far lines within one tier bow out beside their column; all other lines run between boxes. */
function* bows(lines: readonly Line[]): Generator<Box> {
  for (const { withinTier, halves } of lines) {
    if (!withinTier) continue;
    const { curve } = halves[0].whole;
    const { x, y } = pointAt(curve, 0.5);
    const outwards = Math.sign(x - curve[0]);
    yield { x: x - outwards * Math.min(bowInMargin, Math.abs(x - curve[0])), y, width: 0, height: 0 };
  }
}

/** The ends of lines; those of one box share their exit, one to each side. */
function createEnds(columns: readonly SceneColumn[]): (pair: Pair, side: 0 | 1) => End {
  const reach = new Map(columns.map((column) => [`${column.page}/${column.tier}`, column]));
  const exits = { right: new Map<Placed, Exit>(), left: new Map<Placed, Exit>() };
  const exitFor = (own: Placed, toTheRight: boolean): Exit => {
    const known = toTheRight ? exits.right : exits.left;
    let exit = known.get(own);
    if (!exit) {
      const column = reach.get(`${own.slot.page}/${own.slot.tier}`) ?? own.box;
      exit = exitOf(own.box, own.slot.column, toTheRight ? column.x + column.width : column.x, toTheRight ? 1 : -1);
      known.set(own, exit);
    }
    return exit;
  };
  return (pair, side) => {
    const own = side === 0 ? pair.a : pair.b;
    const other = side === 0 ? pair.b : pair.a;
    return {
      box: own.box,
      tier: own.slot.tier,
      exit: exitFor(own, own.box.x < other.box.x),
      port: side === 0 ? pair.portA : pair.portB,
    };
  };
}

/**
 * Works out what only a closer look needs when first asked: the first picture of ten thousand directions is in a hurry.
 */
class Line implements SceneLine {
  readonly a: string;
  readonly b: string;
  readonly halves: readonly [SceneHalf, SceneHalf];
  readonly #whole: Route;
  readonly withinTier: boolean;
  #bounds: Box | null = null;

  constructor(pair: Pair, whole: Route, bundles: Folded['bundles']) {
    this.a = pair.a.node.id;
    this.b = pair.b.node.id;
    this.withinTier = pair.a.slot.tier === pair.b.slot.tier;
    this.#whole = whole;
    this.halves = [new Half(whole, 0, pair, pair.forth, bundles), new Half(whole, 1, pair, pair.back, bundles)];
  }

  get bounds(): Box {
    this.#bounds ??= boundsOfCurve(this.#whole.curve, this.#whole.lanes[0], this.#whole.lanes[1]);
    return this.#bounds;
  }
}

class Half implements SceneHalf {
  readonly whole: Route;
  readonly link: Link | null;
  readonly style: LineStyle;
  readonly #side: 0 | 1;
  readonly #pair: Pair;
  #curve: Curve | null = null;

  readonly #bundles: Folded['bundles'];

  constructor(whole: Route, side: 0 | 1, pair: Pair, link: Link | null, bundles: Folded['bundles']) {
    this.whole = whole;
    this.#side = side;
    this.#pair = pair;
    this.#bundles = bundles;
    this.link = link;
    this.style = link ? link.state : 'absent';
  }

  get from(): string {
    return (this.#side === 0 ? this.#pair.a : this.#pair.b).node.id;
  }

  get to(): string {
    return (this.#side === 0 ? this.#pair.b : this.#pair.a).node.id;
  }

  get opposite(): string | null {
    return (this.#side === 0 ? this.#pair.back : this.#pair.forth)?.id ?? null;
  }

  get letter(): string {
    return this.link ? commonLetter(this.#bundles.get(this.link.id) ?? [this.link]) : '';
  }

  get lane(): Lane | null {
    return this.whole.lanes[this.#side];
  }

  get curve(): Curve {
    this.#curve ??= halfCurve(this.whole.curve, this.#side);
    return this.#curve;
  }
}

function createLookup(lines: readonly SceneLine[], bundles: Folded['bundles']): (linkId: string) => SceneHalf | null {
  let known: Map<string, SceneHalf> | null = null;
  return (linkId) => {
    if (!known) {
      known = new Map();
      for (const { halves } of lines) {
        for (const half of halves) {
          if (!half.link) continue;
          for (const { id } of bundles.get(half.link.id) ?? [half.link]) known.set(id, half);
        }
      }
    }
    return known.get(linkId) ?? null;
  };
}

function createMarks(nodes: readonly SceneNode[], lines: readonly SceneLine[]): (half: SceneHalf) => LetterMark {
  let marks: ReadonlyMap<SceneHalf, LetterMark> | null = null;
  return (half) => {
    if (!marks) {
      const halves = lines.flatMap((line) => line.halves);
      const placed = placeLetters(
        halves,
        nodes.map((node) => node.box),
      );
      marks = new Map(halves.flatMap((each, index) => (placed[index] ? [[each, placed[index]] as const] : [])));
    }
    const mark = marks.get(half);
    if (!mark) throw new RangeError(`${half.from} to ${half.to} is of another scene.`);
    return mark;
  };
}
