/** Writes and removes the files of members (`whm-protocol 3.2`, `3.4`, `4`). */
import type { MemberEntry, ResellerCluster, Role, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { entriesAt, membersOf, resellerCluster } from './members.ts';
import { MEMBER_FILES, overwriteMemberFiles, overwriteStatusFiles } from './stored-files.ts';

type Clock = Pick<FleetContext, 'now' | 'emit'>;

/** What a config file holds; everything else of an entry is found out or chosen later. */
export type MemberConfig = Pick<
  MemberEntry,
  'address' | 'user' | 'host' | 'token' | 'module' | 'nsConfig' | 'debug' | 'moreKeys'
>;

/**
 * Writes a config file: a new one has no role yet, an existing one keeps its own. The cached state goes, results and
 * the down flag of the address stay, those of a member that was removed before included.
 * @param asRootToo the copy in root's folder, which root-like callers get
 */
export function storeMember(
  server: ServerState,
  user: string,
  config: MemberConfig,
  asRootToo: boolean,
  fleet: Clock,
): void {
  const { cluster } = server;
  const [known] = entriesAt(server, config.address);
  const status = known ?? cluster.leftStatus.get(config.address) ?? { results: '', down: false };
  for (const owner of new Set(asRootToo ? [user, 'root'] : [user])) {
    const own = ownFiles(server, owner);
    const before = own.members.get(config.address);
    const role = before?.role ?? own.strayRoles.get(config.address) ?? null;
    const odd = before?.oddRole === undefined ? {} : { oddRole: before.oddRole };
    own.members.set(config.address, {
      ...config,
      role,
      ...odd,
      results: status.results,
      down: status.down,
      state: null,
    });
    own.strayRoles.delete(config.address);
    overwriteMemberFiles(server, owner, config.address, ['', '-state.json', '.cache']);
    fleet.emit({ kind: 'member-added', at: fleet.now(), server: server.id, member: config.address, user: owner });
  }
  cluster.leftStatus.delete(config.address);
}

/** Removes the files of a user's member, a role file without a member too; its results and its down flag stay. */
export function removeMember(server: ServerState, user: string, address: string, fleet: Clock): void {
  const own = ownFiles(server, user);
  const entry = own.members.get(address);
  own.strayRoles.delete(address);
  overwriteMemberFiles(server, user, address, MEMBER_FILES);
  if (entry === undefined) return;
  own.members.delete(address);
  if (entriesAt(server, address).length === 0) {
    server.cluster.leftStatus.set(address, { results: entry.results, down: entry.down });
  }
  fleet.emit({ kind: 'member-removed', at: fleet.now(), server: server.id, member: address, user });
}

/** Writes a role file; without a member of that address it is a stray one. */
export function writeRole(server: ServerState, user: string, address: string, role: Role, fleet: Clock): void {
  const own = ownFiles(server, user);
  const entry = own.members.get(address);
  if (entry === undefined) own.strayRoles.set(address, role);
  else {
    entry.role = role;
    delete entry.oddRole;
  }
  overwriteMemberFiles(server, user, address, ['-dnsrole']);
  fleet.emit({ kind: 'role-changed', at: fleet.now(), server: server.id, member: address, role });
}

/** Why a role cannot be written for a user. */
export type RoleRefusal = 'invalid-characters' | 'root-must-add';

/**
 * The rules of `whm-protocol 4` and `8`: sync and write-only need root's config file; a reseller's standalone is
 * ignored where root's role is one of those; standalone asks nothing else, not even whether the member exists.
 * @returns null when it may be written, `ignored` when the page says so and nothing is written
 */
export function judgeRole(
  server: ServerState,
  user: string,
  address: string,
  role: Role,
): RoleRefusal | 'ignored' | null {
  if (!/^[A-Za-z0-9:.-]+$/.test(address)) return 'invalid-characters';
  const ofRoot = server.cluster.members.get(address);
  if (role !== 'standalone') return ofRoot === undefined ? 'root-must-add' : null;
  return user !== 'root' && (ofRoot?.role === 'sync' || ofRoot?.role === 'write-only') ? 'ignored' : null;
}

/** Creates or deletes the file `uniquedns` of a user; root's has no effect. */
export function setUniqueClustering(server: ServerState, user: string, unique: boolean): void {
  if (user === 'root') return;
  const own = resellerCluster(server, user);
  own.unique = unique;
  server.cluster.resellers.set(user, own);
}

/** The down flag goes and the results begin anew, for every user's entry of the address. */
export function enableMember(server: ServerState, address: string): void {
  for (const entry of entriesAt(server, address)) {
    entry.down = false;
    entry.results = '1';
  }
  overwriteStatusFiles(server, address);
}

function ownFiles(
  server: ServerState,
  user: string,
): Pick<ResellerCluster, 'strayRoles'> & { readonly members: Map<string, MemberEntry> } {
  if (user === 'root') return server.cluster;
  const own = resellerCluster(server, user);
  server.cluster.resellers.set(user, own);
  return own;
}

/** Whether the address is a member of anybody's on this server. */
export function isMember(server: ServerState, user: string, address: string): boolean {
  return server.cluster.members.has(address) || membersOf(server, user).has(address);
}
