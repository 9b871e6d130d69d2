/** The files of servers in cases that are written down in a test. */

const config = '/var/cpanel/cluster/root/config';
/** What servers of the cases accept from their peers. */
const token = 'EXAMPLETOKENEXAMPLETOKENEXAMPLE0';

/** Lines of a file, each ended. */
export function lines(...of: readonly string[]): string {
  return of.map((line) => `${line}\n`).join('');
}

/** Files of a member of any kind: its config, and its role file byte for byte. */
export function member(name: string, text: string, role: string): Readonly<Record<string, string>> {
  return { [`${config}/${name}`]: text, [`${config}/${name}-dnsrole`]: role };
}

/** The config of a cPanel member. */
export function cpanelConfig(host: string): string {
  return lines('#version 2.0', 'user=root', `host=${host}`, `pass=${token}`, 'module=cPanel', 'debug=0');
}

interface Polled {
  readonly role?: string;
  readonly error?: string;
  readonly version?: string | null;
  /** What the config file has as `host=`; the host name that the poll found when absent. */
  readonly stored?: string;
}

/** Files of a cPanel member with the state of its last poll, a healthy one unless an error is given. */
export function cpanelMember(
  address: string,
  host: string,
  { role = 'sync', error, version = '11.136.0.51', stored = host }: Polled = {},
): Readonly<Record<string, string>> {
  const state = {
    user: 'root',
    pass: token,
    host: address,
    hostname: host,
    module: 'cPanel',
    debug: 0,
    dnsrole: role,
    disabled: 0,
    has_good_privs: 1,
    status: error === undefined ? 1 : 0,
    error: error ?? null,
    dns_server: 'powerdns',
    dns_version: '4.9.5',
    dns_server_running: 1,
    dns_server_monitored: 1,
    has_reverse_trust: 1,
    version: error === undefined ? version : null,
  };
  return {
    ...member(address, cpanelConfig(stored), role),
    [`${config}/${address}-state.json`]: JSON.stringify(state),
  };
}

/** A further file in the folder of members. */
export function besideMembers(name: string, text: string): Readonly<Record<string, string>> {
  return { [`${config}/${name}`]: text };
}

/** A file of the folder of results. */
export function resultFile(name: string, text: string): Readonly<Record<string, string>> {
  return { [`/var/cpanel/clusterqueue/status/${name}`]: text };
}

const header = (host: string): string =>
  `; cPanel first:11.110.0.22 (update_time):1714720000 Cpanel::ZoneFile::VERSION:1.3 hostname:${host} latest:11.136.0.51`;

/** A zone that web1 wrote, with further records. */
export function zone(serial: string, records: readonly string[] = ['@ 14400 IN A 192.0.2.80'], name = 'example.com') {
  const text = lines(
    header('web1.example.net'),
    `; Zone file for ${name}`,
    '$TTL 14400',
    `${name}. 86400 IN SOA ns1.example.net. hostmaster.example.net. (`,
    `\t${serial} ;Serial Number`,
    '\t3600 ;refresh',
    '\t1800 ;retry',
    '\t1209600 ;expire',
    '\t86400 ;minimum',
    ')',
    `${name}. 86400 IN NS ns1.example.net.`,
    ...records,
  );
  return zoneFile(name, text);
}

/** A zone of any text. */
export function zoneFile(name: string, text: string): Readonly<Record<string, string>> {
  return { [`/var/named/${name}.db`]: text };
}

/** The log of dnsadmin. */
export function log(...of: readonly string[]): Readonly<Record<string, string>> {
  return { '/usr/local/cpanel/logs/dnsadmin_log': lines(...of) };
}
