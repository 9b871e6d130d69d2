/** DNSSEC's switch and keys, and cPHulk's lists, on a whole fleet. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '#simulator/index.ts';
import type { ServerState } from '#simulator/model.ts';
import { call } from '#simulator/clients/small-fleet.ts';

let fleet: Fleet;
let cursor: number;
let zone: string;
beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 6 });
  ({ cursor } = fleet.events());
  [zone = ''] = server('web1').zones.keys();
});
afterEach(() => fleet.close());

interface Answer {
  readonly metadata: { readonly result: number; readonly reason: string };
  readonly data?: Readonly<Record<string, unknown>>;
}

function server(id: string): ServerState {
  const found = fleet.servers.get(id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
}

async function ask(name: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const params = new URLSearchParams(query).toString();
  const authorization = `whm root:${fleet.tokens().tokens['web1'] ?? ''}`;
  const answer = await call(fleet, 'web1', `/json-api/${name}?api.version=1&${params}`, { authorization });
  return JSON.parse(answer.body) as Answer;
}

interface DsRecords {
  readonly keys?: Readonly<Record<string, unknown>>;
  readonly nsec_details?: unknown;
}

async function dsRecords(): Promise<DsRecords | undefined> {
  const { data } = await ask('fetch_ds_records_for_domains', { domain: zone });
  const rows = data?.['domains'] as readonly { readonly ds_records: DsRecords }[] | undefined;
  return rows?.[0]?.ds_records;
}

describe('DNSSEC', () => {
  it('is switched on with PowerDNS only, and the members get the keys', async () => {
    server('ns2').nameserver = 'bind';
    const enabled = await ask('enable_dnssec_for_domains', { domain: zone });
    expect(enabled.data?.['domains']).toEqual([{ domain: zone, enabled: 1, nsec_version: 'NSEC3', new_key_id: '1' }]);
    const [tag] = fleet.state().servers['web1']?.dnssecKeys[zone] ?? [];
    const { data } = await ask('fetch_ds_records_for_domains', { domain: zone });
    expect(data?.['domains']).toMatchObject([
      {
        ds_records: {
          keys: {
            [String(tag)]: {
              key_id: 1,
              key_tag: tag,
              key_type: 'CSK',
              algo_num: 13,
              digests: [{ digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
            },
          },
        },
      },
    ]);
    await fleet.awaitEvent(
      (event) => event.kind === 'task-finished' && event.task === `synckeys ${zone}`,
      5000,
      cursor,
    );
    expect(fleet.state().servers['ns1']?.dnssecKeys[zone]).toEqual([tag]);
    expect(fleet.state().servers['ns2']?.dnssecKeys[zone]).toBeUndefined();
    const { tokens } = fleet.tokens();
    const peer = (path: string) => call(fleet, 'ns1', path, { authorization: `whm root:${tokens['ns1'] ?? ''}` });
    expect((await peer(`/scripts2/getzones_local?zones=${zone}&keys=1`)).body).toContain(
      `cpdnskey${String(tag)}-${zone}=`,
    );
    await peer(`/scripts2/revokekeys_local?zone=${zone}&${String(tag)}=1`);
    expect(fleet.state().servers['ns1']?.dnssecKeys[zone]).toBeUndefined();
    expect((await ask('disable_dnssec_for_domains', { domain: zone })).data?.['domains']).toEqual([
      { domain: zone, disabled: 1 },
    ]);
    expect((await ask('fetch_ds_records_for_domains', { domain: zone })).data?.['domains']).toEqual([
      { domain: zone, ds_records: {} },
    ]);
    server('web1').nameserver = 'bind';
    expect((await ask('enable_dnssec_for_domains', { domain: zone })).data?.['domains']).toMatchObject([
      { enabled: 0, error: expect.stringContaining('DNSSEC') as string },
    ]);
  });
});

describe('the keys of a zone', () => {
  const taskDone = (task: string) =>
    fleet.awaitEvent((event) => event.kind === 'task-finished' && event.task === task, 5000, cursor);
  const keys = async (): Promise<unknown[]> => Object.values((await dsRecords())?.keys ?? {});

  it('are added, switched, imported and removed one by one, and the members hear of it', async () => {
    await ask('enable_dnssec_for_domains', { domain: zone, use_nsec3: '0' });
    expect(await ask('add_zone_key', { domain: zone, algo_num: '13', key_type: 'zsk' })).toMatchObject({
      data: { new_key_id: '2' },
    });
    expect(await keys()).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ key_id: 1, key_type: 'KSK', active: 1 }),
        expect.objectContaining({ key_id: 2, key_type: 'ZSK', active: 0 }),
      ]) as unknown[],
    );
    await ask('activate_zone_key', { domain: zone, key_id: '2' });
    await ask('deactivate_zone_key', { domain: zone, key_id: '1' });
    expect(await keys()).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ key_id: 1, active: 0 }),
        expect.objectContaining({ key_id: 2, active: 1 }),
      ]) as unknown[],
    );
    const [, second = 0] = fleet.state().servers['web1']?.dnssecKeys[zone] ?? [];
    expect((await ask('export_zone_key', { domain: zone, key_id: '2' })).data).toEqual({
      key_tag: second,
      key_type: 'ZSK',
    });
    await taskDone(`synckeys ${zone}`);
    await ask('remove_zone_key', { domain: zone, key_id: '2' });
    await taskDone(`revokekeys ${zone}`);
    await expect.poll(() => fleet.state().servers['ns1']?.dnssecKeys[zone]).not.toContain(second);
    expect(await ask('remove_zone_key', { domain: zone, key_id: '2' })).toMatchObject({
      metadata: { result: 0, reason: expect.stringContaining('No such key present for domain') as string },
    });
  });

  it('hash names with NSEC3 when told so, in a signed zone only', async () => {
    const nsec3 = { nsec3_iterations: '3', nsec3_narrow: '0', nsec3_opt_out: '1', nsec3_salt: 'ab12' };
    expect((await ask('set_nsec3_for_domains', { domain: zone, ...nsec3 })).data?.['domains']).toMatchObject([
      { domain: zone, enabled: 0, error: expect.stringContaining('not enabled') as string },
    ]);
    expect((await ask('set_nsec3_for_domains', { domain: zone })).metadata).toMatchObject({ result: 0 });
    await ask('enable_dnssec_for_domains', { domain: zone, use_nsec3: '0' });
    const details = async () => (await dsRecords())?.nsec_details;
    expect(await details()).toEqual({ nsec_version: 'NSEC' });
    await ask('set_nsec3_for_domains', { domain: zone, ...nsec3 });
    expect(await details()).toMatchObject({ nsec_version: 'NSEC3', nsec3_iterations: 3, nsec3_narrow: 0, nsec3_opt_out: 1, nsec3_salt: 'ab12' }); // prettier-ignore
    expect((await ask('unset_nsec3_for_domains', { domain: zone })).data?.['domains']).toEqual([{ domain: zone, disabled: 1 }]); // prettier-ignore
    expect(await details()).toEqual({ nsec_version: 'NSEC' });
  });
});

describe('cPHulk', () => {
  it('says whether it is on, and takes addresses into its lists', async () => {
    expect((await ask('cphulk_status')).data).toEqual({ service: 'cPHulk', is_enabled: 1 });
    const query = { list_name: 'white', ip: '127.0.0.1', 'ip-1': '192.0.2.0/24', 'ip-2': 'nowhere', comment: 'me' };
    expect((await ask('create_cphulk_record', query)).data).toEqual({
      list_name: 'white',
      ips_added: ['127.0.0.1', '192.0.2.0/24'],
      ips_failed: { nowhere: 'Invalid IP address or range: "nowhere"' },
      comment: 'me',
      requester_ip: '127.0.0.1',
      requester_ip_is_whitelisted: 1,
      ip_blocks_removed: 0,
      iptable_bans_removed: 0,
    });
    expect(fleet.state().servers['web1']?.cphulk).toMatchObject({ white: ['127.0.0.1', '192.0.2.0/24'], black: [] });
    server('web1').cphulk.enabled = false;
    expect((await ask('create_cphulk_record', query)).metadata.reason).toBe('cPHulk is disabled on the server.');
  });
});
