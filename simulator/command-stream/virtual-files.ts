/**
 * The files of a server as CommandStream's commands see them, made from its state (`whm-protocol 4`). Nothing of this
 * machine is in it.
 */
import { isWriting } from '#simulator/cluster/members.ts';
import { memberFile } from '#simulator/cluster/stored-files.ts';
import { shownVersion } from '#simulator/cluster/version.ts';
import type { MemberEntry, PeerCommand, ServerState } from '#simulator/model.ts';
import type { AnswerVariants, DiskVariants } from '#simulator/variants.ts';

/** A file's text, or what makes it: zones and queues are made only when they are read. */
type Content = string | (() => string);

/** A tree of files: the whole path of every file, and of every folder above one. */
export interface VirtualFiles {
  /** Text of a file; null when there is no file of that path (a folder, nothing). */
  read(path: string): string | null;
  /** Names in a folder, in the order in which they were made; null when there is no folder of that path. */
  list(path: string): readonly string[] | null;
  /** The folder is there and what is in it cannot be read: a file system that fails. */
  isUnreadable(path: string): boolean;
}

/** Modules whose key has a place of its own in the state; those outside WHM have keys of their own. */
const BUNDLED: ReadonlySet<string> = new Set(['cPanel', 'SoftLayer', 'VPSNET']);

/** What `debug=` holds when it is off and on. */
const DEBUG_WORDS = { digits: ['0', '1'], words: ['off', 'on'] } as const;

/** The files of a server at this moment. */
export function virtualFiles(server: ServerState): VirtualFiles {
  const files = new Map<string, Content>();
  const folders = new Map<string, Set<string>>([['/', new Set()]]);
  const addFolder = (path: string): Set<string> => {
    const found = folders.get(path);
    if (found !== undefined) return found;
    const made = new Set<string>();
    folders.set(path, made);
    const { parent, name } = split(path);
    addFolder(parent).add(name);
    return made;
  };
  const add = (path: string, content: Content): void => {
    const { parent, name } = split(path);
    addFolder(parent).add(name);
    files.set(path, content);
  };
  for (const folder of ['/var/cpanel/cluster/root/config', '/var/cpanel/clusterqueue/status', '/var/named']) {
    addFolder(folder);
  }
  addServerFiles(server, add);
  for (const [user, own] of [['root', server.cluster] as const, ...server.cluster.resellers]) {
    const folder = `/var/cpanel/cluster/${user}`;
    const written = [...own.members.values()].filter((entry) => !server.files.has(memberFile(user, entry.address)));
    for (const entry of own.members.values()) addMemberFiles(entry, user, server.variants, add);
    for (const entry of written) add(`${memberFile(user, entry.address)}.cache`, () => cacheFile(entry));
    for (const [member, role] of own.strayRoles) add(`${folder}/config/${member}-dnsrole`, `${role}\n`);
    if ('unique' in own && own.unique) add(`${folder}/uniquedns`, '');
    addListCache(written, folder, add);
  }
  addStatusFiles(server, add);
  for (const { command, queuedAt, pending } of server.cluster.queue) {
    const name = `${String(queuedAt)}-${command.uniqid}`;
    add(`/var/cpanel/clusterqueue/requests/${name}`, () => requestFile(command, queuedAt, pending));
    add(`/var/cpanel/clusterqueue/retry/${name}`, [...pending].map((host) => `${host}\n`).join(''));
  }
  addStoredFiles(server, files, add);
  const isUnreadable = (path: string): boolean => server.variants.unreadable.includes(path);
  return {
    isUnreadable,
    read: (path) => {
      if (server.variants.unreadable.some((folder) => path.startsWith(`${folder}/`))) return null;
      const content = files.get(path);
      return content === undefined ? null : typeof content === 'string' ? content : content();
    },
    list: (path) => {
      const names = folders.get(path);
      return names === undefined ? null : isUnreadable(path) ? [] : [...names];
    },
  };
}

/**
 * What somebody else put there stands as it is, in place of what this server would write. A member that was put there
 * has no other files than came with it.
 */
function addStoredFiles(
  server: ServerState,
  files: Map<string, Content>,
  add: (path: string, content: Content) => void,
): void {
  for (const [path, text] of server.files) {
    if (files.has(path)) files.set(path, text);
    else add(path, text);
  }
}

function addServerFiles(server: ServerState, add: (path: string, content: Content) => void): void {
  const { cluster } = server;
  if (cluster.enabled) add('/var/cpanel/useclusteringdns', '');
  if (server.product === 'dnsonly') add('/var/cpanel/dnsonly', '');
  add(
    '/var/cpanel/cpanel.config',
    [
      '#### NOTICE ####',
      `cluster_autodisable_threshold=${String(cluster.threshold)}`,
      `cluster_failure_notifications=${cluster.notifications ? '1' : '0'}`,
      `dnsadmin_log=${String(server.dnsadminLogLevel)}`,
      `dnsadmin_verbose_sync=${server.dnsadminVerboseSync ? '1' : '0'}`,
      `local_nameserver_type=${server.nameserver}`,
      '',
    ].join('\n'),
  );
  if (server.apiTokensLog.length > 0) {
    add('/usr/local/cpanel/logs/api_tokens_log', () => server.apiTokensLog.map((line) => `${line}\n`).join(''));
  }
  for (const [name, addresses] of Object.entries(server.trustedAddresses)) {
    add(`/etc/ips.${name}`, addresses.map((address) => `${address}\n`).join(''));
  }
  for (const zone of server.zones.values()) add(`/var/named/${zone.name}.db`, () => zone.text);
}

