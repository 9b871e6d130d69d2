import { clusterNames } from '#shared/domain/topology/cluster-names.ts';
import { nothingFolded, type Folded } from './groups.ts';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { Link, State, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';

/**
 * What of a topology is drawn; in natural order of the labels, so that all later steps see the same fleet in the same
 * order.
 */
export interface Shown {
  readonly nodes: readonly TopologyNode[];
  readonly links: readonly Link[];
  /** By the place of a cluster in the topology. */
  readonly clusterNames: readonly string[];
  /** What of it stands together in one box. */
  readonly folded: Folded;
}

/** Unknown is a value, not a problem: a server that could not be read says so by a state of its own. */
export function isProblem(state: State): boolean {
  return state === 'warning' || state === 'broken' || state === 'disabled';
}

/** @returns how many servers, members and links have a problem */
export function countProblems(topology: Topology): number {
  let count = 0;
  for (const node of Object.values(topology.nodes)) if (isProblem(node.state)) count += 1;
  for (const link of Object.values(topology.links)) if (isProblem(link.state)) count += 1;
  return count;
}

/**
 * First step of the map.
 * @param problemsOnly keeps bad servers, bad links with both their ends, and the other direction of a bad link: a half
 *   that were left out would read as 'no entry back'
 * @param names of the clusters where `topology` is but a part of the fleet
 */
export function filterTopology(
  topology: Topology,
  problemsOnly: boolean,
  names: readonly string[] = clusterNames(topology),
): Shown {
  const links = Object.values(topology.links).filter(
    (link) => link.from in topology.nodes && link.to in topology.nodes,
  );
  const nodes = Object.values(topology.nodes);
  if (!problemsOnly) return inOrder(nodes, links, names);
  const bad = new Set<string>();
  const ends = new Set<string>();
  for (const node of nodes) if (isProblem(node.state)) ends.add(node.id);
  for (const link of links) {
    if (!isProblem(link.state)) continue;
    bad.add(pairOf(link.from, link.to));
    ends.add(link.from).add(link.to);
  }
  return inOrder(
    nodes.filter((node) => ends.has(node.id)),
    links.filter((link) => bad.has(pairOf(link.from, link.to))),
    names,
  );
}

/** @returns one key for both directions of a pair */
export function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function inOrder(nodes: readonly TopologyNode[], links: readonly Link[], names: readonly string[]): Shown {
  return {
    nodes: nodes.toSorted((a, b) => compareNaturally(a.label, b.label) || byCodeUnits(a.id, b.id)),
    links: links.toSorted((a, b) => byCodeUnits(a.id, b.id)),
    clusterNames: names,
    folded: nothingFolded,
  };
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
