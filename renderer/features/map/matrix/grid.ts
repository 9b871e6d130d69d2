import { statesByWeight } from '#shared/domain/words/states.ts';
import type { Link, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { Shown } from '#shared/domain/map/filter.ts';
import { tierOrder } from '#shared/domain/map/layout/slots.ts';

/**
 * A fleet as a square: each server and member is a row (what it has entries for) and a column (who has an entry for
 * it).
 */
export interface Grid {
  /** In the order of the rows and of the columns. */
  readonly nodes: readonly TopologyNode[];
  /** By index: whether a cluster begins here. */
  readonly begins: readonly boolean[];
  /** The entry of a row's server for a column's member, the worst of several; null: there is none, or none is known. */
  entryAt(row: number, column: number): Link | null;
  /** Where an entry stands; null: not in this grid. */
  placeOf(linkId: string): Place | null;
  /** Row and column of a server or member; -1: not in this grid. */
  indexOf(nodeId: string): number;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * Orders a fleet as the map does: the largest cluster first, those of no cluster last; in each web servers,
 * intermediaries, nameservers, by name. So the entries of a cluster stand together in a square on the diagonal.
 * @param shown in natural order of the labels
 */
export function gridOf(shown: Shown): Grid {
  const nodes = inClusters(shown.nodes);
  const indexes = new Map(nodes.map(({ id }, index) => [id, index]));
  const entries = new Map<number, Link>();
  for (const link of shown.links) {
    const row = indexes.get(link.from);
    const column = indexes.get(link.to);
    if (row === undefined || column === undefined) continue;
    const key = row * nodes.length + column;
    const known = entries.get(key);
    if (!known || weight(link) < weight(known)) entries.set(key, link);
  }
  const links = new Map(shown.links.map((link) => [link.id, link]));
  return {
    nodes,
    begins: nodes.map((node, index) => index > 0 && nodes[index - 1]?.cluster !== node.cluster),
    entryAt: (row, column) => entries.get(row * nodes.length + column) ?? null,
    placeOf(linkId) {
      const link = links.get(linkId);
      const row = link && indexes.get(link.from);
      const column = link && indexes.get(link.to);
      return row === undefined || column === undefined ? null : { row, column };
    },
    indexOf: (nodeId) => indexes.get(nodeId) ?? -1,
  };
}

/** Less is worse. */
function weight(link: Link): number {
  return statesByWeight.indexOf(link.state);
}

function inClusters(nodes: readonly TopologyNode[]): readonly TopologyNode[] {
  const clusters = new Map<number | null, TopologyNode[]>();
  for (const node of nodes) {
    const members = clusters.get(node.cluster);
    if (members) members.push(node);
    else clusters.set(node.cluster, [node]);
  }
  return [...clusters]
    .toSorted(([a, one], [b, other]) => Number(a === null) - Number(b === null) || other.length - one.length)
    .flatMap(([, members]) => members.toSorted((a, b) => tierOrder.indexOf(a.tier) - tierOrder.indexOf(b.tier)));
}

/** Where a key leads from a place; -1 is the heading of the rows or of the columns. */
export function moved(from: Place, key: string, count: number): Place | null {
  const last = count - 1;
  const to = {
    ArrowUp: { ...from, row: from.row - 1 },
    ArrowDown: { ...from, row: from.row + 1 },
    ArrowLeft: { ...from, column: from.column - 1 },
    ArrowRight: { ...from, column: from.column + 1 },
    Home: { ...from, column: 0 },
    End: { ...from, column: last },
    PageUp: { ...from, row: from.row - 10 },
    PageDown: { ...from, row: from.row + 10 },
  }[key];
  if (!to) return null;
  const column = Math.min(last, Math.max(-1, to.column));
  // There is nothing in the corner.
  const row = Math.min(last, Math.max(column === -1 ? 0 : -1, to.row));
  return { row, column };
}
