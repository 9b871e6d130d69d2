/** The files of a server (`whm-protocol 4`) after its fleet has done something to them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '#simulator/index.ts';
import type { ServerState } from '#simulator/model.ts';
import { virtualFiles } from './virtual-files.ts';

const STATUS = '/var/cpanel/clusterqueue/status';
const CONFIG = '/var/cpanel/cluster/root/config';

let fleet: Fleet;
beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 6 });
});
afterEach(() => fleet.close());

function server(id: string): ServerState {
  const found = fleet.servers.get(id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
}

const read = (id: string, path: string): string | null => virtualFiles(server(id)).read(path);

describe('a member', () => {
  it('has its file, its role, its caches and its cached state', async () => {
    const { address, hostname } = server('ns1');
    await fleet.pollMember('web1', address);
    const token = server('web1').cluster.members.get(address)?.token;
    expect(read('web1', `${CONFIG}/${address}`)).toBe(
      `#version 2.0\nuser=root\nhost=${hostname}\npass=${token}\nmodule=cPanel\ndebug=0\n`,
    );
    expect(read('web1', `${CONFIG}/${address}-dnsrole`)).toMatch(/^(sync|write-only|standalone)\n$/);
    expect(read('web1', `${CONFIG}/${address}.cache`)).toContain(hostname);
    const state = JSON.parse(read('web1', `${CONFIG}/${address}-state.json`) ?? '') as Record<string, unknown>;
    // Every field that is known of it, and no other.
    expect(Object.keys(state).toSorted()).toEqual(['_cluster_config_user', 'debug', 'disabled', 'dns_mmversion', 'dns_server', 'dns_server_disabled', 'dns_server_monitored', 'dns_server_running', 'dns_version', 'dnsrole', 'dnssec', 'error', 'has_good_privs', 'has_reverse_trust', 'host', 'hostname', 'mmversion', 'module', 'pass', 'status', 'user', 'version']); // prettier-ignore
    expect(state).toMatchObject({ mmversion: '11.134', dns_mmversion: '4.9', error: null, pass: token });
  });

  it('stands in the cached list of those that are written to, until it no longer is', () => {
    const list = (): readonly string[] =>
      (read('web1', '/var/cpanel/cluster/root/config_write-only_sync.cache') ?? '').split('\n');
    const entries = [...server('web1').cluster.members.values()];
    expect(list().slice(0, -2)).toEqual(entries.filter(({ role }) => role !== 'standalone').map((one) => one.address));
    for (const entry of entries) entry.role = 'standalone';
    expect(list()).toEqual(['']);
  });
});

describe('a member that cannot be reached', () => {
  it('leaves the request, who still needs it, the results and the failures', async () => {
    const { address } = server('ns1');
    const [zone = ''] = server('web1').zones.keys();
    await fleet.stopServer('ns1');
    await fleet.changeZone('web1', zone);
    const [name = ''] = virtualFiles(server('web1')).list('/var/cpanel/clusterqueue/requests') ?? [];
    expect(name).toMatch(/^\d{10}-[A-Za-z0-9]{32}_\d{10}$/);
    const [action, line = ''] = (read('web1', `/var/cpanel/clusterqueue/requests/${name}`) ?? '').split('\n');
    expect(action).toBe('SAVEZONE');
    const data = new URLSearchParams(line);
    expect([...data.keys()]).toEqual(['zone', 'zonedata', 'hosts', 'dnsqueuetime', 'dnsuniqid', 'ignore_downed_hosts']);
    expect(data.get('zone')).toBe(zone);
    expect(data.get('zonedata')).toBe(server('web1').zones.get(zone)?.text);
    expect(name).toBe(`${data.get('dnsqueuetime')}-${data.get('dnsuniqid')}`);
    expect(data.get('hosts')).toBe(address);
    expect(read('web1', `/var/cpanel/clusterqueue/retry/${name}`)).toBe(`${address}\n`);
    expect(read('web1', `${STATUS}/${address}`)).toMatch(/10$/);
    const failures = (read('web1', `${STATUS}/${address}-failure_log`) ?? '').trimEnd().split('\n');
    expect(failures.map(decodeURIComponent)).toEqual([
      expect.stringMatching(/^\d{10} Timeout while connecting: .*refused/),
    ]);
  });
});
