/**
 * Single keys of a signed zone (`whm-protocol 2.8`; parameters and fields as on cPanel's API pages of the category
 * domain-management, 11.138).
 */
import type { DnssecKey } from '#simulator/model.ts';
import { createDnssecKey, importDnssecKey, keyTypeOf } from '#simulator/zone/dnssec.ts';
import { ApiException, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';
import { newKeyFacts, queueKeys, queueRevocation, signingError } from './zone-signing.ts';

const keyFunction = (name: string, run: ApiFunction['run']): ApiFunction => ({
  name,
  acls: ['manage-dns-records'],
  dnsonly: false,
  run,
});

export const zoneKeyFunctions: readonly ApiFunction[] = [
  keyFunction('activate_zone_key', (call) => change(call, (key) => ({ ...key, active: true }))),
  keyFunction('deactivate_zone_key', (call) => change(call, (key) => ({ ...key, active: false }))),
  keyFunction('add_zone_key', add),
  keyFunction('remove_zone_key', remove),
  keyFunction('import_zone_key', importKey),
  keyFunction('export_zone_key', exportKey),
  keyFunction('export_zone_dnskey', exportDnskey),
];

interface Held {
  readonly domain: string;
  readonly key: DnssecKey;
  readonly all: readonly DnssecKey[];
}

/** @throws ApiException */
function domainOf(call: ApiCall): string {
  const domain = call.arguments.required('domain');
  const error = signingError(call, domain);
  if (error !== null) throw new ApiException(error);
  return domain;
}

/** @throws ApiException when the zone has no such key */
function heldKey(call: ApiCall): Held {
  const domain = domainOf(call);
  const id = Number(call.arguments.required('key_id'));
  const all = call.server.dnssecKeys.get(domain) ?? [];
  const key = all.find((one) => one.id === id);
  if (key === undefined) {
    throw new ApiException('Invalid key_id or domain specified: No such key present for domain');
  }
  return { domain, key, all };
}

function store(call: ApiCall, domain: string, keys: readonly DnssecKey[]): void {
  if (keys.length === 0) call.server.dnssecKeys.delete(domain);
  else call.server.dnssecKeys.set(domain, [...keys]);
  queueKeys(call, domain);
}

function change(call: ApiCall, to: (key: DnssecKey) => DnssecKey): ApiOutcome {
  const { domain, key, all } = heldKey(call);
  store(
    call,
    domain,
    all.map((one) => (one === key ? to(one) : one)),
  );
  return {};
}

/** @throws ApiException */
function flagsOf(call: ApiCall): 256 | 257 {
  const type = call.arguments.required('key_type');
  if (type !== 'ksk' && type !== 'zsk') throw new ApiException(`“${type}” is not a type of key: give ksk or zsk.`);
  return type === 'ksk' ? 257 : 256;
}

function add(call: ApiCall): ApiOutcome {
  const { server, arguments: given } = call;
  const domain = domainOf(call);
  const algorithm = given.required('algo_num');
  if (algorithm !== '13') throw new ApiException(`The simulator makes keys of algorithm 13 only, not “${algorithm}”.`);
  const key = createDnssecKey({ ...newKeyFacts(call), flags: flagsOf(call), active: given.flag('active') });
  store(call, domain, [...(server.dnssecKeys.get(domain) ?? []), key]);
  return { data: { new_key_id: String(key.id) } };
}

function remove(call: ApiCall): ApiOutcome {
  const { domain, key, all } = heldKey(call);
  queueRevocation(call, domain, [key]);
  store(
    call,
    domain,
    all.filter((one) => one !== key),
  );
  return {};
}

function importKey(call: ApiCall): ApiOutcome {
  const { server, arguments: given } = call;
  const domain = domainOf(call);
  const facts = { ...newKeyFacts(call), flags: flagsOf(call), active: true };
  const key = importDnssecKey(given.required('key_data'), facts);
  if (key === null) throw new ApiException('The key data are not those of a key of algorithm 13.');
  store(call, domain, [...(server.dnssecKeys.get(domain) ?? []), key]);
  return { data: { import_key_id: key.id } };
}

function exportKey(call: ApiCall): ApiOutcome {
  const { key, all } = heldKey(call);
  return { data: { key_tag: key.tag, key_type: keyTypeOf(key, all) } };
}

function exportDnskey(call: ApiCall): ApiOutcome {
  const { key } = heldKey(call);
  return { data: { key_id: key.id, dnskey: key.publicKey } };
}
