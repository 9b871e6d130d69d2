import type { PlanStep } from '#shared/contract/plans.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';

/** So many links are previewed in the editor itself; of more the plan in Changes is the preview, and the only way. */
export const previewedInPlace = 20;

type RoleChange = Extract<Change, { kind: 'role' }>;

/** The changes that give links a role; a link that has it already needs none. */
export function roleChanges({ nodes }: Topology, links: readonly Link[], role: Role): readonly RoleChange[] {
  return links
    .filter((link) => link.role !== role)
    .map((link) => ({
      kind: 'role',
      server: link.from,
      // Whose list was read: that of the token's user.
      as: nodes[link.from]?.server?.user ?? 'root',
      address: link.member.address,
      role,
    }));
}

/** Of which link a change or a step is. */
export function sameEntry(a: Change | PlanStep['change'], b: Change | PlanStep['change']): boolean {
  return a.kind === 'role' && b.kind === 'role' && a.server === b.server && a.as === b.as && a.address === b.address;
}
