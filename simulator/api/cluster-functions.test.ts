/** Functions that change a server, on a whole fleet: their effects reach the members. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '#simulator/index.ts';
import type { ServerState } from '#simulator/model.ts';
import { call } from '#simulator/clients/small-fleet.ts';

let fleet: Fleet;
let cursor: number;
beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 6 });
  ({ cursor } = fleet.events());
});
afterEach(() => fleet.close());

interface Answer {
  readonly metadata: { readonly result: number; readonly reason: string; readonly output?: { readonly raw: string } };
  readonly data?: Readonly<Record<string, unknown>>;
}

function server(id: string): ServerState {
  const found = fleet.servers.get(id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
}

/** With root's token of every right, or another that is given as `user:token`. */
async function ask(name: string, query: string | Readonly<Record<string, string>> = {}, as?: string): Promise<Answer> {
  const params = new URLSearchParams(query).toString();
  const authorization = `whm ${as ?? `root:${fleet.tokens().tokens['web1'] ?? ''}`}`;
  const answer = await call(fleet, 'web1', `/json-api/${name}?api.version=1&${params}`, { authorization });
  return JSON.parse(answer.body) as Answer;
}

/** A token of web1 with these rights. */
function limited(user: string, acls: readonly string[] | null): string {
  const token = 'L'.repeat(32);
  const record = { name: 'limited', token, user, acls, createTime: 0, expiresAt: null, whitelistAddresses: null };
  server('web1').tokens.set('limited', record);
  return `${user}:${token}`;
}

const zoneAt = (at: number): string => [...server('web1').zones.keys()][at] ?? '';
const reason = (answer: Answer): string => answer.metadata.reason;

describe('services', () => {
  it('the nameserver changes some time after it was asked for, in any spelling', async () => {
    const answer = await ask('set_nameserver', { nameserver: 'BIND' }, limited('root', ['clustering']));
    expect(answer).toMatchObject({
      metadata: { result: 1, reason: 'OK' },
      data: { nameserver: 'bind', message: 'Queued task to set nameserver to bind successfully.' },
    });
    expect(server('web1').nameserver).toBe('powerdns');
    await fleet.awaitEvent((event) => event.kind === 'task-finished' && event.server === 'web1', 5000, cursor);
    expect(server('web1')).toMatchObject({ nameserver: 'bind', nameserverVersion: '9.16.23' });
    expect(reason(await ask('set_nameserver', { nameserver: 'unbound' }))).toBe(
      'Bind, powerdns, and disabled are valid nameserver options.',
    );
  });

  it('with the ACL clustering only named can be restarted and configured', async () => {
    const few = limited('root', ['clustering']);
    server('web1').namedRunning = false;
    const restarted = await ask('restartservice', { service: 'named' }, few);
    expect(restarted.metadata.output?.raw).toContain('finished');
    expect(server('web1').namedRunning).toBe(true);
    expect(reason(await ask('restartservice', { service: 'exim' }, few))).toBe(
      'Clustering ACL only allows restart of named',
    );
    expect(reason(await ask('restartservice', { service: 'nothing' }))).toBe('No such service');
    const configure = (query: Record<string, string>, as?: string) => ask('configureservice', query, as);
    expect(reason(await configure({ service: 'named', monitored: '0' }, few))).toBe('Disabled monitoring for named.');
    expect(server('web1').namedMonitored).toBe(false);
    expect(reason(await configure({ service: 'named', monitored: '0' }, few))).toBe('No changes made.');
    expect(reason(await configure({ service: 'named', monitored: '1' }, few))).toBe('Enabled monitoring for named.');
    expect(reason(await configure({ service: 'exim' }, few))).toBe('Clustering ACL only allows configuration of named');
    expect(reason(await configure({}))).toBe('Specified service does not exist or was not specified.');
  });

  it('are enabled and disabled, monitored and not, as servicestatus then says', async () => {
    const configure = (query: Record<string, string>) => ask('configureservice', query);
    const stateOf = async (service: string) =>
      ((await ask('servicestatus', { service })).data?.['service'] as readonly unknown[] | undefined)?.[0];
    expect(reason(await configure({ service: 'exim', enabled: '0', monitored: '0' }))).toBe(
      'Disabled exim. Disabled monitoring for exim.',
    );
    expect(await stateOf('exim')).toMatchObject({ enabled: 0, monitored: 0, installed: 1 });
    expect(reason(await configure({ service: 'exim', enabled: '1', monitored: '1' }))).toBe(
      'Enabled exim. Enabled monitoring for exim.',
    );
    expect(await stateOf('exim')).toMatchObject({ enabled: 1, monitored: 1, running: 1 });
    expect(reason(await configure({ service: 'named', enabled: '0' }))).toBe('Disabled named.');
    expect(await stateOf('named')).not.toHaveProperty('running');
    expect((await ask('installed_versions')).data?.['powerdns']).toBe('4.9.5');
    expect(reason(await configure({ service: 'named', enabled: '0' }))).toBe('No changes made.');
    await configure({ service: 'named', enabled: '1' });
    expect(await stateOf('named')).toMatchObject({ enabled: 1, running: 1 });
  });
});

