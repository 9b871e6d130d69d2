import type { TopologyNode } from '#shared/domain/topology/topology.ts';
import { arrangeAnew, placeKey } from './arrange.ts';
import type { Shown } from '#shared/domain/map/filter.ts';
import { neighboursOf, type Arrangement, type Frame, type Slot } from './slots.ts';

/** A cluster at the foot of its page grows downwards to this many rows before it takes another column. */
const comfortableRows = 16;

/** More newcomers than this share make another picture, not a changed one. */
const newPicture = 0.5;

/**
 * Second step of the map.
 * @param previous what the picture looks like now; everything that is still there and in the same tier stays in its
 *   place, and the place of what is gone stays free for its return. Null lays out from nothing, and so does a fleet
 *   that is new for the most part
 */
export function layOut(shown: Shown, previous: Arrangement | null): Arrangement {
  if (previous === null) return arrangeAnew(shown);
  const strangers = shown.nodes.filter((node) => !previous.slots.has(node.id)).length;
  if (strangers > shown.nodes.length * newPicture) return arrangeAnew(shown);
  const slots = new Map(previous.slots);
  const newcomers: TopologyNode[] = [];
  for (const node of shown.nodes) {
    const slot = previous.slots.get(node.id);
    const moves =
      !slot ||
      slot.tier !== node.tier ||
      (slot.lone && node.cluster !== null) ||
      (!slot.lone && isKnownToBeAlone(node));
    if (!moves) continue;
    newcomers.push(node);
    slots.delete(node.id);
  }
  if (newcomers.length === 0) return { frame: previous.frame, slots };
  const room = createRoom(previous.frame, slots);
  const neighbours = neighboursOf(shown.nodes, shown.links);
  const peers = groupByCluster(shown.nodes);
  for (const node of newcomers) {
    const placedPeers = (peers.get(node.cluster) ?? []).flatMap((peer) => slots.get(peer.id) ?? []);
    const linked = (neighbours.get(node.id) ?? []).flatMap((other) => slots.get(other.id) ?? []);
    const slot = room.find(node, placedPeers, linked);
    slots.set(node.id, slot);
    room.take(slot);
  }
  return { frame: previous.frame, slots };
}

/**
 * A server that has left its cluster: among the others of it, its title would stand behind their boxes. One whose
 * members were not read is unknown, not alone, and stays.
 */
function isKnownToBeAlone({ kind, cluster, observation }: TopologyNode): boolean {
  return kind === 'server' && cluster === null && observation?.members?.value.partial === false;
}

function groupByCluster(nodes: readonly TopologyNode[]): ReadonlyMap<number | null, readonly TopologyNode[]> {
  const groups = new Map<number | null, TopologyNode[]>();
  for (const node of nodes) {
    const group = groups.get(node.cluster);
    if (group) group.push(node);
    else groups.set(node.cluster, [node]);
  }
  return groups;
}

interface Room {
  find(node: TopologyNode, peers: readonly Slot[], linked: readonly Slot[]): Slot;
  take(slot: Slot): void;
}

function createRoom(frame: Frame, slots: ReadonlyMap<string, Slot>): Room {
  const taken = new Set<string>();
  const lastRow = frame.pages.map(() => -1);
  const take = (slot: Slot): void => {
    taken.add(placeKey(slot));
    lastRow[slot.page] = Math.max(lastRow[slot.page] ?? -1, slot.row);
  };
  for (const slot of slots.values()) take(slot);

  const columnsAllowed = (node: TopologyNode, page: number): number => {
    if (node.tier === 'intermediary') return Math.max(1, frame.columns.intermediary);
    // Between two pages there is room for one more column of web servers.
    if (node.tier === 'web') return page === 0 ? Infinity : frame.columns.web + 1;
    return page === frame.pages.length - 1 ? Infinity : frame.columns.nameserver;
  };

  /** A band of its own, below everything of the shortest page. */
  const atTheFoot = (node: TopologyNode, page: number): Slot => ({
    page,
    tier: node.tier,
    column: 0,
    row: (lastRow[page] ?? -1) + 2,
    lone: node.cluster === null,
  });

  return {
    take,
    find(node, peers, linked) {
      if (peers.length === 0) return atTheFoot(node, lastRow.indexOf(Math.min(...lastRow)));
      const page = mostCommon(peers.map((slot) => slot.page));
      const here = peers.filter((slot) => slot.page === page);
      const rows = here.map((slot) => slot.row);
      const first = Math.min(...rows);
      const deepest = Math.max(...rows);
      const atFoot = deepest === lastRow[page];
      const last = atFoot ? Math.max(deepest, Math.min(deepest + 1, first + comfortableRows - 1)) : deepest;
      const wanted = wantedRow(here, linked, node, page, last);
      const columns = Math.min(columnsAllowed(node, page), peers.length + 1);
      for (let column = 0; column < columns; column += 1) {
        const free: number[] = [];
        for (let row = first; row <= last; row += 1) {
          if (!taken.has(placeKey({ page, tier: node.tier, column, row }))) free.push(row);
        }
        const row = free.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)[0];
        if (row !== undefined) return { page, tier: node.tier, column, row, lone: node.cluster === null };
      }
      return atTheFoot(node, page);
    },
  };
}

/** Beside what it is linked with in other tiers; else below its tier's last one. */
function wantedRow(
  peers: readonly Slot[],
  linked: readonly Slot[],
  node: TopologyNode,
  page: number,
  last: number,
): number {
  const others = linked.filter((slot) => slot.page === page && slot.tier !== node.tier);
  const own = peers.filter((slot) => slot.tier === node.tier).map((slot) => slot.row);
  if (own.length > 0) return Math.max(...own) + 1;
  if (others.length === 0) return last;
  return others.reduce((sum, slot) => sum + slot.row, 0) / others.length;
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}
