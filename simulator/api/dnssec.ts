/**
 * DNSSEC for domains, which only PowerDNS can do (`whm-protocol 2.8`; fields as on cPanel's API pages of 11.138). Keys
 * are real, zones are not signed.
 */
import type { DnssecKey, Nsec3 } from '#simulator/model.ts';
import { createDnssecKey, dsDigest, keyTypeOf } from '#simulator/zone/dnssec.ts';
import type { ApiArguments } from './arguments.ts';
import { ApiException, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';
import { mayAccess } from './zone-access.ts';
import { domainsOf, newKeyFacts, queueKeys, queueRevocation, signingError } from './zone-signing.ts';

export const dnssecFunctions: readonly ApiFunction[] = [
  { name: 'enable_dnssec_for_domains', acls: ['manage-dns-records'], dnsonly: false, run: enable },
  { name: 'disable_dnssec_for_domains', acls: ['manage-dns-records'], dnsonly: false, run: disable },
  { name: 'fetch_ds_records_for_domains', acls: ['manage-dns-records'], dnsonly: false, run: fetchDs },
  { name: 'set_nsec3_for_domains', acls: ['manage-dns-records'], dnsonly: false, run: setNsec3 },
  { name: 'unset_nsec3_for_domains', acls: ['manage-dns-records'], dnsonly: false, run: unsetNsec3 },
];

type Row = Readonly<Record<string, unknown>>;

function eachDomain(call: ApiCall, act: (domain: string, error: string | null) => Row): ApiOutcome {
  const domains = domainsOf(call).map((domain) => ({ domain, ...act(domain, signingError(call, domain)) }));
  return { data: { domains }, list: 'domains' };
}

function enable(call: ApiCall): ApiOutcome {
  const { server, arguments: given } = call;
  const hashes = given.optional('use_nsec3') !== '0';
  const active = given.optional('active') !== '0';
  const isClassic = given.optional('key_setup') === 'classic';
  const nsec3 = hashes ? nsec3Of(given, defaultNsec3) : null;
  return eachDomain(call, (domain, error) => {
    if (error !== null) return { enabled: 0, error };
    const known = server.dnssecKeys.get(domain);
    const signing = known?.[0] ?? createDnssecKey({ ...newKeyFacts(call), flags: 257, active });
    if (known === undefined) {
      server.dnssecKeys.set(domain, [signing]);
      if (isClassic) {
        const zoneKey = createDnssecKey({ ...newKeyFacts(call), flags: 256, active });
        server.dnssecKeys.set(domain, [signing, zoneKey]);
      }
    }
    if (nsec3 === null) server.nsec3.delete(domain);
    else server.nsec3.set(domain, nsec3);
    queueKeys(call, domain);
    return { enabled: 1, nsec_version: hashes ? 'NSEC3' : 'NSEC', new_key_id: String(signing.id) };
  });
}

function disable(call: ApiCall): ApiOutcome {
  const { server } = call;
  return eachDomain(call, (domain, error) => {
    if (error !== null) return { disabled: 0, error };
    queueRevocation(call, domain, server.dnssecKeys.get(domain) ?? []);
    server.dnssecKeys.delete(domain);
    server.nsec3.delete(domain);
    return { disabled: 1 };
  });
}

function fetchDs(call: ApiCall): ApiOutcome {
  return eachDomain(call, (domain) => {
    const keys = mayAccess(call, domain) ? (call.server.dnssecKeys.get(domain) ?? []) : [];
    if (keys.length === 0) return { ds_records: {} };
    const byTag = keys.map((key) => [String(key.tag), recordOf(domain, key, keys)] as const);
    const nsec3 = call.server.nsec3.get(domain);
    return { ds_records: { keys: Object.fromEntries(byTag), nsec_details: nsecDetails(nsec3) } };
  });
}

/** Without the private key, which a real server adds. */
function recordOf(domain: string, key: DnssecKey, all: readonly DnssecKey[]): Row {
  return {
    key_id: key.id,
    key_tag: key.tag,
    key_type: keyTypeOf(key, all),
    flags: key.flags,
    algo_num: key.algorithm,
    algo_desc: 'ECDSA Curve P-256 with SHA-256',
    algo_tag: 'ECDSAP256SHA256',
    bits: 256,
    created: key.createdAt,
    active: key.active ? 1 : 0,
    digests: [{ algo_num: 2, algo_desc: 'SHA-256', digest: dsDigest(domain, key) }],
  };
}

function nsecDetails(nsec3: Nsec3 | undefined): Row {
  if (nsec3 === undefined) return { nsec_version: 'NSEC' };
  return {
    nsec_version: 'NSEC3',
    nsec3_hash_algo_num: 1,
    nsec3_hash_algo_desc: 'SHA-1',
    nsec3_iterations: nsec3.iterations,
    nsec3_narrow: nsec3.narrow ? 1 : 0,
    nsec3_opt_out: nsec3.optOut ? 1 : 0,
    nsec3_salt: nsec3.salt,
  };
}

/** All four parameters are required here. */
function setNsec3(call: ApiCall): ApiOutcome {
  for (const name of ['nsec3_iterations', 'nsec3_narrow', 'nsec3_opt_out', 'nsec3_salt']) call.arguments.required(name);
  const nsec3 = nsec3Of(call.arguments, defaultNsec3);
  return eachDomain(call, (domain, error) => {
    const reason = error ?? unsigned(call, domain);
    if (reason !== null) return { enabled: 0, error: reason };
    call.server.nsec3.set(domain, nsec3);
    queueKeys(call, domain);
    return { enabled: 1 };
  });
}

function unsetNsec3(call: ApiCall): ApiOutcome {
  return eachDomain(call, (domain, error) => {
    const reason = error ?? unsigned(call, domain);
    if (reason !== null) return { disabled: 0, error: reason };
    call.server.nsec3.delete(domain);
    queueKeys(call, domain);
    return { disabled: 1 };
  });
}

function unsigned({ server }: ApiCall, domain: string): string | null {
  return server.dnssecKeys.has(domain) ? null : `DNSSEC is not enabled for “${domain}”.`;
}

const defaultNsec3: Nsec3 = { iterations: 7, narrow: true, optOut: false, salt: '1a2b3c4d5e6f' };

/** @throws ApiException for what is no number, no flag or no hexadecimal salt */
function nsec3Of(given: ApiArguments, otherwise: Nsec3): Nsec3 {
  const iterations = given.optional('nsec3_iterations') ?? String(otherwise.iterations);
  const salt = given.optional('nsec3_salt') ?? otherwise.salt;
  if (!/^\d{1,5}$/.test(iterations)) throw new ApiException(`“${iterations}” is not a number of iterations.`);
  if (!/^(?:[0-9a-f]{2}){0,255}$/i.test(salt)) throw new ApiException(`“${salt}” is not a salt.`);
  return {
    iterations: Number(iterations),
    narrow: given.optional('nsec3_narrow') === null ? otherwise.narrow : given.flag('nsec3_narrow'),
    optOut: given.optional('nsec3_opt_out') === null ? otherwise.optOut : given.flag('nsec3_opt_out'),
    salt,
  };
}
