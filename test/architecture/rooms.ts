/**
 * The rooms of a folder (its files and folders), the arrows between them by imports, and circles of files. Types count.
 */
import { importsOf } from './imports.ts';
import { codeOf, type SourceFile } from './source.ts';

/** What each node points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** @returns which file of product code imports which other, in any way; tests are no part of it */
export function importGraph(files: readonly SourceFile[]): Graph {
  const code = codeOf(files).filter(({ path }) => !/\.test\.tsx?$/.test(path));
  const paths = new Set(code.map(({ path }) => path));
  return new Map(
    code.map((file) => {
      const targets = importsOf(file).flatMap(({ target }) => (target.kind === 'file' ? [target.path] : []));
      return [file.path, new Set(targets.filter((path) => paths.has(path) && path !== file.path))];
    }),
  );
}

/** @returns sets of nodes that reach each other, two or more, each in order of name (Tarjan) */
export function circlesOf(graph: Graph): readonly (readonly string[])[] {
  return componentsOf(graph)
    .filter((nodes) => nodes.length > 1)
    .map((nodes) => nodes.toSorted(byName))
    .toSorted((a, b) => byName(a[0] ?? '', b[0] ?? ''));
}

/** @returns strongly connected nodes, those that are imported before those that import them */
function componentsOf(graph: Graph): readonly (readonly string[])[] {
  const found: string[][] = [];
  const indexes = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const visit = (node: string): void => {
    const index = indexes.size;
    indexes.set(node, index);
    lowest.set(node, index);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!indexes.has(next)) visit(next);
      else if (!stack.includes(next)) continue;
      lowest.set(node, Math.min(lowest.get(node) ?? index, lowest.get(next) ?? index));
    }
    if (lowest.get(node) === index) found.push(stack.splice(stack.indexOf(node)));
  };
  for (const node of graph.keys()) if (!indexes.has(node)) visit(node);
  return found;
}

/** One folder as a row of the table. */
export interface RoomRow {
  readonly folder: string;
  readonly rooms: number;
  /** Longest chain of rooms that stand on each other, circles taken as one. */
  readonly floors: number;
  /** Pairs of rooms of which one imports the other. */
  readonly arrows: number;
  /** Arrows that stand against the others: the weakest of each circle of rooms. */
  readonly upward: readonly string[];
  /** Files below the folder that import each other in a circle. */
  readonly circles: readonly (readonly string[])[];
}

/** @param folder from the checkout's top; '' is everything */
export function describeRooms(graph: Graph, folder: string): RoomRow {
  const prefix = folder === '' ? '' : `${folder}/`;
  const roomOf = (path: string): string | null =>
    path.startsWith(prefix) ? (path.slice(prefix.length).split('/')[0] ?? null) : null;
  const weights = new Map<string, Map<string, number>>();
  for (const [path, targets] of graph) {
    const from = roomOf(path);
    if (from === null) continue;
    const row = weights.get(from) ?? new Map<string, number>();
    weights.set(from, row);
    for (const target of targets) {
      const to = roomOf(target);
      if (to !== null && to !== from) row.set(to, (row.get(to) ?? 0) + 1);
    }
  }
  const rooms: Graph = new Map([...weights].map(([from, row]) => [from, new Set(row.keys())]));
  const inside = new Map([...graph].filter(([path]) => path.startsWith(prefix)));
  return {
    folder,
    rooms: rooms.size,
    floors: floorsOf(rooms),
    arrows: [...rooms.values()].reduce((sum, targets) => sum + targets.size, 0),
    upward: upwardArrows(rooms, weights),
    circles: circlesOf(inside),
  };
}

function floorsOf(rooms: Graph): number {
  const heights = new Map<string, number>();
  let highest = 0;
  for (const component of componentsOf(rooms)) {
    const below = component.flatMap((room) => [...(rooms.get(room) ?? [])].filter((next) => !component.includes(next)));
    const height = 1 + Math.max(0, ...below.map((next) => heights.get(next) ?? 0));
    for (const room of component) heights.set(room, height);
    highest = Math.max(highest, height);
  }
  return highest;
}

/** Takes the arrow of fewest imports out of each circle until none is left. */
function upwardArrows(rooms: Graph, weights: ReadonlyMap<string, ReadonlyMap<string, number>>): readonly string[] {
  const left = new Map([...rooms].map(([from, targets]) => [from, new Set(targets)]));
  const taken: string[] = [];
  for (let circles = circlesOf(left); circles.length > 0; circles = circlesOf(left)) {
    for (const circle of circles) {
      const [weakest] = circle
        .flatMap((from) => [...(left.get(from) ?? [])].filter((to) => circle.includes(to)).map((to) => ({ from, to })))
        .toSorted((a, b) => weight(weights, a) - weight(weights, b) || byName(a.from, b.from) || byName(a.to, b.to));
      if (weakest === undefined) continue;
      left.get(weakest.from)?.delete(weakest.to);
      taken.push(`${weakest.from} → ${weakest.to}`);
    }
  }
  return taken;
}

function weight(
  weights: ReadonlyMap<string, ReadonlyMap<string, number>>,
  { from, to }: { readonly from: string; readonly to: string },
): number {
  return weights.get(from)?.get(to) ?? 0;
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
