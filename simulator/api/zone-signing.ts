/**
 * What the functions of DNSSEC share: who may sign what, and the keys on their way to the members (`whm-protocol 2.8`,
 * `5`).
 */
import { writingMembers } from '#simulator/cluster/members.ts';
import { askPeer } from '#simulator/cluster/request.ts';
import { makeUniqid } from '#simulator/cluster/uniqid.ts';
import type { DnssecKey, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { writeKey } from '#simulator/zone/dnssec.ts';
import { ApiException, type ApiCall } from './call.ts';
import { mayAccess } from './zone-access.ts';

const NO_SUPPORT = 'The nameserver of this server does not support DNSSEC.';

/** @throws ApiException when no domain was given */
export function domainsOf({ arguments: given }: ApiCall): readonly string[] {
  const names = given.all('domain');
  if (names.length === 0) throw new ApiException('Provide at least one “domain” argument.');
  return names;
}

/** Why a zone cannot be signed here; null: it can. */
export function signingError(call: ApiCall, domain: string): string | null {
  if (call.server.nameserver !== 'powerdns') return NO_SUPPORT;
  const isThere = call.server.zones.has(domain) && mayAccess(call, domain);
  return isThere ? null : `You do not have access to a domain named “${domain}”.`;
}

/** What a new key of this server begins with; PowerDNS counts keys through all zones. */
export function newKeyFacts({ server, fleet }: ApiCall): Pick<DnssecKey, 'id' | 'createdAt'> {
  const id = Math.max(0, ...[...server.dnssecKeys.values()].flat().map((key) => key.id)) + 1;
  return { id, createdAt: Math.floor(fleet.now() / 1000) };
}

/** Queues the keys of a zone for the members: they need them to serve the same signatures. */
export function queueKeys({ server, fleet }: ApiCall, zone: string): void {
  fleet.cluster.queueTask(server, `synckeys ${zone}`, () => {
    const fields = (server.dnssecKeys.get(zone) ?? []).map((key): [string, string] => [String(key.tag), writeKey(key)]);
    return tellMembers(server, zone, 'synckeys_local', [...fields, ['nsec', '']], fleet);
  });
}

/** Queues the end of keys on the members. */
export function queueRevocation({ server, fleet }: ApiCall, zone: string, keys: readonly DnssecKey[]): void {
  fleet.cluster.queueTask(server, `revokekeys ${zone}`, () => {
    const fields = keys.map((key): [string, string] => [String(key.tag), writeKey(key)]);
    return tellMembers(server, zone, 'revokekeys_local', fields, fleet);
  });
}

async function tellMembers(
  server: ServerState,
  zone: string,
  action: 'synckeys_local' | 'revokekeys_local',
  fields: readonly [string, string][],
  fleet: FleetContext,
): Promise<void> {
  const intent = `${action === 'synckeys_local' ? 'sync' : 'revoke'} keys: ${zone}`;
  const members = writingMembers(server, server.zoneOwners.get(zone) ?? 'root').filter(
    ({ module, down }) => module === 'cPanel' && !down,
  );
  await Promise.all(
    members.map((entry) => {
      const params = new URLSearchParams([['zone', zone], ...fields, ['dnsuniqid', makeUniqid(fleet)]]);
      return askPeer(server, entry, { method: 'POST', action, params, intent }, fleet);
    }),
  );
}
