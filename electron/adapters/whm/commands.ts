/**
 * Every command that Nameward can run on a server by CommandStream (`whm-protocol 7.1`). The list is closed: whole
 * programs with fixed arguments, no shell, and no way to send another one. Lines that hold a token never leave the
 * server: what is read of the member files is a list of allowed lines, not the files.
 */
import { isUserName } from './names-and-secrets.ts';

export const dnsadminLogPath = '/usr/local/cpanel/logs/dnsadmin_log';
export const clusteringOnPath = '/var/cpanel/useclusteringdns';
export const dnsonlyPath = '/var/cpanel/dnsonly';
export const clusterFolder = '/var/cpanel/cluster';
export const trustedListPaths = { dnsmaster: '/etc/ips.dnsmaster', remotedns: '/etc/ips.remotedns' } as const;
export const queueStatusFolder = '/var/cpanel/clusterqueue/status';

/** The program with its arguments; only this file makes one. */
export type ServerCommand = readonly [program: string, ...argumentsOfIt: string[]] & { readonly __closed: true };

function closed(program: string, ...argumentsOfIt: string[]): ServerCommand {
  return Object.freeze([program, ...argumentsOfIt]) as unknown as ServerCommand;
}

const zonePattern = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?$/;

/**
 * The folder with the member files of a cluster user (`whm-protocol 4`).
 * @throws RangeError for what is no name of a user
 */
export function memberFolderOf(user: string): string {
  if (!isUserName(user)) throw new RangeError('No name of a user.');
  return `/var/cpanel/cluster/${user}/config`;
}

export const memberFolder = memberFolderOf('root');

/**
 * Follows dnsadmin_log across rotations.
 * @param lines how many earlier lines come first, 0 to 10,000
 * @throws RangeError
 */
export function tailDnsadminLog(lines: number): ServerCommand {
  if (!Number.isInteger(lines) || lines < 0 || lines > 10_000) throw new RangeError('0 to 10,000 lines.');
  return closed('/usr/bin/tail', '-n', String(lines), '-F', dnsadminLogPath);
}

/**
 * Paths of the touch files, of the files of every cluster user, and of what the queue keeps of members
 * (`whm-protocol 4`).
 */
export const listClusterFiles = closed(
  '/usr/bin/find',
  clusteringOnPath,
  dnsonlyPath,
  clusterFolder,
  queueStatusFolder,
  '-maxdepth',
  '3',
  '-printf',
  '%p\n',
);

/**
 * Of the lines of the member files those that are allowed, and no more of each than a host name takes: whatever else an
 * entry carries is its secret (`whm-protocol 13 C13`). @throws RangeError
 */
export function readMemberFilesOf(user: string): ServerCommand {
  return closed(
    '/usr/bin/grep',
    '-rHsoE',
    '--exclude=*-state.json',
    '--exclude=*.cache',
    '--exclude=*-dnsrole',
    '^(#version [0-9.]+|(user|host|module|debug)=.{0,253})',
    memberFolderOf(user),
  );
}

export const readMemberFiles = readMemberFilesOf('root');

/**
 * The back end of each entry and the names of its keys; no value of any of them but the back end's
 * (`whm-protocol 13 C13`). Names are of small letters: what an old entry holds in place of lines with names is an
 * access key. @throws RangeError
 */
export function readMemberKeysOf(user: string): ServerCommand {
  return closed(
    '/usr/bin/grep',
    '-rHsoE',
    '--exclude=*-state.json',
    '--exclude=*.cache',
    '--exclude=*-dnsrole',
    '^(module=[A-Za-z0-9_]{1,64}|[a-z][a-z0-9_.-]{0,39}=)',
    memberFolderOf(user),
  );
}

/**
 * The role files: lines of one word as they are, of any other line but its first character, so that it is seen to be
 * there.
 * @throws RangeError
 */
export function readMemberRolesOf(user: string): ServerCommand {
  return closed(
    '/usr/bin/grep',
    '-rHsoE',
    '--include=*-dnsrole',
    '^[A-Za-z_-]{1,24}[[:space:]]*$|^.',
    memberFolderOf(user),
  );
}

export const readMemberRoles = readMemberRolesOf('root');

/** Fields of the cached polls; user and pass stand in the same files and are left out. @throws RangeError */
export function readMemberStatesOf(user: string): ServerCommand {
  return closed(
    '/usr/bin/grep',
    '-rHsoE',
    '--include=*-state.json',
    '"(hostname|dns_server|version|status|error|has_reverse_trust|has_good_privs|dns_server_running|dns_server_monitored|disabled)":("[^"]*"|[0-9]+|null|true|false)',
    memberFolderOf(user),
  );
}

export const readMemberStates = readMemberStatesOf('root');

/** Users with files of their own, and which of them have unique DNS clustering (`whm-protocol 4`: `USER/uniquedns`). */
export const listClusterUsers = closed(
  '/usr/bin/find',
  dnsonlyPath,
  clusterFolder,
  '-maxdepth',
  '2',
  '-printf',
  '%p\n',
);

/** The two lists of trusted addresses, one a line (`whm-protocol 4`). */
export const readTrustedLists = closed(
  '/usr/bin/grep',
  '-rHsE',
  '^[0-9A-Fa-f.:]+$',
  trustedListPaths.dnsmaster,
  trustedListPaths.remotedns,
);

/** Appends the lines of its standard input; `/etc/ips.dnsmaster` is WHM's own and is never written. */
export const appendTrusted = closed('/usr/bin/tee', '-a', trustedListPaths.remotedns);

const dnscluster = '/usr/local/cpanel/scripts/dnscluster';

/** What `dnscluster` is to bring where (`whm-protocol 3.8`). */
export type DnsclusterScope =
  | { readonly zones: 'all'; readonly where: 'here' | 'everywhere'; readonly full: boolean }
  | { readonly zones: 'one'; readonly where: 'here' | 'everywhere'; readonly zone: string };

/**
 * Synchronizes zones through the cluster (`whm-protocol 3.8`).
 * @throws RangeError for what is no name of a zone
 */
export function synchronizeZones(scope: DnsclusterScope): ServerCommand {
  const everywhere = scope.where === 'everywhere';
  if (scope.zones === 'all') {
    return closed(dnscluster, everywhere ? 'syncall' : 'synclocal', ...(scope.full ? ['--full'] : []));
  }
  if (!zonePattern.test(scope.zone)) throw new RangeError('No name of a zone.');
  return closed(dnscluster, everywhere ? 'synczone' : 'synczonelocal', scope.zone);
}

/** What `cpanel.config` says of clustering; `-r` changes nothing for a file, and keeps all searches of one form. */
export const readClusterSettings = closed(
  '/usr/bin/grep',
  '-rHsE',
  '^(cluster_autodisable_threshold|cluster_failure_notifications|local_nameserver_type|dnsadmin_log|dnsadmin_verbose_sync)=',
  '/var/cpanel/cpanel.config',
);
