/**
 * A server's own look at a member: the batch of `whm-protocol 1.8`, then the question for reverse trust (`4`, rules).
 */
import type { MemberEntry, MemberPoll, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { isAtLeast } from './version.ts';

type Json = Readonly<Record<string, unknown>>;

const NOTHING: Omit<MemberPoll, 'at'> = {
  error: null,
  version: null,
  nameserver: 'unknown',
  nameserverVersion: null,
  namedRunning: null,
  namedMonitored: false,
  hasGoodPrivileges: true,
  hasReverseTrust: null,
};

/**
 * Asks a member for version, nameserver software, state and trust; what cannot be had is in the result, so it never
 * rejects.
 */
export async function pollMember(server: ServerState, entry: MemberEntry, fleet: FleetContext): Promise<MemberPoll> {
  const at = Math.floor(fleet.now() / 1000);
  const call = async (name: string, params: URLSearchParams): Promise<Json> => {
    params.set('api.version', '1');
    const answer = await fleet.callPeer(server, entry.address, {
      method: 'GET',
      path: `/json-api/${name}`,
      params,
      user: entry.user,
      token: entry.token,
      // Raised with 11.120 (RE-600).
      timeoutMs: server.variants.pollTimeoutMs ?? (isAtLeast(server.version, 120) ? 15_000 : 7000),
    });
    if (answer.status !== 200) throw new Error(`HTTP ${String(answer.status)}`);
    return object(JSON.parse(answer.body));
  };
  try {
    const commands = ['installed_versions', 'servicestatus?service=named', 'version'];
    const batch = await call(
      'batch',
      new URLSearchParams(commands.map((command): [string, string] => ['command', command])),
    );
    if (object(batch['metadata'])['result'] !== 1) {
      const refused = /required privileges/i.test(String(object(batch['metadata'])['reason']));
      if (!refused) throw new Error('the batch failed');
      return { ...NOTHING, at, hasGoodPrivileges: false };
    }
    const found = readBatch(batch);
    if (!isAtLeast(found.version, 84)) return { ...NOTHING, ...found, at };
    const trust = await call(
      'cluster_member_has_trust_with',
      new URLSearchParams({
        host: server.address,
        ...(server.publicAddress === null ? {} : { althost: server.publicAddress }),
      }),
    );
    // A refused question leaves the trust unknown; what was found stays.
    const data = object(trust['metadata'])['result'] === 1 ? object(trust['data']) : {};
    const answer = data['has_trust'];
    return { ...NOTHING, ...found, at, hasReverseTrust: answer === 1 ? '1' : answer === 0 ? '0' : null };
  } catch {
    // The page does not tell one cause from another (`whm-protocol 10`).
    return { ...NOTHING, at, error: 'Could not communicate with remote API server.' };
  }
}

function readBatch(batch: Json): Pick<
  MemberPoll,
  'nameserver' | 'nameserverVersion' | 'namedRunning' | 'namedMonitored'
> & {
  readonly version: string;
} {
  const results = array(object(batch['data'])['result']).map((one) => object(object(one)['data']));
  const [installed = {}, services = {}, product = {}] = results;
  const named = object(array(services['service'])[0]);
  const powerdns = installed['powerdns'];
  const software = powerdns === 0 || powerdns === undefined ? 'bind' : 'powerdns';
  const running = named['running'];
  return {
    version: String(product['version']),
    nameserver: Number(named['enabled']) === 0 ? 'disabled' : software,
    nameserverVersion: String(software === 'powerdns' ? powerdns : installed['bind']),
    namedRunning: running === undefined ? null : Number(running) === 1,
    namedMonitored: Number(named['monitored']) === 1,
  };
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return value as Json;
}

function array(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('not a list');
  return value as readonly unknown[];
}
