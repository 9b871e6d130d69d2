/**
 * Every function that the simulated API plays answers in the shape that its documentation names; the fixture has the
 * documented fields.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '#simulator/index.ts';
import { call } from '#simulator/clients/small-fleet.ts';
import { documentedFields, fieldsWithoutNotes } from '#test/fixtures/whm-api/fields.ts';

/** What a server has and the simulator does not play: calling one fails and says so. */
const NOT_PLAYED = ['addzonerecord', 'createacct', 'listaccts', 'read_cphulk_records', 'removeacct'];
const allFields: typeof documentedFields = { ...documentedFields, ...fieldsWithoutNotes };

const FORMS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  'string or null': (value) => value === null || typeof value === 'string',
  number: (value) => typeof value === 'number',
  '0 or 1': (value) => value === 0 || value === 1,
  epoch: (value) => Number.isInteger(value) && Number(value) > 1_500_000_000,
  'epoch or null': (value) => value === null || (Number.isInteger(value) && Number(value) > 1_500_000_000),
  token: (value) => /^[0-9A-Z]{32}$/.test(String(value)),
  'version or 0': (value) => value === 0 || (typeof value === 'string' && /^\d/.test(value)),
  base64: (value) => typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: (value) => Array.isArray(value),
  'list or null': (value) => value === null || Array.isArray(value),
};

type Data = Record<string, unknown>;
interface Answer {
  readonly metadata: { readonly result: number; readonly reason: string; readonly command: string };
  readonly data?: Data;
}

let fleet: Fleet;
let zone: string;
let serial: number;
beforeAll(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 6 });
  const [first] = fleet.servers.get('web1')?.zones.values() ?? [];
  zone = first?.name ?? '';
  serial = first?.serial ?? 0;
});
afterAll(() => fleet.close());

async function ask(name: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const params = new URLSearchParams({ 'api.version': '1', ...query }).toString();
  const authorization = `whm root:${fleet.tokens().tokens['web1'] ?? ''}`;
  const answer = await call(fleet, 'web1', `/json-api/${name}?${params}`, { authorization });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body) as Answer;
}

/** Arguments with which each function succeeds, in an order in which one may need the other. */
function argumentsOf(name: string): Readonly<Record<string, string>> {
  const record = JSON.stringify({ dname: 'shape', ttl: 300, record_type: 'A', data: ['192.0.2.1'] });
  const given: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    activate_zone_key: { domain: zone, key_id: '1' },
    add_zone_key: { domain: zone, algo_num: '13', key_type: 'zsk' },
    adddns: { domain: 'shape.example', ip: '192.0.2.1' },
    api_token_create: { token_name: 'shape' },
    api_token_get_details: { token: fleet.tokens().tokens['web1'] ?? '' },
    api_token_revoke: { token_name: 'shape' },
    api_token_update: { token_name: 'shape' },
    batch: { command: 'version' },
    cluster_member_has_trust_with: { host: '192.0.2.1' },
    configureservice: { service: 'named', monitored: '1' },
    create_cphulk_record: { list_name: 'white', ip: '192.0.2.1' },
    create_user_session: { user: 'root', service: 'whostmgrd' },
    deactivate_zone_key: { domain: zone, key_id: '1' },
    disable_dnssec_for_domains: { domain: zone },
    dumpzone: { domain: zone },
    enable_dnssec_for_domains: { domain: zone },
    export_zone_dnskey: { domain: zone, key_id: '1' },
    export_zone_files: { zone },
    export_zone_key: { domain: zone, key_id: '1' },
    fetch_ds_records_for_domains: { domain: zone },
    get_public_ip: { ip: fleet.servers.get('web1')?.address ?? '' },
    get_tweaksetting: { key: 'dnsadmin_log' },
    has_local_authority: { domain: `www.${zone}` },
    import_zone_key: { domain: zone, key_type: 'ksk', key_data: privateKey },
    killdns: { domain: 'shape.example' },
    listacls: {},
    lookupnsip: { host: 'ns1.pairs.example' },
    lookupnsips: { host: 'ns1.pairs.example' },
    mass_edit_dns_zone: { zone, serial: String(serial), add: record },
    nat_checkip: { ip: fleet.servers.get('web1')?.address ?? '' },
    parse_dns_zone: { zone },
    remove_zone_key: { domain: zone, key_id: '2' },
    resetzone: { domain: zone },
    resolvedomainname: { domain: 'ns1.pairs.example' },
    restartservice: { service: 'named' },
    saveacllist: { acllist: 'few', 'acl-clustering': '1' },
    set_nsec3_for_domains: {
      domain: zone,
      nsec3_iterations: '7',
      nsec3_narrow: '1',
      nsec3_opt_out: '0',
      nsec3_salt: '1a2b',
    },
    set_nameserver: { nameserver: 'PowerDNS' },
    set_tweaksetting: { key: 'dnsadmin_log', value: '1' },
    setacls: { reseller: 'hostco', acllist: 'few' },
    unset_nsec3_for_domains: { domain: zone },
  };
  return given[name] ?? {};
}

