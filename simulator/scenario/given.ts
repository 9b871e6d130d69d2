/**
 * A fleet of servers as somebody describes them: facts, variants and the files of their disks, instead of a scenario.
 */
import { memberFile } from '#simulator/cluster/stored-files.ts';
import type { MemberEntry, MemberPoll, Role, ServerState } from '#simulator/model.ts';
import type { ScenarioOptions, ScenarioPlan } from '#simulator/seams.ts';
import { seededRandom } from '#simulator/random.ts';
import { writtenSerial } from '#simulator/zone/zone-file.ts';
import { addServer, addToken, type FleetDraft, type ServerSpec } from './server-state.ts';

/** A server as it is described; what is absent is as in `ServerSpec`. */
export interface GivenServer extends ServerSpec {
  /**
   * Text by path on the server's disk. What is a member, a zone or a log becomes one; every other file is merely there.
   */
  readonly files: ReadonlyMap<string, string>;
}

export interface GivenFleet {
  readonly servers: readonly GivenServer[];
  /** Every server accepts this from its peers, with the ACL clustering. */
  readonly peerToken: string;
}

const CONFIG = /^\/var\/cpanel\/cluster\/root\/config\/([^/]+)$/;
const ZONE = /^\/var\/named\/(.+)\.db$/;
const ROLES: readonly string[] = ['standalone', 'sync', 'write-only'] satisfies Role[];
/** Age of a state file, seconds. */
const STATE_AGE = 3600;

/** Makes the state of a fleet of given servers; all of them are known to the app. */
export function buildGiven(given: GivenFleet, options: ScenarioOptions): ScenarioPlan {
  const draft: FleetDraft = { options, random: seededRandom(options.seed), servers: [] };
  const known = given.servers.map((spec) => {
    const server = addServer(draft, spec);
    const token = addToken(draft, server, 'cluster', { acls: ['clustering'], age: 400 * 86_400, expiresAt: null });
    server.tokens.set('cluster', { ...token, token: given.peerToken });
    for (const [path, text] of spec.files) server.files.set(path, text);
    readZones(server);
    readMembers(server, Math.floor(options.now / 1000));
    return { id: server.id, user: 'root', token: server.tokens.get('nameward')?.token ?? '' };
  });
  return { servers: draft.servers, known };
}

function readZones(server: ServerState): void {
  for (const [path, text] of server.files) {
    const name = ZONE.exec(path)?.[1];
    if (name === undefined) continue;
    server.zones.set(name, { name, serial: writtenSerial(text), text });
    server.files.delete(path);
  }
}

/** A member has a role file and a member file (`whm-protocol 4`); other files of the folder are nobody's. */
function readMembers(server: ServerState, now: number): void {
  const { files, cluster } = server;
  const names = new Set<string>();
  for (const path of files.keys()) {
    const name = CONFIG.exec(path)?.[1];
    if (name?.endsWith('-dnsrole') === true) names.add(name.slice(0, -'-dnsrole'.length));
  }
  for (const name of names) {
    const file = memberFile('root', name);
    const config = files.get(file);
    const word = (files.get(`${file}-dnsrole`) ?? '').trim();
    const role = ROLES.includes(word) ? (word as Role) : null;
    if (config === undefined) {
      cluster.strayRoles.set(name, role ?? 'standalone');
      continue;
    }
    cluster.members.set(name, {
      ...readConfig(name, config),
      role,
      ...(role === null ? { oddRole: word } : {}),
      results: files.get(`/var/cpanel/clusterqueue/status/${name}`) ?? '',
      down: files.has(`/var/cpanel/clusterqueue/status/${name}-down`),
      state: readState(files.get(`${file}-state.json`), now - STATE_AGE),
    });
  }
}

const OWN_KEYS = new Set(['user', 'host', 'pass', 'module', 'debug']);

function readConfig(
  address: string,
  text: string,
): Pick<MemberEntry, 'address' | 'user' | 'host' | 'token' | 'module' | 'debug' | 'moreKeys'> {
  const fields = new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at <= 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
  return {
    address,
    user: fields.get('user') ?? '',
    host: fields.get('host') ?? '',
    token: fields.get('pass') ?? '',
    module: fields.get('module') ?? '',
    debug: /^(1|on)$/.test(fields.get('debug') ?? ''),
    moreKeys: Object.fromEntries([...fields].filter(([key]) => !OWN_KEYS.has(key))),
  };
}

interface StateFile {
  readonly error?: string | null;
  readonly version?: string | null;
  readonly dns_server?: MemberPoll['nameserver'] | null;
  readonly dns_version?: string | null;
  readonly dns_server_running?: number;
  readonly dns_server_monitored?: number;
  readonly has_good_privs?: number;
  readonly has_reverse_trust?: number | null;
}

function readState(text: string | undefined, at: number): MemberPoll | null {
  if (text === undefined) return null;
  const state = JSON.parse(text) as StateFile;
  const trust = state.has_reverse_trust ?? null;
  return {
    at,
    error: state.error ?? null,
    version: state.version ?? null,
    nameserver: state.dns_server ?? 'unknown',
    nameserverVersion: state.dns_version ?? null,
    namedRunning: state.dns_server_running === undefined ? null : state.dns_server_running === 1,
    namedMonitored: state.dns_server_monitored === 1,
    hasGoodPrivileges: state.has_good_privs === 1,
    hasReverseTrust: trust === null ? null : trust === 1 ? '1' : '0',
  };
}