describe('settings', () => {
  it('have their defaults, are written, and are seen in the log', async () => {
    const read = async (key: string) => (await ask('get_tweaksetting', { key, module: 'Main' })).data?.['tweaksetting'];
    expect(await read('dnsadmin_log')).toEqual({ key: 'dnsadmin_log', value: '0' });
    await ask('set_tweaksetting', { key: 'dnsadmin_log', value: '9' });
    await ask('set_tweaksetting', { key: 'dnsadmin_verbose_sync', value: '1' });
    await ask('set_tweaksetting', { key: 'bind_deferred_restart_time', value: '7' });
    expect(server('web1')).toMatchObject({ dnsadminLogLevel: 9, dnsadminVerboseSync: true });
    expect(await read('bind_deferred_restart_time')).toMatchObject({ value: '7' });
    expect((await ask('set_tweaksetting', { key: 'dnsadmin_log', value: '10' })).metadata.result).toBe(0);
    for (const key of ['cluster_autodisable_threshold', 'local_nameserver_type', 'toString']) {
      expect(reason(await ask('get_tweaksetting', { key }))).toBe('Invalid tweaksetting key/module');
    }
  });
});

describe('tokens', () => {
  it('an update replaces what is not given again by everything', async () => {
    await ask('api_token_create', 'token_name=few&acl=clustering&expires_at=4000000000&whitelist_ip=192.0.2.0/24');
    const kept = server('web1').tokens.get('few')?.token;
    const answer = await ask('api_token_update', 'token_name=few&new_name=more&acl=clustering&acl-1=restart');
    expect(answer.data).toMatchObject({ name: 'more', acls: ['clustering', 'restart'], expires_at: null });
    expect(answer.data).not.toHaveProperty('token');
    expect(server('web1').tokens.get('more')).toMatchObject({ token: kept, whitelistAddresses: ['192.0.2.0/24'] });
    await ask('api_token_update', 'token_name=more&whitelist_ip=any');
    expect(server('web1').tokens.get('more')).toMatchObject({ acls: null, whitelistAddresses: null });
    expect(reason(await ask('api_token_update', 'token_name=nobody'))).toMatch(
      /^The system failed to update the API token: /,
    );
  });
});

