import { nameClusters } from '#shared/domain/topology/cluster-names.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/**
 * What each cluster is called, by its place in `topology.clusters`.
 * @param topology the whole fleet: the name must not depend on what is in sight
 */
export function clusterNames(topology: Pick<Topology, 'nodes' | 'clusters'>): readonly string[] {
  return nameClusters(topology.clusters.map((ids) => ids.flatMap((id) => topology.nodes[id] ?? [])));
}
