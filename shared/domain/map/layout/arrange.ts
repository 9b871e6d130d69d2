import type { Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import { type Shown } from '#shared/domain/map/filter.ts';
import { standsFor } from '#shared/domain/map/groups.ts';
import { orderBand, type Ranks } from './order.ts';
import { columnGutter, columnPitch, nodeWidth, rowPitch } from '#shared/domain/map/sizes.ts';
import {
  neighboursOf,
  tierOrder,
  type Arrangement,
  type Frame,
  type Neighbours,
  type PageFrame,
  type Slot,
} from './slots.ts';

/** The window that a whole fleet is to fit into as large as possible, without the panels at its sides; world pixels. */
const wantedExtent = { width: 1280, height: 800 };
/**
 * Room for the lines between two tiers: enough for two role letters and the arrow heads, more where they fan out far.
 */
const narrowestGap = 232;
const widestGap = 960;
/** Room left and right of a server that joins the middle later. */
const narrowestDirectGap = nodeWidth + 2 * 48;
/** Lets the web servers of an inner page grow by one column. */
const pageGap = columnPitch + 64;
const mostPages = 24;
const mostColumns = 32;
/** Rows between two nodes of a short column beside a long one. */
const widestSpread = 3;

interface Band {
  readonly lone: boolean;
  readonly ranks: Ranks;
}

interface Plan {
  readonly columns: Readonly<Record<Tier, number>>;
  /** Per band: its page, its first row, its height in rows. */
  readonly places: readonly { readonly page: number; readonly row: number; readonly rows: number }[];
  readonly gap: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Lays a fleet out from nothing: tiers as columns, clusters as bands one below the other, largest first, members of no
 * cluster last; long columns wrap, many bands go on in a second set of columns (page) to the right.
 * @param shown in natural order; the result depends on nothing else
 */
export function arrangeAnew(shown: Shown): Arrangement {
  const neighbours = withHeads(neighboursOf(shown.nodes, shown.links), shown);
  const bands = bandsOf(shown, neighbours);
  const plan = choosePlan(bands);
  const frame = frameOf(plan);
  const slots = new Map<string, Slot>();
  for (const [index, band] of bands.entries()) {
    const place = plan.places[index];
    if (!place) continue;
    for (const tier of ['web', 'nameserver'] as const) placeTier(slots, band, tier, place, plan.columns[tier]);
    bringHeadsInwards(slots, band.ranks.web, shown);
    placeMiddle(slots, band, place, plan.columns.intermediary, neighbours);
  }
  return { frame, slots };
}

/**
 * The head of an open group has no links: it is ordered as if it had those of its servers, and so stands before them.
 */
function withHeads(neighbours: Neighbours, { folded }: Shown): Neighbours {
  const open = [...folded.folds].filter(([, fold]) => fold.open);
  if (open.length === 0) return neighbours;
  return new Map([
    ...neighbours,
    ...open.map(([id, { members }]) => [id, neighbours.get(members[0]?.id ?? '') ?? []] as const),
  ]);
}

function bandsOf(shown: Shown, neighbours: Neighbours): readonly Band[] {
  const clusters = new Map<number, TopologyNode[]>();
  const lone: TopologyNode[] = [];
  for (const node of shown.nodes) {
    if (node.cluster === null) {
      lone.push(node);
      continue;
    }
    const members = clusters.get(node.cluster);
    if (members) members.push(node);
    else clusters.set(node.cluster, [node]);
  }
  // The map keeps the order of the first members' names; the sort is stable.
  const size = (nodes: readonly TopologyNode[]): number =>
    nodes.reduce((sum, { id }) => sum + standsFor(id, shown.folded), 0);
  const bySize = [...clusters.values()].toSorted((a, b) => size(b) - size(a));
  return [
    ...bySize.map((nodes) => ({ lone: false, ranks: orderBand(nodes, neighbours) })),
    ...(lone.length === 0 ? [] : [{ lone: true, ranks: orderBand(lone, neighbours) }]),
  ];
}

function choosePlan(bands: readonly Band[]): Plan {
  let best: Plan | null = null;
  let bestScore = Infinity;
  for (let pages = 1; pages <= Math.min(mostPages, Math.max(1, bands.length)); pages += 1) {
    for (let wrap = 1; wrap <= mostColumns; wrap += 1) {
      const plan = planFor(bands, wrap, pages);
      // Every column more is a name further from its lines, every page more a pair of columns to compare.
      const shrunk = Math.max(1, plan.width / wantedExtent.width, plan.height / wantedExtent.height);
      const score = Math.log(shrunk) + 0.04 * (wrap - 1) + 0.04 * (pages - 1);
      if (score < bestScore) [best, bestScore] = [plan, score];
      if (plan.columns.web < wrap && plan.columns.nameserver < wrap) break;
    }
  }
  return best ?? planFor(bands, 1, 1);
}

/**
 * @param wrap columns that the longest tier of each band is folded to
 */
function planFor(bands: readonly Band[], wrap: number, pages: number): Plan {
  const columns: Record<Tier, number> = { web: 1, intermediary: 0, nameserver: 1 };
  const heights = bands.map((band) => {
    const longest = Math.max(...tierOrder.map((tier) => band.ranks[tier].length));
    const rows = Math.max(1, Math.ceil(longest / wrap));
    for (const tier of tierOrder) columns[tier] = Math.max(columns[tier], Math.ceil(band.ranks[tier].length / rows));
    return rows;
  });
  const tallest = shortestPage(heights, pages);
  const places: { page: number; row: number; rows: number }[] = [];
  let [page, row] = [0, 0];
  for (const rows of heights) {
    if (row > 0 && row + rows > tallest) [page, row] = [page + 1, 0];
    places.push({ page, row, rows });
    row += rows + 1;
  }
  const gap = Math.min(widestGap, Math.max(narrowestGap, 0.26 * Math.max(0, ...heights) * rowPitch));
  return {
    columns,
    places,
    gap,
    width: (page + 1) * (pageWidth(columns, gap) + pageGap) - pageGap,
    height: tallest * rowPitch,
  };
}

/** @returns rows of the shortest page that takes all bands, in their order, on that many pages */
function shortestPage(heights: readonly number[], pages: number): number {
  const pagesFor = (room: number): number => {
    let [count, row] = [1, 0];
    for (const rows of heights) {
      if (row > 0 && row + rows > room) [count, row] = [count + 1, 0];
      row += rows + 1;
    }
    return count;
  };
  let low = Math.max(1, ...heights);
  let high = Math.max(
    low,
    heights.reduce((sum, rows) => sum + rows + 1, 0),
  );
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (pagesFor(middle) <= pages) high = middle;
    else low = middle + 1;
  }
  return low;
}

function pageWidth(columns: Readonly<Record<Tier, number>>, gap: number): number {
  const middle =
    columns.intermediary === 0
      ? Math.max(gap, narrowestDirectGap)
      : 2 * gap + columns.intermediary * columnPitch - columnGutter;
  return (columns.web + columns.nameserver) * columnPitch - 2 * columnGutter + middle;
}

function frameOf({ columns, places, gap }: Plan): Frame {
  const width = pageWidth(columns, gap);
  const count = 1 + Math.max(0, ...places.map((place) => place.page));
  const pages = Array.from({ length: count }, (_, index): PageFrame => {
    const left = index * (width + pageGap);
    const web = left + (columns.web - 1) * columnPitch;
    const nameserver = left + width - (columns.nameserver * columnPitch - columnGutter);
    const between = web + nodeWidth + nameserver;
    const middleWidth = Math.max(1, columns.intermediary) * columnPitch - columnGutter;
    return { web, intermediary: Math.round((between - middleWidth) / 2), nameserver };
  });
  return { pages, columns };
}

function placeTier(
  slots: Map<string, Slot>,
  band: Band,
  tier: Tier,
  place: Plan['places'][number],
  allowed: number,
): void {
  const nodes = band.ranks[tier];
  const across = Math.min(allowed, Math.ceil(nodes.length / place.rows));
  const used = Math.ceil(nodes.length / Math.max(1, across));
  // A short column spreads beside a long one, so that its lines part early.
  const step = Math.max(1, Math.min(widestSpread, place.rows / Math.max(1, used)));
  const start = (place.rows - used * step + step - 1) / 2;
  for (const [index, node] of nodes.entries()) {
    const column = index % across;
    slots.set(node.id, {
      page: place.page,
      tier,
      // Names read from left to right, columns of the left tier count from its right edge.
      column: tier === 'web' ? across - 1 - column : column,
      row: place.row + Math.floor(start + Math.floor(index / across) * step),
      lone: band.lone,
    });
  }
}

/**
 * The head of an open group stands in the inner column, as its box does when folded, and changes places with the server
 * that is there: so all the rest of the picture stays where it is beside it. Of two heads in one row the first does.
 */
function bringHeadsInwards(slots: Map<string, Slot>, web: readonly TopologyNode[], { folded }: Shown): void {
  for (const head of web) {
    const slot = slots.get(head.id);
    if (!slot || slot.column === 0 || !folded.folds.get(head.id)?.open) continue;
    const inner = web.find((node) => {
      const other = slots.get(node.id);
      return other?.row === slot.row && other.column === 0;
    });
    if (inner && folded.folds.has(inner.id)) continue;
    slots.set(head.id, { ...slot, column: 0 });
    if (inner) slots.set(inner.id, slot);
  }
}

/** A line from the left to the right that passes this near hides behind a box of the middle, in rows. */
const nearMiss = 0.55;
const missWeight = 2;

/**
 * Intermediaries stand where few lines between the outer tiers pass, else near those they are linked with.
 */
function placeMiddle(
  slots: Map<string, Slot>,
  band: Band,
  place: Plan['places'][number],
  allowed: number,
  neighbours: Neighbours,
): void {
  const nodes = band.ranks.intermediary;
  // A middle of several columns takes all of its rows: there is nothing to choose.
  if (nodes.length > place.rows) {
    placeTier(slots, band, 'intermediary', place, allowed);
    return;
  }
  const rowOf = (node: TopologyNode): number => slots.get(node.id)?.row ?? place.row;
  const passing = new Float64Array(place.rows);
  for (const node of band.ranks.web) {
    for (const other of neighbours.get(node.id) ?? []) {
      if (other.tier !== 'nameserver') continue;
      const at = (rowOf(node) + rowOf(other)) / 2 - place.row;
      for (let row = Math.max(0, Math.ceil(at - nearMiss)); row <= Math.min(place.rows - 1, at + nearMiss); row += 1) {
        passing[row] = (passing[row] ?? 0) + 1;
      }
    }
  }
  const free = new Set(passing.keys());
  for (const node of nodes) {
    const outer = (neighbours.get(node.id) ?? []).filter((other) => other.tier !== 'intermediary');
    const wanted = outer.reduce((sum, other) => sum + rowOf(other), 0) / Math.max(1, outer.length) - place.row;
    const cost = (row: number): number => missWeight * (passing[row] ?? 0) + Math.abs(row - wanted);
    const row = [...free].toSorted((a, b) => cost(a) - cost(b) || a - b)[0] ?? 0;
    free.delete(row);
    slots.set(node.id, { page: place.page, tier: 'intermediary', column: 0, row: place.row + row, lone: band.lone });
  }
}

/** @returns one key per place */
export function placeKey(slot: Pick<Slot, 'page' | 'tier' | 'column' | 'row'>): string {
  return `${slot.page}/${slot.tier}/${slot.column}/${slot.row}`;
}
