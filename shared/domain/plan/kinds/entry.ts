import { lookUp } from '#shared/domain/table.ts';
import type { Role, ServerId } from '#shared/domain/topology/observation.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import { hasNsConfiguration, moduleOf } from '#shared/domain/plan/back-ends.ts';
import type { ChangeOf, ClusterUser, Contact } from '#shared/domain/plan/change.ts';
import type { MemberConfiguration, MemberTable, ServerConfiguration } from '#shared/domain/plan/configuration.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import type { Facet, Obstacle } from './kind.ts';

/** What the kinds that are about one entry of a member list have in common. */

/** Which entry: whose list on which server, and the address. */
interface EntryOf {
  readonly server: ServerId;
  readonly as: ClusterUser;
  readonly address: string;
}

/** For a kind that is about an entry that is there already. */
export const ofEntry = {
  effects: () => [],
  isInParts: false,
  subject: entrySubject,
  entry: ({ address }: EntryOf): string => address,
  farEnds: (change: EntryOf, links: Topology['links'], names: PlanNames) => [farEnd(change, links, names)],
  obstacle: ({ server, as, address }: EntryOf, { members }: ServerConfiguration, names: PlanNames) =>
    listedObstacle(lookUp(members, as), address, names.server(server)),
} as const;

/** Every kind of change of an entry is about the same subject. */
export function entrySubject({ server, as, address }: EntryOf): string {
  return `entry ${server} ${as} ${address}`;
}

/** An address may be no longer one of its server: the link knows whom it means. */
function farEnd({ server, address }: EntryOf, links: Topology['links'], names: PlanNames): ServerId | null {
  return linkedAt({ server, address }, links)?.to ?? names.serverAt(address);
}

/** @returns the link by which the map shows an entry of root's list; null: there is none */
export function linkedAt(
  { server, address }: Pick<EntryOf, 'server' | 'address'>,
  links: Topology['links'],
): Link | null {
  return Object.values(links).find(({ from, member }) => from === server && member.address === address) ?? null;
}

export function ofUser(as: ClusterUser): string {
  return as === 'root' ? '' : ` of the reseller ${as}`;
}

export function isForeign(address: string): boolean {
  return moduleOf(address) !== 'cPanel';
}

/** What WHM does before it writes an entry (`whm-protocol 3.4`). */
export function contactWords(contact: Contact, member: string): string {
  if (contact === 'none') return '';
  const asked = ` WHM asks ${member} for its host name first`;
  return contact === 'name' ? `${asked}.` : `${asked} and sets up reverse trust.`;
}

/** How it is found out whether the reverse trust stands. */
export function reverseVerification(contact: Contact, member: string, on: string): string {
  if (contact !== 'trust') return '';
  return ` Whether ${member} trusts ${on} is told by WHM's answer, by the tokens of ${on}, and by ${member} where it answers Nameward.`;
}

/** `whm-protocol 3.5`: what the member has for the server is written anew, with the role Standalone. */
export function reverseRisk(address: string, on: string, names: PlanNames): string {
  const member = names.member(address);
  return `WHM makes an API token reverse_trust_… with the ACL clustering on ${on} and gives it to ${member}, which adds ${on} with the DNS role Standalone: an entry that it has for ${on} already is written over.`;
}

export function listedObstacle(
  members: MemberTable | null | undefined,
  address: string,
  label: string,
): Obstacle | null {
  if (!members) {
    return { code: 'unknown', message: `The members of ${label} are not known, so none of them can be changed.` };
  }
  return Object.hasOwn(members, address)
    ? null
    : { code: 'member.missing', message: `${label} has no member ${address}.` };
}

/** Two members of one host name are not allowed (`whm-protocol 8`). */
export function nameObstacle(
  hostname: string | null,
  address: string,
  members: MemberTable,
  label: string,
): Obstacle | null {
  if (hostname === null) return null;
  const twin = Object.values(members).find((other) => other.hostname === hostname && other.address !== address);
  return twin
    ? {
        code: 'member.same-name',
        message: `${label} has a member with the host name ${hostname} already, at ${twin.address}: delete that one first.`,
      }
    : null;
}

/** A synchronizing entry must be root's before it is a reseller's (`whm-protocol 8`). */
export function resellerObstacle(
  ofRoot: Pick<MemberConfiguration, 'role'> | undefined,
  as: string,
  address: string,
  role: Role,
): Obstacle | null {
  if (as === 'root') return null;
  if (role !== 'standalone' && !ofRoot) {
    return {
      code: 'reseller.order',
      message: `Root must have ${address} as a member before ${as} can send zones to it.`,
    };
  }
  return role === 'standalone' && ofRoot && ofRoot.role !== null && ofRoot.role !== 'standalone'
    ? {
        code: 'reseller.standalone',
        message: `Root sends zones to ${address}, so WHM ignores Standalone for ${as}.`,
      }
    : null;
}

