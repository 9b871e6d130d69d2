import { lookUp } from '#shared/domain/table.ts';
import { sameData } from '#shared/domain/topology/delta.ts';
import type { Change, ClusterUser } from './change.ts';
import type { FleetConfiguration, MemberConfiguration, MemberTable, ServerConfiguration } from './configuration.ts';
import { addBack, contactFor } from './inverse.ts';
import { orderByNames, orderChanges } from './order.ts';

/** The changes that lead from one fleet's settings to another's. Only what is known on both sides differs; no change disables a member. */

function differs<T>(from: T | null, to: T | null): to is T & {} {
  return from !== null && to !== null && !sameData(from, to);
}

function memberChanges(
  server: string,
  as: ClusterUser,
  from: MemberConfiguration,
  to: MemberConfiguration,
): readonly Change[] {
  const { address } = to;
  // The stored host name and the module cannot be edited: the entry is written anew.
  if (from.hostname !== to.hostname || from.module !== to.module) {
    return [{ kind: 'member.remove', server, as, address }, addBack(server, as, to)];
  }
  const changes: Change[] = [];
  const isEdited =
    from.user !== to.user || from.debug !== to.debug || (to.nsConfig !== null && from.nsConfig !== to.nsConfig);
  if (to.user !== null && to.debug !== null && isEdited) {
    changes.push({
      kind: 'member.edit',
      server,
      as,
      address,
      user: to.user,
      debug: to.debug,
      contact: contactFor(to),
      hostname: to.hostname,
      nsConfig: to.nsConfig,
      token: { from: 'entry' },
    });
  }
  if (differs(from.role, to.role)) changes.push({ kind: 'role', server, as, address, role: to.role });
  if (from.disabled === true && to.disabled === false) changes.push({ kind: 'member.enable', server, as, address });
  return changes;
}

function tableChanges(server: string, as: ClusterUser, from: MemberTable, to: MemberTable): readonly Change[] {
  const removed = Object.keys(from)
    .filter((address) => !Object.hasOwn(to, address))
    .map((address): Change => ({ kind: 'member.remove', server, as, address }));
  const kept = Object.values(to).flatMap((member) => {
    const before = lookUp(from, member.address);
    return before ? memberChanges(server, as, before, member) : [addBack(server, as, member)];
  });
  return [...removed, ...kept];
}

function listChanges(
  from: readonly string[],
  to: readonly string[],
  make: (entry: string, present: boolean) => Change,
): readonly Change[] {
  return [
    ...from.filter((entry) => !to.includes(entry)).map((entry) => make(entry, false)),
    ...to.filter((entry) => !from.includes(entry)).map((entry) => make(entry, true)),
  ];
}

function settingChanges(server: string, from: ServerConfiguration, to: ServerConfiguration): readonly Change[] {
  const changes: Change[] = [];
  if (differs(from.clustering, to.clustering)) {
    changes.push({ kind: 'clustering', server, enabled: to.clustering });
  }
  if (
    to.threshold !== null &&
    to.notify !== null &&
    (differs(from.threshold, to.threshold) || differs(from.notify, to.notify))
  ) {
    changes.push({ kind: 'threshold', server, threshold: to.threshold, notify: to.notify });
  }
  if (differs(from.nameserver, to.nameserver)) {
    changes.push({ kind: 'software', server, nameserver: to.nameserver });
  }
  if (differs(from.monitored, to.monitored)) {
    changes.push({ kind: 'monitoring', server, monitored: to.monitored });
  }
  if (
    to.logLevel !== null &&
    to.verboseSync !== null &&
    (differs(from.logLevel, to.logLevel) || differs(from.verboseSync, to.verboseSync))
  ) {
    changes.push({ kind: 'logging', server, level: to.logLevel, verboseSync: to.verboseSync });
  }
  return changes;
}

function serverChanges(server: string, from: ServerConfiguration, to: ServerConfiguration): readonly Change[] {
  const members = Object.entries(to.members).flatMap(([as, table]) => {
    const before = lookUp(from.members, as);
    return before && table ? tableChanges(server, as, before, table) : [];
  });
  const unique =
    from.unique && to.unique
      ? listChanges(from.unique, to.unique, (reseller, enabled) => ({ kind: 'unique', server, reseller, enabled }))
      : [];
  const trusted =
    from.trusted && to.trusted
      ? listChanges(from.trusted.remotedns, to.trusted.remotedns, (address, present) => ({
          kind: 'trusted',
          server,
          address,
          trusted: present,
        }))
      : [];
  return [...settingChanges(server, from, to), ...members, ...unique, ...trusted];
}

/** Law: `applyChanges(from, diffConfigurations(from, to))` equals `to`, for every `to` that changes can reach. */
export function diffConfigurations(from: FleetConfiguration, to: FleetConfiguration): readonly Change[] {
  const changes = Object.entries(to).flatMap(([id, server]) => {
    const before = from[id];
    return before ? serverChanges(id, before, server) : [];
  });
  return orderByNames(orderChanges(changes), from);
}
