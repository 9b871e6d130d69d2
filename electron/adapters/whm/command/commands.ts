/**
 * Every command that Nameward can run on a server by CommandStream (`whm-protocol 7.1`). The list is closed: whole programs with fixed
 * arguments, no shell, and no way to send another one. Lines that hold a token never leave the server: what is read of the member files
 * is a list of allowed lines, not the files.
 */

export const dnsadminLogPath = '/usr/local/cpanel/logs/dnsadmin_log';
export const clusteringOnPath = '/var/cpanel/useclusteringdns';
export const dnsonlyPath = '/var/cpanel/dnsonly';
export const memberFolder = '/var/cpanel/cluster/root/config';
export const queueStatusFolder = '/var/cpanel/clusterqueue/status';

/** The program with its arguments; only this file makes one. */
export type ServerCommand = readonly [program: string, ...argumentsOfIt: string[]] & { readonly __closed: true };

function closed(program: string, ...argumentsOfIt: string[]): ServerCommand {
  return Object.freeze([program, ...argumentsOfIt]) as unknown as ServerCommand;
}

/**
 * Follows dnsadmin_log across rotations.
 * @param lines how many earlier lines come first, 0 to 10,000
 * @throws RangeError
 */
export function tailDnsadminLog(lines: number): ServerCommand {
  if (!Number.isInteger(lines) || lines < 0 || lines > 10_000) throw new RangeError('0 to 10,000 lines.');
  return closed('/usr/bin/tail', '-n', String(lines), '-F', dnsadminLogPath);
}

/** Names of the touch files, the member files and the disabled members (`whm-protocol 4`). */
export const listClusterFiles = closed(
  '/usr/bin/find',
  clusteringOnPath,
  dnsonlyPath,
  '/var/cpanel/cluster/root',
  queueStatusFolder,
  '-maxdepth',
  '2',
  '-printf',
  '%p\n',
);

/** The lines of the member files that hold no secret, and the role files. */
export const readMemberFiles = closed(
  '/usr/bin/grep',
  '-rHsE',
  '--exclude=*-state.json',
  '--exclude=*.cache',
  '^(#version [0-9.]+|user=.*|host=.*|module=.*|debug=.*|standalone|sync|write-only)$',
  memberFolder,
);

/** Fields of the cached polls; user and pass stand in the same files and are left out. */
export const readMemberStates = closed(
  '/usr/bin/grep',
  '-rHsoE',
  '--include=*-state.json',
  '"(hostname|dns_server|version|status|error|has_reverse_trust|has_good_privs|dns_server_running|dns_server_monitored|disabled)":("[^"]*"|[0-9]+|null|true|false)',
  memberFolder,
);

/** What `cpanel.config` says of clustering; `-r` changes nothing for a file, and keeps all searches of one form. */
export const readClusterSettings = closed(
  '/usr/bin/grep',
  '-rHsE',
  '^(cluster_autodisable_threshold|cluster_failure_notifications|local_nameserver_type|dnsadmin_log|dnsadmin_verbose_sync)=',
  '/var/cpanel/cpanel.config',
);