describe('resellers', () => {
  it('are listed and given rights, singly or by a list', async () => {
    expect((await ask('listresellers')).data).toEqual({ reseller: ['hostco'] });
    await ask('setacls', { reseller: 'hostco', 'acl-clustering': '1' });
    expect(server('web1').users.get('hostco')?.acls).toEqual(['clustering']);
    await ask('saveacllist', { acllist: 'dns', 'acl-clustering': '1', 'acl-create-dns': '1', 'acl-kill-dns': '0' });
    expect((await ask('listacls')).data?.['acl']).toMatchObject([
      { name: 'dns', privileges: { clustering: 1, 'create-dns': 1, 'kill-dns': 0 } },
    ]);
    await ask('setacls', { reseller: 'hostco', acllist: 'dns' });
    expect(server('web1').users.get('hostco')?.acls).toEqual(['clustering', 'create-dns']);
    expect((await ask('setacls', { reseller: 'root' })).metadata.result).toBe(0);
  });
});

describe('zones', () => {
  const at = (id: string, zone: string) => server(id).zones.get(zone);

  it('are added on the members too, once, and removed there', async () => {
    const added = await ask('adddns', { domain: 'new.example', ip: '192.0.2.7' });
    expect(added).toMatchObject({ metadata: { result: 1 } });
    expect(at('ns1', 'new.example')?.text).toContain('192.0.2.7');
    expect(at('ns1', 'new.example')?.text).toContain('ns1.pairs.example.');
    expect(reason(await ask('adddns', { domain: 'new.example', ip: '192.0.2.7' }))).toMatch(
      /^A DNS entry for “new\.example” already exists\./,
    );
    expect((await ask('killdns', { domain: 'new.example' })).metadata.output?.raw).toContain('deleted from web1');
    expect(at('ns1', 'new.example')).toBeUndefined();
    expect(reason(await ask('killdns', { domain: 'new.example' }))).toContain(
      'You do not have access to a domain named “new.example”.',
    );
  });

  it('are not added where a member has them that is asked; one that is only written to is not', async () => {
    const foreign = 'elsewhere.example';
    const [zone] = server('ns1').zones.values();
    server('ns1').zones.set(foreign, { name: foreign, serial: 1, text: zone?.text ?? '' });
    const entry = server('web1').cluster.members.get(server('ns1').address);
    if (entry === undefined) throw new Error('web1 has no member ns1');
    entry.role = 'sync';
    expect(reason(await ask('adddns', { domain: foreign, ip: '192.0.2.7' }))).toBe(
      `A DNS entry for “${foreign}” already exists. You must remove this DNS entry from this server or all servers in the DNS cluster to proceed.`,
    );
    expect(at('web1', foreign)).toBeUndefined();
    entry.role = 'write-only';
    expect((await ask('adddns', { domain: foreign, ip: '192.0.2.7' })).metadata.result).toBe(1);
    expect(at('ns1', foreign)?.text).toContain('192.0.2.7');
  });

  it('and names of servers are resolved', async () => {
    const { address, hostname } = server('ns1');
    expect((await ask('lookupnsip', { host: hostname })).data).toEqual({ ip: address });
    expect((await ask('lookupnsips', { host: hostname })).data).toEqual({ ipv4: address, ipv6: null });
    const own = /^\S+\s+\d+\s+IN\s+A\s+(\S+)$/m.exec(at('web1', zoneAt(0))?.text ?? '')?.[1];
    expect((await ask('resolvedomainname', { domain: zoneAt(0) })).data).toEqual({ ip: own });
    expect(reason(await ask('lookupnsip', { host: 'nobody.example' }))).toBe(
      'Unable to determine IP address from nameserver.',
    );
    expect(reason(await ask('resolvedomainname', { domain: 'nobody.example' }))).toBe('Unable to resolve domain name.');
  });

  it('are read line by line and edited by line, serial and all', async () => {
    const zone = zoneAt(0);
    interface Line { line_index: number; type: string; record_type?: string; dname_b64?: string; data_b64?: string[] } // prettier-ignore
    const parse = async () => (await ask('parse_dns_zone', { zone })).data?.['payload'] as Line[];
    const plain = (text = ''): string => Buffer.from(text, 'base64').toString();
    const lines = await parse();
    const soa = lines.find((line) => line.record_type === 'SOA');
    const serial = plain(soa?.data_b64?.[2]);
    expect(Number(serial)).toBe(at('web1', zone)?.serial);
    expect(lines.filter((line) => line.type === 'comment')).toHaveLength(2);
    expect(lines.filter((line) => line.type === 'control')).toHaveLength(1);
    const mx = lines.find((line) => line.record_type === 'MX');
    const address = lines.find((line) => line.record_type === 'A');
    const edit = new URLSearchParams([
      ['zone', zone],
      ['serial', serial],
      ['remove', String(mx?.line_index)],
      ['edit', JSON.stringify({ line_index: address?.line_index, dname: `${zone}.`, ttl: 60, record_type: 'A', data: ['192.0.2.8'] })],
      ['add', JSON.stringify({ dname: 'note', ttl: 300, record_type: 'TXT', data: ['say "hello"; and go'] })],
    ]).toString(); // prettier-ignore
    const { data } = await ask('mass_edit_dns_zone', edit);
    const after = await parse();
    expect(after.some((line) => line.record_type === 'MX')).toBe(false);
    expect(after.find((line) => line.record_type === 'A')?.data_b64?.map(plain)).toEqual(['192.0.2.8']);
    expect(after.at(-1)?.data_b64?.map(plain)).toEqual(['say "hello"; and go']);
    expect(at('ns1', zone)?.serial).toBe(data?.['new_serial']);
    const stale = await ask('mass_edit_dns_zone', edit);
    expect(stale).toMatchObject({ metadata: { result: 0 }, data: { type: 'Stale' } });
    const broken = new URLSearchParams({ zone, serial: String(data?.['new_serial']), remove: String(soa?.line_index) });
    expect(await ask('mass_edit_dns_zone', broken.toString())).toMatchObject({ data: { type: 'InvalidZoneFile' } });
  });

  it('belong to their owners, and the ACL clustering goes past that', async () => {
    const few = limited('hostco', ['manage-dns-records']);
    server('web1').zoneOwners.set(zoneAt(0), 'hostco');
    expect((await ask('listzones', {}, few)).data?.['zone']).toHaveLength(1);
    expect(reason(await ask('export_zone_files', { zone: zoneAt(1) }, few))).toContain('You do not have access');
    expect(reason(await ask('dumpzone', { domain: zoneAt(1) }, few))).toBe(
      `Access Denied, you don't seem to own ${zoneAt(1)}`,
    );
    expect((await ask('listzones', {}, limited('hostco', null))).data?.['zone']).toHaveLength(5);
    expect(
      (await ask('has_local_authority', `domain=www.${zoneAt(0)}&domain-1=example.com`)).data?.['records'],
    ).toMatchObject([
      { local_authority: 1, zone: zoneAt(0) },
      { local_authority: 0, zone: null, nameservers: [] },
    ]);
  });
});

describe('addresses', () => {
  it('show the public one under NAT', async () => {
    const nat = await startFleet({ scenario: 'nat' });
    try {
      const { address, publicAddress } = nat.servers.get('web1') ?? {};
      const authorization = `whm root:${nat.tokens().tokens['web1'] ?? ''}`;
      const listed = await call(nat, 'web1', '/json-api/listips?api.version=1', { authorization });
      expect(JSON.parse(listed.body)).toMatchObject({
        data: { ip: [{ ip: address, public_ip: publicAddress, mainaddr: 1 }] },
      });
      const checked = await call(nat, 'web1', `/json-api/nat_checkip?api.version=1&ip=${address ?? ''}`, {
        authorization,
      });
      expect(JSON.parse(checked.body)).toMatchObject({ data: { public_ip: publicAddress } });
      const addresses = await call(nat, 'web1', '/scripts2/getips_local', { authorization });
      expect(addresses.body.split('\n')[0]).toBe(publicAddress);
    } finally {
      await nat.close();
    }
  });
});
