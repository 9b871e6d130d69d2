/** DNSSEC, which only PowerDNS can do (`whm-protocol 2.8`). Keys are real, zones are not signed. */
import { writingMembers } from '../cluster/members.ts';
import { askPeer } from '../cluster/request.ts';
import { makeUniqid } from '../cluster/uniqid.ts';
import type { DnssecKey, FleetContext, ServerState } from '../model.ts';
import { createDnssecKey, dsDigest, writeKey } from '../zone/dnssec.ts';
import { ApiException, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';
import { mayAccess } from './zone-access.ts';

const NO_SUPPORT = 'The nameserver of this server does not support DNSSEC.';

export const dnssecFunctions: readonly ApiFunction[] = [
  { name: 'enable_dnssec_for_domains', acls: ['manage-dns-records'], dnsonly: false, run: enable },
  { name: 'disable_dnssec_for_domains', acls: ['manage-dns-records'], dnsonly: false, run: disable },
  { name: 'fetch_ds_records_for_domains', acls: ['manage-dns-records'], dnsonly: false, run: fetchDs },
];

function enable(call: ApiCall): ApiOutcome {
  const { server, fleet, arguments: given } = call;
  const nsec = given.optional('use_nsec3') === '0' ? 'NSEC' : 'NSEC3';
  const domains = domainsOf(call).map((domain) => {
    const error = errorOf(call, domain);
    if (error !== null) return { domain, enabled: 0, error };
    const known = server.dnssecKeys.get(domain);
    const key = known?.[0] ?? createDnssecKey(nextId(server));
    if (known === undefined) server.dnssecKeys.set(domain, [key]);
    fleet.cluster.queueTask(server, `synckeys ${domain}`, () => sendKeys(server, domain, fleet));
    return { domain, enabled: 1, nsec_version: nsec, new_key_id: key.id, nsec_error: '' };
  });
  return { data: { domains }, list: 'domains' };
}

function disable(call: ApiCall): ApiOutcome {
  const domains = domainsOf(call).map((domain) => {
    const error = errorOf(call, domain);
    if (error !== null) return { domain, disabled: 0, error };
    call.server.dnssecKeys.delete(domain);
    return { domain, disabled: 1 };
  });
  return { data: { domains }, list: 'domains' };
}

function fetchDs(call: ApiCall): ApiOutcome {
  const domains = domainsOf(call).map((domain) => {
    const keys = mayAccess(call, domain) ? (call.server.dnssecKeys.get(domain) ?? []) : [];
    const byId = keys.map((key) => [String(key.id), recordOf(domain, key)] as const);
    return { domain, ds_records: { keys: Object.fromEntries(byId) } };
  });
  return { data: { domains }, list: 'domains' };
}

function recordOf(domain: string, key: DnssecKey): Readonly<Record<string, unknown>> {
  return {
    key_id: key.id,
    key_tag: key.tag,
    flags: key.flags,
    algo_num: key.algorithm,
    algo_desc: 'ECDSA Curve P-256 with SHA-256',
    active: 1,
    digests: [{ algo_num: 2, algo_desc: 'SHA-256', digest: dsDigest(domain, key) }],
  };
}

function domainsOf({ arguments: given }: ApiCall): readonly string[] {
  const names = given.all('domain');
  if (names.length === 0) throw new ApiException('Provide at least one “domain” argument.');
  return names;
}

function errorOf(call: ApiCall, domain: string): string | null {
  if (call.server.nameserver !== 'powerdns') return NO_SUPPORT;
  const isThere = call.server.zones.has(domain) && mayAccess(call, domain);
  return isThere ? null : `You do not have access to a domain named “${domain}”.`;
}

function nextId(server: ServerState): number {
  return Math.max(0, ...[...server.dnssecKeys.values()].flat().map((key) => key.id)) + 1;
}

/** The members need the keys to serve the same signatures. */
async function sendKeys(server: ServerState, zone: string, fleet: FleetContext): Promise<void> {
  const keys = server.dnssecKeys.get(zone) ?? [];
  const members = writingMembers(server, server.zoneOwners.get(zone) ?? 'root').filter(
    (one) => one.module === 'cPanel',
  );
  await Promise.all(
    members.map((entry) => {
      const fields = keys.map((key): [string, string] => [String(key.tag), writeKey(key)]);
      const params = new URLSearchParams([['zone', zone], ...fields, ['nsec', ''], ['dnsuniqid', makeUniqid(fleet)]]);
      const request = { method: 'POST', action: 'synckeys_local', params, intent: `sync keys: ${zone}` } as const;
      return askPeer(server, entry, request, fleet);
    }),
  );
}
