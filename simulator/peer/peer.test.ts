import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PeerCommand, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { buildScenario } from '#simulator/scenario/index.ts';
import { applyCommand } from '#simulator/cluster/apply.ts';
import { withSerial } from '#simulator/zone/zone-file.ts';
import { peerRoutes } from './index.ts';

let web1: ServerState;
let received: PeerCommand[];

beforeEach(() => {
  const plan = buildScenario({
    name: 'default',
    servers: null,
    seed: 1,
    now: Date.UTC(2026, 10, 21),
    addressOf: (index) => `127.0.20.${String(index + 1)}`,
    directory: '/lab',
  });
  const [first] = plan.servers;
  if (first === undefined) throw new Error('no server');
  web1 = first;
  received = [];
});

async function ask(action: string, params: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const path = `/scripts2/${action}`;
  const fleet = {
    now: () => 0,
    cluster: {
      receive: (server: ServerState, command: PeerCommand) => {
        received.push(command);
        return applyCommand(server, command).text;
      },
    },
  } as unknown as FleetContext;
  const caller = { user: 'root', acls: new Set(['clustering']), via: 'token', tokenName: 'x', locale: 'en' } as const;
  const route = peerRoutes.get(path);
  if (route === undefined) throw new Error(`no ${path}`);
  expect(route.acl).toBe('clustering');
  return route.handler(
    { method: 'POST', path, params: new URLSearchParams(params), headers, caller, host: 'x', address: '192.0.2.7' },
    web1,
    fleet,
  );
}

const names = () => [...web1.zones.keys()];

describe('reading from a peer', () => {
  it('getpath names the writing members, and nobody when clustering is off', async () => {
    for (const entry of web1.cluster.members.values()) if (entry.host === 'ns2.example.net') entry.role = 'standalone';
    expect((await ask('getpath_local')).body).toBe('web1.example.net ns1.example.net\n');
    web1.cluster.enabled = false;
    expect((await ask('getpath_local')).body).toBe('');
  });

  it('getzonelist, zoneexists and getzone', async () => {
    const [zone = ''] = names();
    expect((await ask('getzonelist_local')).body).toBe(`${names().join('\n')}\n`);
    expect((await ask('zoneexists_local', { zone })).body).toBe('1');
    expect((await ask('zoneexists_local', { zone: 'no.example' })).body).toBe('0');
    expect((await ask('getzone_local', { zone })).body).toBe(web1.zones.get(zone)?.text);
  });

  it.each([',', '|'])('getzones, with names separated by %s', async (separator) => {
    const [one = '', two = ''] = names();
    const answer = await ask('getzones_local', { zones: [one, 'no.example', two].join(separator) });
    const zones = new URLSearchParams(String(answer.body));
    expect([...zones.keys()].filter((key) => key !== '')).toEqual([`cpdnszone-${one}`, `cpdnszone-${two}`]);
    expect(zones.get(`cpdnszone-${two}`)).toBe(web1.zones.get(two)?.text);
  });

  it('gives gzip to who accepts it', async () => {
    const plain = await ask('getallzones_local', {}, { 'accept-encoding': 'gzip;q=0' });
    const packed = await ask('getallzones_local', {}, { 'accept-encoding': 'deflate, gzip' });
    expect(packed.headers).toEqual({ 'content-encoding': 'gzip' });
    expect(gunzipSync(packed.body as Uint8Array).toString()).toBe(plain.body);
    expect(plain.headers).toBeUndefined();
  });

  it('getips, showversion, gethostname', async () => {
    expect((await ask('getips_local')).body).toBe('127.0.20.1:255.255.255.0:127.0.20.255\n');
    expect((await ask('showversion')).body).toBe('11.126.0.28\n');
    expect((await ask('gethostname')).body).toBe('web1.example.net\n');
  });
});

describe('writing to a peer', () => {
  it('savezone stores whatever comes, synczones what is newer', async () => {
    const [zone = ''] = names();
    const text = (serial: number) => withSerial(web1.zones.get(zone)?.text ?? '', serial);
    await ask('savezone_local', { zone, zonedata: text(5), dnsuniqid: 'U_1', hosts_seen: ',a.example,b.example,' });
    expect(web1.zones.get(zone)?.serial).toBe(5);
    expect(received[0]).toMatchObject({ action: 'savezone', uniqid: 'U_1', hostsSeen: ['a.example', 'b.example'] });
    await ask('synczones_local', { [`cpdnszone-${zone}`]: text(4) });
    expect(web1.zones.get(zone)?.serial).toBe(5);
    await ask('synczones_local', { [`cpdnszone-${zone}`]: text(6) });
    expect(web1.zones.get(zone)?.serial).toBe(6);
  });

  it('quickzoneadd, removezone and reloadzones answer as dnsadmin does', async () => {
    const zonedata = 'new.example. 86400 IN SOA a. b. 1 1 1 1 1\n';
    expect((await ask('quickzoneadd_local', { zone: 'new.example', zonedata })).body).toContain('Zone new.example has been successfully added'); // prettier-ignore
    expect((await ask('reloadzones_local', { zone: 'new.example' })).body).toContain(
      'Bind reloading on web1.example.net using rndc',
    );
    expect((await ask('removezone_local', { zone: 'new.example' })).body).toContain(
      'new.example => deleted from web1. ',
    );
    expect((await ask('removezones_local', { zones: 'new.example' })).body).toContain('Unable to remove zone: “new.example” on web1.example.net.'); // prettier-ignore
    expect((await ask('reloadzones_local', { zone: 'new.example' })).body).toContain('Skipping reload of zone: new.example as it does not exist on web1.example.net.'); // prettier-ignore
  });

  it('refuses zones without data, without a serial, and names that are no zone', async () => {
    const [zone = ''] = names();
    const before = web1.zones.get(zone);
    expect((await ask('savezone_local', { zone })).body).toContain(
      'Missing zonedata, cannot save zone on web1.example.net\n',
    );
    await ask('savezone_local', { zone, zonedata: 'nothing' });
    await ask('savezone_local', { zone: '../etc/passwd', zonedata: before?.text ?? '' });
    expect(web1.zones.get(zone)).toEqual(before);
    expect(names()).not.toContain('../etc/passwd');
  });
});
