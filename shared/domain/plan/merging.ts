import { lookUp } from '#shared/domain/table.ts';
import { nameClusters } from '#shared/domain/topology/cluster-names.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Change } from './change.ts';
import type { PlanSituation } from './situation.ts';

/**
 * Clusters that become one because of new entries: each has a safety of its own before, and the stricter counts
 * afterwards.
 * @returns a sentence for each cluster that comes to be
 */
export function mergingWarnings(changes: readonly Change[], { topology, names }: PlanSituation): readonly string[] {
  const { nodes, clusters } = topology;
  const nameOf = nameClusters(clusters.map((ids) => ids.flatMap((id) => nodes[id] ?? [])));
  /** What a server belongs to so far: its cluster, or itself. */
  const groupOf = (id: ServerId): string => {
    const cluster = lookUp(nodes, id)?.cluster ?? null;
    return cluster === null ? id : `#${String(cluster)}`;
  };
  const parent = new Map<string, string>();
  const root = (group: string): string => {
    let current = group;
    for (let next = parent.get(current); next !== undefined && next !== current; next = parent.get(current))
      current = next;
    return current;
  };
  const joined = new Set<string>();
  for (const change of changes) {
    if (change.kind !== 'member.add') continue;
    const target = names.serverAt(change.member.address);
    if (target === null) continue;
    const [a, b] = [groupOf(change.server), groupOf(target)];
    for (const group of [a, b]) joined.add(group);
    parent.set(root(a), root(b));
  }
  const merged = new Map<string, string[]>();
  for (const group of joined) merged.set(root(group), [...(merged.get(root(group)) ?? []), group]);
  return [...merged.values()].flatMap((groups) => {
    const old = groups.filter((group) => group.startsWith('#')).map((group) => Number(group.slice(1)));
    if (old.length < 2) return [];
    // A cluster also holds members that are no servers here; the map and the switcher do not count them either.
    const isServer = (id: string): boolean => lookUp(nodes, id)?.kind === 'server';
    const servers = old.reduce(
      (sum, index) => sum + (clusters[index] ?? []).filter(isServer).length,
      groups.length - old.length,
    );
    const named = old.map((index) => nameOf[index] ?? '').toSorted();
    const list = `${named.slice(0, -1).join(', ')} and ${named.at(-1) ?? ''}`;
    return [`${list} become one cluster (${servers} servers); the stricter safety counts.`];
  });
}
