/** Whose members a server has, and which of them it writes to (`whm-protocol 4`, rules). */
import type { MemberEntry, ResellerCluster, Role, ServerState } from '#simulator/model.ts';

/** The cluster of a reseller, an empty one when he has none yet; not stored by this. */
export function resellerCluster(server: ServerState, user: string): ResellerCluster {
  return server.cluster.resellers.get(user) ?? { unique: false, members: new Map(), strayRoles: new Map() };
}

/** The entries of a user's own folder. */
export function membersOf(server: ServerState, user: string): ReadonlyMap<string, MemberEntry> {
  return user === 'root' ? server.cluster.members : resellerCluster(server, user).members;
}

/** The entry that counts for a user: his own, else root's with the role that he gave it, if any. */
export function findMember(server: ServerState, user: string, address: string): MemberEntry | undefined {
  const own = membersOf(server, user).get(address);
  if (own !== undefined || user === 'root') return own;
  const inherited = server.cluster.members.get(address);
  const role = resellerCluster(server, user).strayRoles.get(address);
  return inherited === undefined || role === undefined ? inherited : { ...inherited, role };
}

/** Every user's entries for an address: they share its results and its down flag. */
export function entriesAt(server: ServerState, address: string): readonly MemberEntry[] {
  const lists = [server.cluster.members, ...[...server.cluster.resellers.values()].map((one) => one.members)];
  return lists.flatMap((list) => list.get(address) ?? []);
}

/** All entries whose role is known, of the user's own list if he has unique clustering, else of root's. */
export function listedMembers(server: ServerState, user: string): readonly MemberEntry[] {
  if (!hasUniqueClustering(server, user)) return [...server.cluster.members.values()].filter(hasRole);
  const { members, strayRoles } = resellerCluster(server, user);
  const addresses = new Set([...members.keys(), ...strayRoles.keys()]);
  return [...addresses].flatMap((address) => findMember(server, user, address) ?? []).filter(hasRole);
}

/** Whether the user's zones go to members of his own (`uniquedns`). */
export function hasUniqueClustering(server: ServerState, user: string): boolean {
  return user !== 'root' && server.cluster.resellers.get(user)?.unique === true;
}

/**
 * The members a user's changes are sent to: roles sync and write-only, none when clustering is off. Disabled ones are
 * among them: the caller skips or queues for those. Other back ends than cPanel are not reached by this protocol, but
 * stand in the list all the same.
 */
export function writingMembers(server: ServerState, user = 'root'): readonly MemberEntry[] {
  if (!server.cluster.enabled) return [];
  return listedMembers(server, user).filter((entry) => isWriting(entry.role));
}

/** Whether a member of that role is sent changes. */
export function isWriting(role: Role | null): boolean {
  return role === 'sync' || role === 'write-only';
}

/** Whether it has a role file: the list of members is made of those, whatever is in them. */
export function hasRole(entry: MemberEntry): boolean {
  return entry.role !== null || entry.oddRole !== undefined;
}