function addMemberFiles(
  entry: MemberEntry,
  user: string,
  variants: DiskVariants & AnswerVariants,
  add: (path: string, content: Content) => void,
): void {
  const file = memberFile(user, entry.address);
  const debug = DEBUG_WORDS[variants.debug][entry.debug ? 1 : 0];
  const secret = entry.module === 'cPanel' ? [`host=${entry.host}`, `pass=${entry.token}`] : [`apikey=${entry.token}`];
  const further = Object.entries(entry.moreKeys ?? {}).map(([key, value]) => `${key}=${value}`);
  const keys = BUNDLED.has(entry.module) ? [...secret, ...further] : further;
  add(
    file,
    [
      '#version 2.0',
      ...(entry.user === '' ? [] : [`user=${entry.user}`]),
      ...keys,
      ...(entry.nsConfig === undefined ? [] : [`ns_config=${entry.nsConfig}`]),
      `module=${entry.module}`,
      `debug=${debug}`,
      '',
    ].join('\n'),
  );
  const role = entry.role ?? entry.oddRole;
  if (role !== undefined) add(`${file}-dnsrole`, `${role}\n`);
  if (entry.state !== null) add(`${file}-state.json`, stateFile(entry, user, variants.shownVersions));
}

/**
 * `IP.cache`: the config once more with the host name. That it is serialised, version 4.0, is known (`whm-protocol 4`),
 * its form is not.
 */
function cacheFile({ user, host, token, module, debug }: MemberEntry): string {
  return JSON.stringify({ version: '4.0', user, host, pass: token, module, debug: debug ? 1 : 0, hostname: host });
}

/** `config_write-only_sync.cache`: names of the members that are written to, one a line, the last line a version. */
function addListCache(
  members: Iterable<MemberEntry>,
  folder: string,
  add: (path: string, content: Content) => void,
): void {
  const names = [...members].filter(({ role }) => isWriting(role)).map(({ address }) => address);
  if (names.length > 0) add(`${folder}/config_write-only_sync.cache`, [...names, '4.0', ''].join('\n'));
}

/** A queued request: the action, then the data of the request with what the queue appends to it (`whm-protocol 4`). */
function requestFile({ action, zones, uniqid }: PeerCommand, queuedAt: number, pending: ReadonlySet<string>): string {
  const names = zones.map(({ name }) => name).join(',');
  const data = new URLSearchParams();
  if (action === 'removezone') data.set('zones', names);
  else if (action === 'reloadzones') data.set('zone', names);
  else if (action === 'synczones') for (const { name, text } of zones) data.set(`cpdnszone-${name}`, text);
  else
    for (const { name, text } of zones) {
      data.set('zone', name);
      data.set('zonedata', text);
    }
  data.set('hosts', [...pending].join(','));
  data.set('dnsqueuetime', String(queuedAt));
  data.set('dnsuniqid', uniqid);
  data.set('ignore_downed_hosts', '1');
  return `${action.toUpperCase()}\n${data.toString()}\n`;
}

/** By address, whoever's member it is; those of members that were removed are still there. */
function addStatusFiles(server: ServerState, add: (path: string, content: Content) => void): void {
  const lists = [server.cluster.members, ...[...server.cluster.resellers.values()].map((own) => own.members)];
  const statuses = new Map([...server.cluster.leftStatus, ...lists.flatMap((list) => [...list])]);
  for (const [address, { results, down }] of statuses) {
    const status = `/var/cpanel/clusterqueue/status/${address}`;
    if (results !== '') add(status, results);
    if (down) add(`${status}-down`, '');
  }
  for (const [address, events] of server.cluster.failureLogs) {
    const lines = events.map(({ at, text }) => `${encodeURIComponent(`${String(at)} ${text}`)}\n`);
    add(`/var/cpanel/clusterqueue/status/${address}-failure_log`, lines.join(''));
  }
}

/** `IP-state.json`: the last poll and a copy of the entry, the token included. One line, as a serialiser writes it. */
function stateFile(entry: MemberEntry, user: string, form: 'whole' | 'short'): string {
  const { state } = entry;
  const version = state?.version == null ? null : shownVersion(state.version, form);
  return JSON.stringify({
    user: entry.user,
    pass: entry.token,
    host: entry.address,
    hostname: entry.host,
    module: entry.module,
    debug: entry.debug ? 1 : 0,
    dnsrole: entry.role,
    _cluster_config_user: user,
    disabled: entry.down ? 1 : 0,
    status: state?.error === null ? 1 : 0,
    has_good_privs: state?.hasGoodPrivileges === true ? 1 : 0,
    error: state?.error ?? null,
    dns_server: state?.nameserver ?? 'unknown',
    dns_version: state?.nameserverVersion ?? null,
    dns_mmversion: majorMinor(state?.nameserverVersion),
    dns_server_disabled: state?.nameserver === 'disabled' ? 1 : 0,
    dns_server_running: state?.namedRunning === true ? 1 : 0,
    dns_server_monitored: state?.namedMonitored === true ? 1 : 0,
    has_reverse_trust: state?.hasReverseTrust ?? null,
    version,
    mmversion: majorMinor(version),
    dnssec: state?.nameserver === 'powerdns' ? 1 : 0,
  });
}

/** `11.126.0.28` as `11.126`. */
function majorMinor(version: string | null | undefined): string | null {
  return version?.split('.').slice(0, 2).join('.') ?? null;
}

function split(path: string): { readonly parent: string; readonly name: string } {
  const at = path.lastIndexOf('/');
  return { parent: at <= 0 ? '/' : path.slice(0, at), name: path.slice(at + 1) };
}
