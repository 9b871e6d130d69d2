import type { MemberEntry, ServerState } from '../model.ts';

/**
 * The members a server's changes are sent to: roles sync and write-only, none when clustering is off (`whm-protocol 4`, rules).
 * Disabled ones are among them: the caller skips or queues for those. Other back ends than cPanel are not reached by this protocol, but
 * stand in the list all the same.
 */
export function writingMembers(server: ServerState): readonly MemberEntry[] {
  if (!server.cluster.enabled) return [];
  return [...server.cluster.members.values()].filter((entry) => entry.role === 'sync' || entry.role === 'write-only');
}