export function memberFacet(
  server: ServerConfiguration,
  as: ClusterUser,
  address: string,
  fields: readonly (keyof MemberConfiguration)[],
): Facet {
  const table = lookUp(server.members, as);
  if (!table) return null;
  const member = lookUp(table, address);
  return member
    ? { listed: true, ...Object.fromEntries(fields.map((field) => [field, member[field]])) }
    : { listed: false };
}

export function withMembers(
  server: ServerConfiguration,
  as: ClusterUser,
  edit: (members: MemberTable) => MemberTable,
): ServerConfiguration {
  const members = lookUp(server.members, as);
  return members ? { ...server, members: { ...server.members, [as]: edit(members) } } : server;
}

export function withMember(
  server: ServerConfiguration,
  as: ClusterUser,
  address: string,
  edit: (member: MemberConfiguration) => MemberConfiguration,
): ServerConfiguration {
  return withMembers(server, as, (members) => {
    const member = lookUp(members, address);
    return member ? { ...members, [address]: edit(member) } : members;
  });
}

/** @returns the entry as it was just before; undefined: there is none, or the list is not known */
export function entryIn(
  { members }: ServerConfiguration,
  { as, address }: Pick<EntryOf, 'as' | 'address'>,
): MemberConfiguration | undefined {
  return lookUp(lookUp(members, as), address);
}

/** Whether an entry can be written again as it is: what its form asks for must have been read. */
export function isWhole({ module, nsConfig }: MemberConfiguration): boolean {
  return nsConfig !== null || !hasNsConfiguration(module);
}

/**
 * How an entry comes to carry a host name: the member is asked for it. Where the entry carries its own address it was
 * never asked, and typing the address brings just that back.
 */
export function contactFor({ address, hostname, module }: MemberConfiguration): Contact {
  return (module ?? 'cPanel') !== 'cPanel' || hostname === address ? 'none' : 'name';
}

/** A member entry as it was, with the token that it carried. */
export function addBack(server: ServerId, as: ClusterUser, member: MemberConfiguration): ChangeOf<'member.add'> {
  return {
    kind: 'member.add',
    server,
    as,
    member: {
      address: member.address,
      host: member.hostname ?? member.address,
      user: member.user ?? 'root',
      module: member.module ?? 'cPanel',
      // Without a role file WHM sends nothing; Standalone is what comes closest.
      role: member.role ?? 'standalone',
      debug: member.debug ?? false,
      contact: contactFor(member),
      nsConfig: member.nsConfig,
      token: { from: 'entry' },
    },
  };
}

/** An entry on both sides of a difference. */
interface KeptEntry {
  readonly as: ClusterUser;
  readonly from: MemberConfiguration;
  readonly to: MemberConfiguration;
}

/** What becomes of the entries of one server, list by list; only lists that are known on both sides differ. */
export function entryDifferences(
  from: ServerConfiguration,
  to: ServerConfiguration,
): {
  readonly removed: readonly (readonly [ClusterUser, string])[];
  readonly added: readonly (readonly [ClusterUser, MemberConfiguration])[];
  readonly kept: readonly KeptEntry[];
} {
  const lists = Object.entries(to.members).flatMap(([as, table]) => {
    const before = lookUp(from.members, as);
    return before && table ? [{ as, before, table }] : [];
  });
  const both = lists.flatMap(({ as, before, table }) =>
    Object.values(table).flatMap((member) => {
      const old = lookUp(before, member.address);
      return old ? [{ as, from: old, to: member }] : [];
    }),
  );
  // The stored host name and the module cannot be edited: the entry is written anew.
  const isAnew = (entry: KeptEntry): boolean =>
    entry.from.hostname !== entry.to.hostname || entry.from.module !== entry.to.module;
  const anew = new Set(both.filter(isAnew).map(({ to: member }) => member));
  return {
    removed: lists.flatMap(({ as, before, table }) => [
      ...Object.keys(before)
        .filter((address) => !Object.hasOwn(table, address))
        .map((address) => [as, address] as const),
      ...Object.values(table)
        .filter((member) => anew.has(member))
        .map(({ address }) => [as, address] as const),
    ]),
    added: lists.flatMap(({ as, before, table }) =>
      Object.values(table)
        .filter((member) => !Object.hasOwn(before, member.address) || anew.has(member))
        .map((member) => [as, member] as const),
    ),
    kept: both.filter(({ to: member }) => !anew.has(member)),
  };
}
