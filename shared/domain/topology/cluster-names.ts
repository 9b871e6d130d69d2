import type { Topology, TopologyNode } from './topology.ts';

type Named = Pick<TopologyNode, 'label' | 'kind' | 'tier'>;

/**
 * Clusters have no name of their own in WHM: the domain of most of their servers tells them apart, else their first
 * nameserver does, since that is what their zones point to.
 * @param clusters the servers and members of each
 * @returns a name for each, in the same order
 */
export function nameClusters(clusters: readonly (readonly Named[])[]): readonly string[] {
  const domains = clusters.map(commonDomain);
  return clusters.map((members, index) => {
    const domain = domains[index] ?? null;
    if (domain !== null && domains.indexOf(domain) === domains.lastIndexOf(domain)) return domain;
    const nameservers = members.filter(({ tier }) => tier === 'nameserver');
    const face = nameservers.find(({ kind }) => kind === 'server') ?? nameservers[0] ?? members[0];
    return face?.label ?? '';
  });
}

/** @returns what more than half of the names end in, as long as possible */
function commonDomain(members: readonly Named[]): string | null {
  const counts = new Map<string, number>();
  for (const { label } of members) {
    for (let dot = label.indexOf('.'); dot !== -1; dot = label.indexOf('.', dot + 1)) {
      const domain = label.slice(dot + 1);
      if (domain.includes('.')) counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
  }
  const best = [...counts]
    .filter(([, count]) => count > members.length / 2)
    .toSorted((a, b) => b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1))[0];
  return best?.[0] ?? null;
}

/**
 * What each cluster is called, by its place in `topology.clusters`.
 * @param topology the whole fleet: the name must not depend on what is in sight
 */
export function clusterNames(topology: Pick<Topology, 'nodes' | 'clusters'>): readonly string[] {
  return nameClusters(topology.clusters.map((ids) => ids.flatMap((id) => topology.nodes[id] ?? [])));
}
