import { roles } from '#shared/domain/roles/roles.ts';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { roleWords } from '#shared/domain/roles/effects.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Servers of the inventory by name, as choices of a select. */
export function serverChoices(topology: Topology, wanted: (node: TopologyNode) => boolean = () => true): Choice[] {
  return nodeChoices(topology, (node) => node.kind === 'server' && wanted(node));
}

/** Servers and members by name, as choices of a select. */
export function nodeChoices({ nodes }: Topology, wanted: (node: TopologyNode) => boolean): Choice[] {
  return Object.values(nodes)
    .filter(wanted)
    .map(({ id, label }) => ({ value: id, label }))
    .toSorted((a, b) => compareNaturally(a.label, b.label));
}

export const roleChoices: Choice[] = roles.map((role) => ({ value: role, label: roleWords[role] }));

export function readRole(value: string): Role {
  return value === 'sync' || value === 'write-only' ? value : 'standalone';
}
