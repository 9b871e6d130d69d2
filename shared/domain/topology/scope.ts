import { clusterNames } from './cluster-names.ts';
import type { Topology, TopologyNode } from './topology.ts';

/**
 * The part of a topology that one cluster is.
 * @param clusterOf a node of the cluster; null: everything
 * @returns the very same topology when nothing is left out; everything, too, when the node is linked with nobody any
 *   more
 */
export function scopeTopology(topology: Topology, clusterOf: string | null): Topology {
  const index = clusterOf === null ? null : (topology.nodes[clusterOf]?.cluster ?? null);
  const members = index === null ? undefined : topology.clusters[index];
  if (members === undefined) return topology;
  const ids = new Set(members);
  return {
    nodes: Object.fromEntries(Object.entries(topology.nodes).filter(([id]) => ids.has(id))),
    links: Object.fromEntries(Object.entries(topology.links).filter(([, link]) => ids.has(link.from))),
    clusters: topology.clusters,
  };
}

function matches(node: TopologyNode, words: readonly string[]): boolean {
  const haystack = [node.label, node.server?.host, ...node.addresses, ...(node.server?.tags ?? [])]
    .join('\n')
    .toLowerCase();
  return words.every((word) => haystack.includes(word));
}

/**
 * Servers and members whose names, addresses or tags hold every word of the text, with those they are linked to.
 * @returns the very same topology when the text is empty
 */
export function matchTopology(topology: Topology, text: string): Topology {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return topology;
  const found = new Set<string>();
  for (const node of Object.values(topology.nodes)) if (matches(node, words)) found.add(node.id);
  const links = Object.entries(topology.links).filter(([, link]) => found.has(link.from) || found.has(link.to));
  const shown = new Set([...found, ...links.flatMap(([, link]) => [link.from, link.to])]);
  return {
    nodes: Object.fromEntries(Object.entries(topology.nodes).filter(([id]) => shown.has(id))),
    links: Object.fromEntries(links),
    clusters: topology.clusters,
  };
}

export interface ClusterChoice {
  /** A node that stands for the cluster. */
  readonly anchor: string;
  readonly name: string;
  /** Servers of the inventory in it. */
  readonly servers: number;
}

/** Every cluster, by the name it has on the map too. */
export function clusterChoices(topology: Pick<Topology, 'nodes' | 'clusters'>): readonly ClusterChoice[] {
  const names = clusterNames(topology);
  return topology.clusters.flatMap((ids, index) => {
    const nodes = ids.flatMap((id) => topology.nodes[id] ?? []);
    const [first] = nodes;
    if (first === undefined) return [];
    const servers = nodes.filter((node) => node.kind === 'server').length;
    return [{ anchor: first.id, name: names[index] ?? first.label, servers }];
  });
}
