import type { Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { roleWords } from '../../ui/roleWords.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Servers of the inventory by name, as choices of a select. */
export function serverChoices({ nodes }: Topology, wanted: (node: TopologyNode) => boolean = () => true): Choice[] {
  return Object.values(nodes)
    .filter((node) => node.kind === 'server' && wanted(node))
    .map(({ id, label }) => ({ value: id, label }))
    .toSorted((a, b) => collator.compare(a.label, b.label));
}

export const roleChoices: Choice[] = (['standalone', 'sync', 'write-only'] as const satisfies readonly Role[]).map(
  (role) => ({ value: role, label: roleWords[role] }),
);

export function readRole(value: string): Role {
  return value === 'sync' || value === 'write-only' ? value : 'standalone';
}