/** A key as `pdnsutil export-zone-key` writes it. */
const privateKey =
  'Private-key-format: v1.2\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=\n';

/** Functions that need what another one made come after it; the rest by name. */
const ORDER = ['api_token_create', 'api_token_update', 'api_token_revoke', 'saveacllist', 'listacls', 'setacls', 'adddns', 'killdns', 'mass_edit_dns_zone', 'resetzone', 'enable_dnssec_for_domains', 'fetch_ds_records_for_domains', 'add_zone_key', 'activate_zone_key', 'deactivate_zone_key', 'export_zone_key', 'export_zone_dnskey', 'import_zone_key', 'set_nsec3_for_domains', 'unset_nsec3_for_domains', 'remove_zone_key', 'disable_dnssec_for_domains']; // prettier-ignore
const names = [...ORDER, ...Object.keys(allFields).filter((name) => !ORDER.includes(name))];

/** Values at a path such as `service[].name`; `{comment}` behind a list keeps the items of that `type`. */
function valuesAt(value: unknown, path: string): readonly unknown[] {
  return path.split('.').reduce<readonly unknown[]>(
    (found, step) => {
      const [, key = '', isList, kind] = /^(\w+)(\[\])?(?:\{(\w+)\})?$/.exec(step) ?? [];
      const values = found.map((one) => (one as Data | undefined)?.[key]);
      if (isList === undefined) return values;
      const items = values.flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : [undefined]));
      return kind === undefined ? items : items.filter((item) => (item as Data | undefined)?.['type'] === kind);
    },
    [value],
  );
}

describe('the simulated API', () => {
  it.each(names)('%s has the documented fields', async (name) => {
    const answer = await ask(name, argumentsOf(name));
    expect(answer.metadata).toMatchObject({ result: 1, command: name, version: 1 });
    const fields = allFields[name] ?? null;
    if (fields === null) {
      expect(answer).not.toHaveProperty('data');
      return;
    }
    const wrong = Object.entries(fields).flatMap(([path, form]) => {
      const values = valuesAt(answer.data, path);
      if (values.length === 0) return [`${path} is missing`];
      return values
        .filter((value) => FORMS[form]?.(value) !== true)
        .map((value) => `${path}: ${form}, not ${String(value)}`);
    });
    expect(wrong).toEqual([]);
  });

  it('plays these functions and no others; the rest it lists and refuses', async () => {
    const listed = (await ask('applist')).data?.['app'] as string[];
    const reasons = await Promise.all(listed.map(async (name) => [name, (await ask(name)).metadata.reason] as const));
    const refused = reasons
      .filter(([, reason]) => reason.includes('The simulator does not play'))
      .map(([name]) => name);
    const played = listed.filter((name) => !refused.includes(name));
    expect(played.toSorted()).toEqual(Object.keys(allFields).toSorted());
    expect(refused).toEqual(expect.arrayContaining(NOT_PLAYED));
  });

  it('fails as documented for a name that nobody has', async () => {
    expect((await ask('dnscluster_sync_zones')).metadata).toMatchObject({
      result: 0,
      reason: 'Unknown app ("dnscluster_sync_zones") requested for this version (1) of the API.',
    });
  });

  it('lists the names that nobody has, those in a batch too', async () => {
    const params = 'api.version=1&command=version&command=get_dns_cluster_config%3Fa%3D1';
    const authorization = `whm root:${fleet.tokens().tokens['web1'] ?? ''}`;
    expect((await call(fleet, 'web1', `/json-api/batch?${params}`, { authorization })).status).toBe(500);
    await ask('dnscluster_sync_zones');
    await ask('version');
    expect(fleet.state().servers['web1']?.unknownFunctions.toSorted()).toEqual([
      'dnscluster_sync_zones',
      'get_dns_cluster_config',
    ]);
    expect(fleet.state().servers['ns1']?.unknownFunctions).toEqual([]);
  });
});
