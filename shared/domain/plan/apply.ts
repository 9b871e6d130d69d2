import { lookUp } from '#shared/domain/table.ts';
import { hasNsConfiguration } from './back-ends.ts';
import type { Change, NewMember } from './change.ts';
import type { FleetConfiguration, MemberConfiguration, MemberTable, ServerConfiguration } from './configuration.ts';

/** What a fleet's settings are after a change; the order of lists does not matter and is kept sorted. */

function memberOf({ address, host, user, module, role, debug, contact, nsConfig }: NewMember): MemberConfiguration {
  // An address says nothing of the name that the member gives.
  const hostname = contact !== 'none' && host === address ? null : host;
  return { address, hostname, user, module, role, debug, disabled: false, nsConfig };
}

function withMembers(
  server: ServerConfiguration,
  as: string,
  edit: (members: MemberTable) => MemberTable,
): ServerConfiguration {
  const members = lookUp(server.members, as);
  return members ? { ...server, members: { ...server.members, [as]: edit(members) } } : server;
}

function withMember(
  server: ServerConfiguration,
  as: string,
  address: string,
  set: Partial<MemberConfiguration>,
): ServerConfiguration {
  return withMembers(server, as, (members) => {
    const member = lookUp(members, address);
    return member ? { ...members, [address]: { ...member, ...set } } : members;
  });
}

/**
 * The address is typed; that is what is stored as the host name where the member is not asked (`whm-protocol 3.4`).
 * @param member the entry before the edit
 * @returns null: not known
 */
export function hostnameAfterEdit(
  member: MemberConfiguration,
  { address, contact, hostname }: Extract<Change, { kind: 'member.edit' }>,
): string | null {
  if ((member.module ?? 'cPanel') !== 'cPanel') return member.hostname;
  return contact === 'none' ? address : hostname;
}

function edited(member: MemberConfiguration, change: Extract<Change, { kind: 'member.edit' }>): MemberConfiguration {
  const { user, debug } = change;
  const nsConfig = hasNsConfiguration(member.module) ? (change.nsConfig ?? member.nsConfig) : null;
  return { ...member, user, debug, nsConfig, hostname: hostnameAfterEdit(member, change) };
}

/** The flag is of the address, whoever has entries for it. */
function enabled(server: ServerConfiguration, address: string): ServerConfiguration {
  return Object.keys(server.members).reduce((now, as) => withMember(now, as, address, { disabled: false }), server);
}

function without(members: MemberTable, address: string): MemberTable {
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== address));
}

function withEntry(list: readonly string[], entry: string, present: boolean): readonly string[] {
  const others = list.filter((each) => each !== entry);
  return present ? [...others, entry].toSorted() : others;
}

function changed(server: ServerConfiguration, change: Change): ServerConfiguration {
  switch (change.kind) {
    case 'clustering':
      return { ...server, clustering: change.enabled };
    case 'threshold':
      return { ...server, threshold: change.threshold, notify: change.notify };
    case 'member.add':
      return withMembers(server, change.as, (members) => ({
        ...members,
        [change.member.address]: memberOf(change.member),
      }));
    case 'member.edit':
      return withMembers(server, change.as, (members) => {
        const member = lookUp(members, change.address);
        return member ? { ...members, [change.address]: edited(member, change) } : members;
      });
    case 'member.remove':
      return withMembers(server, change.as, (members) => without(members, change.address));
    case 'member.enable':
      return enabled(server, change.address);
    case 'role':
      return withMember(server, change.as, change.address, { role: change.role });
    case 'synchronize':
      return server;
    case 'software':
      return { ...server, nameserver: change.nameserver };
    case 'monitoring':
      return { ...server, monitored: change.monitored };
    case 'unique':
      return server.unique ? { ...server, unique: withEntry(server.unique, change.reseller, change.enabled) } : server;
    case 'trusted':
      return server.trusted
        ? {
            ...server,
            trusted: {
              ...server.trusted,
              remotedns: withEntry(server.trusted.remotedns, change.address, change.trusted),
            },
          }
        : server;
    case 'logging':
      return { ...server, logLevel: change.level, verboseSync: change.verboseSync };
  }
}

/** @returns the fleet's settings after the change; untouched servers are shared with the given ones */
export function applyChange(fleet: FleetConfiguration, change: Change): FleetConfiguration {
  const server = lookUp(fleet, change.server);
  return server ? { ...fleet, [change.server]: changed(server, change) } : fleet;
}

export function applyChanges(fleet: FleetConfiguration, changes: readonly Change[]): FleetConfiguration {
  return changes.reduce(applyChange, fleet);
}
