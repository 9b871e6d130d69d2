import { roleEffects, type RoleEffects } from '#shared/domain/roles/effects.ts';
import { lookUp } from '#shared/domain/table.ts';
import type { Role, ServerId } from '#shared/domain/topology/observation.ts';
import type { Moment } from './kind.ts';

/** An entry with the role that it gets. */
export interface NewRole {
  readonly server: ServerId;
  readonly address: string;
  readonly role: Role;
  /** The role that it has now; null: there is no entry, or its role is not known. */
  readonly current: Role | null;
  /** Whether WHM sets up reverse trust with the entry. */
  readonly willBeTrusted: boolean;
}

/** What the DNS role of an entry does and risks, by what is known of both ends and of the rest of the plan. */
export function roleEffectsOf(entry: NewRole, moment: Moment): RoleEffects {
  const { topology, names } = moment.situation;
  const { server, address, role, current } = entry;
  const target = names.serverAt(address);
  const link = target === null ? undefined : lookUp(topology.links, `${server}>${target}`);
  const before = lookUp(moment.before, server);
  return roleEffects({
    from: { label: names.server(server), product: names.product(server) },
    to: { label: names.member(address), product: target === null ? 'unknown' : names.product(target) },
    current,
    next: role,
    reverseTrust: willHaveEntryBack(entry, moment) ? 'yes' : (link?.reverseTrust ?? 'unknown'),
    disabled: lookUp(before?.members['root'], address)?.disabled === true,
    clusteringEnabled: before?.clustering ?? null,
  });
}

/** Whether the member has, or gets by the plan, an entry for the server. */
export function willHaveEntryBack(
  { server, address, willBeTrusted }: Pick<NewRole, 'server' | 'address' | 'willBeTrusted'>,
  { before, situation: { topology, names }, planned }: Moment,
): boolean {
  if (willBeTrusted) return true;
  const target = names.serverAt(address);
  if (target === null) return false;
  const list = lookUp(before, target)?.members['root'];
  const isThere = list
    ? Object.keys(list).some((each) => names.isAddressOf(server, each))
    : lookUp(topology.links, `${target}>${server}`) !== undefined;
  return (
    isThere ||
    planned.some(
      (other) =>
        other.kind === 'member.add' && other.server === target && names.isAddressOf(server, other.member.address),
    )
  );
}
