import { refusal, type Refusal, type RefusalSubject } from '#shared/domain/refusals/refusal.ts';
import { lookUp } from '#shared/domain/table.ts';
import { hostnameAfterEdit } from './apply.ts';
import type { Change } from './change.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { FleetConfiguration, MemberConfiguration, MemberTable, ServerConfiguration } from './configuration.ts';
import type { PlanNames } from './names.ts';

/** What stands against a change; of which it is said by whoever knows the change. */
type Obstacle = Pick<Refusal, 'code' | 'message'>;

const obstacle = (code: Obstacle['code'], message: string): Obstacle => ({ code, message });

function memberListed(members: MemberTable | null | undefined, address: string, label: string): Obstacle | null {
  if (!members) return obstacle('unknown', `The members of ${label} are not known, so none of them can be changed.`);
  return Object.hasOwn(members, address) ? null : obstacle('member.missing', `${label} has no member ${address}.`);
}

/**
 * Why a reseller may not give his entry a role: a synchronizing one must be root's first (`whm-protocol 8`).
 * @param ofRoot root's entry for the address, if there is one
 */
export function resellerRefusal(
  ofRoot: Pick<MemberConfiguration, 'role'> | undefined,
  entry: { readonly server: string; readonly as: string; readonly address: string },
  role: Role,
): Refusal | null {
  const found = resellerObstacle(ofRoot, entry.as, entry.address, role);
  return found && refusal(found.code, { kind: 'entry', ...entry }, found.message);
}

function resellerObstacle(
  ofRoot: Pick<MemberConfiguration, 'role'> | undefined,
  as: string,
  address: string,
  role: Role,
): Obstacle | null {
  if (as === 'root') return null;
  if (role !== 'standalone' && !ofRoot) {
    return obstacle('reseller.order', `Root must have ${address} as a member before ${as} can send zones to it.`);
  }
  return role === 'standalone' && ofRoot && ofRoot.role !== null && ofRoot.role !== 'standalone'
    ? obstacle('reseller.standalone', `Root sends zones to ${address}, so WHM ignores Standalone for ${as}.`)
    : null;
}

function nameObstacle(hostname: string | null, address: string, members: MemberTable, label: string): Obstacle | null {
  if (hostname === null) return null;
  const twin = Object.values(members).find((other) => other.hostname === hostname && other.address !== address);
  return twin
    ? obstacle(
        'member.same-name',
        `${label} has a member with the host name ${hostname} already, at ${twin.address}: delete that one first.`,
      )
    : null;
}

function newMemberObstacle(
  change: Extract<Change, { kind: 'member.add' }>,
  server: ServerConfiguration,
  names: PlanNames,
): Obstacle | null {
  const { member, as } = change;
  const label = names.server(change.server);
  const members = lookUp(server.members, as);
  if (!members) return obstacle('unknown', `The members of ${label} are not known, so none can be added.`);
  if (names.isAddressOf(change.server, member.address) || names.isAddressOf(change.server, member.host)) {
    return obstacle('member.itself', `${member.host} is ${label} itself: that would be a cyclic trust relationship.`);
  }
  if (Object.hasOwn(members, member.address)) {
    return obstacle('member.exists', `${label} has a member ${member.address} already: edit it instead.`);
  }
  return (
    nameObstacle(names.hostnameOf(member.address) ?? member.host, member.address, members, label) ??
    resellerObstacle(server.members['root']?.[member.address], as, member.address, member.role)
  );
}

/** Two members of one host name are not allowed (`whm-protocol 8`); what an edit leaves as it is may stay so. */
function editObstacle(
  change: Extract<Change, { kind: 'member.edit' }>,
  server: ServerConfiguration,
  label: string,
): Obstacle | null {
  const members = lookUp(server.members, change.as);
  const member = lookUp(members, change.address);
  if (!members || !member) return memberListed(members, change.address, label);
  const hostname = hostnameAfterEdit(member, change);
  return hostname === member.hostname ? null : nameObstacle(hostname, change.address, members, label);
}

/**
 * Why a change cannot be made, given the settings just before it.
 * @returns null when nothing stands against it
 */
export function changeRefusal(change: Change, fleet: FleetConfiguration, names: PlanNames): Refusal | null {
  const found = obstacleTo(change, fleet, names);
  return found && refusal(found.code, subjectOf(change), found.message);
}

function subjectOf(change: Change): RefusalSubject {
  if (change.kind === 'trusted' || !('as' in change)) return { kind: 'server', id: change.server };
  const address = change.kind === 'member.add' ? change.member.address : change.address;
  return { kind: 'entry', server: change.server, as: change.as, address };
}

function obstacleTo(change: Change, fleet: FleetConfiguration, names: PlanNames): Obstacle | null {
  const server = lookUp(fleet, change.server);
  const label = names.server(change.server);
  if (!server) return obstacle('server.unknown', `There is no server ${change.server} here.`);
  switch (change.kind) {
    case 'member.add':
      return newMemberObstacle(change, server, names);
    case 'member.edit':
      return editObstacle(change, server, label);
    case 'member.remove':
      return memberListed(lookUp(server.members, change.as), change.address, label);
    case 'role':
      return (
        memberListed(lookUp(server.members, change.as), change.address, label) ??
        resellerObstacle(server.members['root']?.[change.address], change.as, change.address, change.role)
      );
    case 'member.enable':
      return memberListed(lookUp(server.members, change.as), change.address, label);
    case 'synchronize':
      return server.clustering === false
        ? obstacle('clustering.off', `DNS clustering is disabled on ${label}: no zone can be synchronized.`)
        : null;
    case 'unique':
      return server.unique ? null : obstacle('unknown', `The resellers of ${label} are not known.`);
    case 'trusted':
      return server.trusted ? null : obstacle('unknown', `The trusted addresses of ${label} could not be read.`);
    case 'clustering':
    case 'threshold':
    case 'software':
    case 'monitoring':
    case 'logging':
      return null;
  }
}
