import type { Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import { type Shown } from './filter.ts';
import { orderBand, type Ranks } from './order.ts';
import { columnGutter, columnPitch, nodeWidth, rowPitch } from './sizes.ts';
import { neighboursOf, tierOrder, type Arrangement, type Frame, type PageFrame, type Slot } from './slots.ts';

/** Width over height that a whole fleet aims at: a window without the panels at its sides. */
const wantedAspect = 1.5;
/** Room for the lines between two tiers: enough for two role letters and the arrow heads, more where they fan out far. */
const narrowestGap = 264;
const widestGap = 960;
/** Room left and right of a server that joins the middle later. */
const narrowestDirectGap = nodeWidth + 2 * 72;
/** Lets the inner pages grow by one column on either side. */
const pageGap = 2 * columnPitch + 96;
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
 * Lays a fleet out from nothing: tiers as columns, clusters as bands one below the other, largest first, members of no cluster
 * last; long columns wrap, many bands go on in a second set of columns (page) to the right.
 * @param shown in natural order; the result depends on nothing else
 */
export function arrangeAnew(shown: Shown): Arrangement {
  const bands = bandsOf(shown);
  const plan = choosePlan(bands);
  const frame = frameOf(plan);
  const slots = new Map<string, Slot>();
  for (const [index, band] of bands.entries()) {
    const place = plan.places[index];
    if (!place) continue;
    for (const tier of tierOrder) placeTier(slots, band, tier, place, plan.columns[tier]);
  }
  return { frame, slots };
}

function bandsOf(shown: Shown): readonly Band[] {
  const neighbours = neighboursOf(shown.nodes, shown.links);
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
  const bySize = [...clusters.values()].toSorted((a, b) => b.length - a.length);
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
      const score =
        Math.abs(Math.log(plan.width / plan.height / wantedAspect)) + 0.06 * (wrap - 1) + 0.08 * (pages - 1);
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
  const total = heights.reduce((sum, rows) => sum + rows + 1, 0);
  const places: { page: number; row: number; rows: number }[] = [];
  let [page, row, tallest] = [0, 0, 1];
  for (const rows of heights) {
    // A band goes on the next page when less than half of it would be above the line.
    if (page < pages - 1 && row > 0 && row + rows / 2 > total / pages) [page, row] = [page + 1, 0];
    places.push({ page, row, rows });
    row += rows + 1;
    tallest = Math.max(tallest, row - 1);
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

/** @returns one key per place */
export function placeKey(slot: Pick<Slot, 'page' | 'tier' | 'column' | 'row'>): string {
  return `${slot.page}/${slot.tier}/${slot.column}/${slot.row}`;
}
