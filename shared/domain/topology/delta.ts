import type { Topology, TopologyDelta } from './topology.ts';

type Table<T> = Readonly<Record<string, T>>;

/** Structural equality of plain data; key order does not matter, an absent key differs from an undefined one. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => sameData(item, b[i]));
  }
  const left = a as Table<unknown>;
  const right = b as Table<unknown>;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameData(left[key], right[key]))
  );
}

function changedEntries<T>(from: Table<T>, to: Table<T>): Table<T> {
  return Object.fromEntries(
    Object.entries(to).filter(([key, value]) => !Object.hasOwn(from, key) || !sameData(from[key], value)),
  );
}

function removedKeys(from: Table<unknown>, to: Table<unknown>): readonly string[] {
  return Object.keys(from).filter((key) => !Object.hasOwn(to, key));
}

/** What has to be done to `from` to make it `to`. Law: `applyDelta(from, diffTopology(from, to))` equals `to`. */
export function diffTopology(from: Topology, to: Topology): TopologyDelta {
  return {
    nodes: changedEntries(from.nodes, to.nodes),
    removedNodes: removedKeys(from.nodes, to.nodes),
    links: changedEntries(from.links, to.links),
    removedLinks: removedKeys(from.links, to.links),
    clusters: sameData(from.clusters, to.clusters) ? null : to.clusters,
  };
}

function patched<T>(table: Table<T>, set: Table<T>, removed: readonly string[]): Table<T> {
  if (removed.length === 0 && Object.keys(set).length === 0) return table;
  const result: Record<string, T> = { ...table, ...set };
  for (const key of removed) delete result[key];
  return result;
}

/** @returns a topology that shares every untouched record with the given one */
export function applyDelta(topology: Topology, delta: TopologyDelta): Topology {
  return {
    nodes: patched(topology.nodes, delta.nodes, delta.removedNodes),
    links: patched(topology.links, delta.links, delta.removedLinks),
    clusters: delta.clusters ?? topology.clusters,
  };
}

export function isEmptyDelta(delta: TopologyDelta): boolean {
  return (
    Object.keys(delta.nodes).length === 0 &&
    Object.keys(delta.links).length === 0 &&
    delta.removedNodes.length === 0 &&
    delta.removedLinks.length === 0 &&
    delta.clusters === null
  );
}

function* chunks<T>(table: Table<T>, size: number): Generator<Table<T>> {
  const entries = Object.entries(table);
  for (let at = 0; at < entries.length; at += size) yield Object.fromEntries(entries.slice(at, at + size));
}

const nothing: TopologyDelta = { nodes: {}, removedNodes: [], links: {}, removedLinks: [], clusters: null };

/**
 * Cuts a delta that one server with very many members makes long. Servers come before the links between them, and go
 * after these. Law: applying the slices in order equals applying the delta.
 * @param size most records in a slice, 1 or more
 * @returns the delta itself where it is short enough
 */
export function sliceDelta(delta: TopologyDelta, size: number): readonly TopologyDelta[] {
  if (Object.keys(delta.nodes).length + Object.keys(delta.links).length <= size) return [delta];
  const first = { ...nothing, removedLinks: delta.removedLinks };
  const nodes = [...chunks(delta.nodes, size)].map((some) => ({ ...nothing, nodes: some }));
  const links = [...chunks(delta.links, size)].map((some) => ({ ...nothing, links: some }));
  const last = { ...nothing, removedNodes: delta.removedNodes, clusters: delta.clusters };
  return [first, ...nodes, ...links, last].filter((slice) => !isEmptyDelta(slice));
}
