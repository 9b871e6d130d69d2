import { lookUp } from '#shared/domain/table.ts';
import { hasNsConfiguration } from './back-ends.ts';
import type { Change, ClusterUser, Contact } from './change.ts';
import type { FleetConfiguration, MemberConfiguration, ServerConfiguration } from './configuration.ts';

/**
 * How an entry comes to carry a host name: the member is asked for it. Where the entry carries its own address it was never asked, and
 * typing the address brings just that back.
 */
export function contactFor({ address, hostname, module }: MemberConfiguration): Contact {
  return (module ?? 'cPanel') !== 'cPanel' || hostname === address ? 'none' : 'name';
}

/** A member entry as it was, with the token that it carried. */
export function addBack(server: string, as: ClusterUser, member: MemberConfiguration): Change {
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

/**
 * The same change with the member left alone: for one that is down, or that refuses the token that the entry carried. Its address is
 * typed, which is sure to write the same entry, and stands where the host name was.
 */
export function withoutContact(change: Change): Change {
  if (change.kind === 'member.edit') return { ...change, contact: 'none', hostname: null };
  if (change.kind !== 'member.add' || change.member.contact === 'none') return change;
  return { ...change, member: { ...change.member, host: change.member.address, contact: 'none' } };
}

function editBack(
  { server, as, address }: Extract<Change, { kind: 'member.edit' }>,
  member: MemberConfiguration,
): Change | null {
  const { user, debug, hostname, nsConfig } = member;
  if (user === null || debug === null || !isWhole(member)) return null;
  const contact = contactFor(member);
  const token = { from: 'entry' } as const;
  return { kind: 'member.edit', server, as, address, user, debug, contact, hostname, nsConfig, token };
}

/** Whether an entry can be written again as it is: what its form asks for must have been read. */
function isWhole({ module, nsConfig }: MemberConfiguration): boolean {
  return nsConfig !== null || !hasNsConfiguration(module);
}

function inverseOnServer(change: Change, before: ServerConfiguration): Change | null {
  const { server } = change;
  switch (change.kind) {
    case 'clustering':
      return before.clustering === null ? null : { kind: 'clustering', server, enabled: before.clustering };
    case 'threshold':
      return before.threshold === null || before.notify === null
        ? null
        : { kind: 'threshold', server, threshold: before.threshold, notify: before.notify };
    case 'member.add': {
      const replaced = lookUp(lookUp(before.members, change.as), change.member.address);
      if (!replaced) return { kind: 'member.remove', server, as: change.as, address: change.member.address };
      return isWhole(replaced) ? addBack(server, change.as, replaced) : null;
    }
    case 'member.edit': {
      const member = lookUp(lookUp(before.members, change.as), change.address);
      return member ? editBack(change, member) : null;
    }
    case 'member.remove': {
      const member = lookUp(lookUp(before.members, change.as), change.address);
      return member && isWhole(member) ? addBack(server, change.as, member) : null;
    }
    case 'role': {
      const role = lookUp(lookUp(before.members, change.as), change.address)?.role;
      return role ? { ...change, role } : null;
    }
    case 'software':
      return before.nameserver === null ? null : { kind: 'software', server, nameserver: before.nameserver };
    case 'monitoring':
      return before.monitored === null ? null : { kind: 'monitoring', server, monitored: before.monitored };
    case 'unique':
      return before.unique === null ? null : { ...change, enabled: before.unique.includes(change.reseller) };
    case 'trusted':
      return before.trusted === null ? null : { ...change, trusted: before.trusted.remotedns.includes(change.address) };
    case 'logging':
      return before.logLevel === null || before.verboseSync === null
        ? null
        : { kind: 'logging', server, level: before.logLevel, verboseSync: before.verboseSync };
    // WHM disables a member by itself only, and zones that were pulled or pushed stay where they are.
    case 'member.enable':
    case 'synchronize':
      return null;
  }
}

/**
 * The change that takes another back.
 * @param before the settings before the change was made
 * @returns null where it cannot be taken back, or what was before is unknown
 */
export function inverseOf(change: Change, before: FleetConfiguration): Change | null {
  const server = lookUp(before, change.server);
  return server ? inverseOnServer(change, server) : null;
}
