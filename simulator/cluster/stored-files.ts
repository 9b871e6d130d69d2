/**
 * Paths of a member's files (`whm-protocol 4`), and the forgetting of bytes that somebody else put there once the
 * server writes the file itself.
 */
import type { ServerState } from '#simulator/model.ts';

/** What stands behind a member's name in the names of its files. */
export const MEMBER_FILES = ['', '-dnsrole', '-state.json', '.cache'] as const;
const STATUS_FILES = ['', '-down', '-failure_log'] as const;

/** The config file of a user's member; the others have its name and a suffix. */
export function memberFile(user: string, address: string): string {
  return `/var/cpanel/cluster/${user}/config/${address}`;
}

/** The server writes or removes these files of a member. */
export function overwriteMemberFiles(
  server: ServerState,
  user: string,
  address: string,
  suffixes: readonly (typeof MEMBER_FILES)[number][],
): void {
  for (const suffix of suffixes) server.files.delete(`${memberFile(user, address)}${suffix}`);
}

/** The server writes the results of an address, and whether it is disabled. */
export function overwriteStatusFiles(server: ServerState, address: string): void {
  for (const suffix of STATUS_FILES) server.files.delete(`/var/cpanel/clusterqueue/status/${address}${suffix}`);
}
