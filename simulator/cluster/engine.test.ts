import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attachCommandStream } from '#simulator/command-stream/index.ts';
import { openFleet, type Fleet } from '#simulator/fleet.ts';
import type { MemberEntry, ServerState } from '#simulator/model.ts';
import type { ClusterEngine } from '#simulator/seams.ts';
import { pageRoutes } from '#simulator/pages/index.ts';
import { peerRoutes } from '#simulator/peer/index.ts';
import { buildScenario } from '#simulator/scenario/index.ts';
import { compareSerials } from '#simulator/zone/serial.ts';
import { withSerial } from '#simulator/zone/zone-file.ts';
import { createClusterEngine } from './index.ts';

let fleet: Fleet;
let engine: ClusterEngine;
beforeEach(async () => {
  const directory = mkdtempSync(`${tmpdir()}/nameward-engine-`);
  const plan = buildScenario({
    name: 'default',
    servers: null,
    seed: 1,
    now: Date.now(),
    addressOf: (index) => `127.0.20.${String(index + 1)}`,
    directory,
  });
  const parts = {
    pages: pageRoutes,
    peer: peerRoutes,
    attachCommandStream,
    createClusterEngine: (...given: Parameters<typeof createClusterEngine>) => {
      engine = createClusterEngine(...given);
      return engine;
    },
  };
  fleet = await openFleet({ plan, seed: 1, directory, trickle: false, oneAddress: true }, parts, () => {
    rmSync(directory, { recursive: true });
    return Promise.resolve();
  });
});
afterEach(() => fleet.close());

function server(id: string): ServerState {
  const found = fleet.servers.get(id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
}

function member(from: string, to: string): MemberEntry {
  const entry = server(from).cluster.members.get(server(to).address);
  if (entry === undefined) throw new Error(`${from} has no member ${to}`);
  return entry;
}

function ownZone(id: string): string {
  const zone = [...server(id).zones.keys()].find((name) => name.includes(id));
  if (zone === undefined) throw new Error(`${id} hosts nothing`);
  return zone;
}

function serialAt(id: string, zone: string): number | undefined {
  return server(id).zones.get(zone)?.serial;
}

function log(id: string): string {
  return readFileSync(server(id).dnsadminLogFile, 'utf8');
}

describe('a zone change', () => {
  it('reaches the members that are written to and leaves its lines', async () => {
    const zone = ownZone('web1');
    await fleet.changeZone('web1', zone);
    expect(serialAt('ns1', zone)).toBe(serialAt('web1', zone));
    expect(serialAt('ns2', zone)).toBe(serialAt('web1', zone));
    const lines = log('web1');
    expect(lines).toContain(`info [dnsadmin] Cpanel::DnsUtils::Sync::_sync_zones: Syncing ${zone}\n`);
    expect(lines).toContain(`debug: URL: https://${server('ns1').address}:2087/scripts2/synczones_local\n`);
    expect(lines).toContain(member('web1', 'ns1').token);
    // By POST as every reload between peers (`whm-protocol 5`): the uniqid is in the form that debug mode prints.
    expect(lines).toMatch(/\/scripts2\/reloadzones_local, POST, zone=\S+&dnsuniqid=[A-Za-z0-9]{32}_\d{10}&/);
    expect(lines).toContain(`debug: URL: https://${server('ns1').address}:2087/scripts2/reloadzones_local\n`);
    expect(log('ns1')).toContain(`_sync_zones: Syncing ${zone}\n`);
  });

  it('does not reach standalone members, nor any when clustering is off', async () => {
    const zone = ownZone('web4');
    await fleet.changeZone('web4', zone);
    expect(serialAt('ns1', zone)).toBe(serialAt('web4', zone));
    expect(serialAt('ns2', zone)).toBeUndefined();
    server('web4').cluster.enabled = false;
    const before = serialAt('ns1', zone);
    await fleet.changeZone('web4', zone);
    expect(serialAt('ns1', zone)).toBe(before);
  });

  it('goes through an intermediary with the same uniqid', async () => {
    const zone = ownZone('web5');
    const { cursor } = fleet.events();
    await fleet.changeZone('web5', zone);
    const first = await fleet.awaitEvent(
      (event) => event.kind === 'zone-pushed' && event.server === 'web5',
      5000,
      cursor,
    );
    const second = await fleet.awaitEvent(
      (event) => event.kind === 'zone-pushed' && event.server === 'hub1' && event.to === server('ns3').address,
      5000,
      cursor,
    );
    expect(second).toMatchObject({ ok: true, zone, uniqid: 'uniqid' in first ? first.uniqid : null });
    expect(serialAt('ns3', zone)).toBe(serialAt('web5', zone));
    expect(serialAt('ns1', zone)).toBe(serialAt('web5', zone));
  });

  it('arrives twice where two ways lead to one nameserver, and is noticed as a duplicate', async () => {
    const { cursor } = fleet.events();
    await fleet.changeZone('web1', ownZone('web1'));
    const noticed = await fleet.awaitEvent(
      (event) => event.kind === 'log-written' && event.server === 'ns1' && event.line.includes('duplicate'),
      5000,
      cursor,
    );
    expect(noticed).toMatchObject({
      line: expect.stringMatching(
        /^dnsadmin ended prematurely because it detected a duplicate dnsuniqid request for “\w+”\.$/,
      ) as string,
    });
  });

  it('is overwritten by write-only and resolved by sync', async () => {
    const zone = 'moved-customer.example';
    const text = server('web3').zones.get(zone)?.text ?? '';
    server('web3').zones.set(zone, { name: zone, serial: 5, text: withSerial(text, 5) });
    server('ns1').zones.set(zone, { name: zone, serial: 4_000_000, text: withSerial(text, 4_000_000) });
    member('web3', 'ns2').role = 'sync';
    server('ns2').zones.set(zone, { name: zone, serial: 4_100_000_000, text: withSerial(text, 4_100_000_000) });
    await fleet.changeZone('web3', zone);
    const pushed = serialAt('ns1', zone) ?? 0;
    expect(pushed).toBeGreaterThan(2_026_000_000);
    // 4,100,000,000 is newer than today's serial by RFC 1982, so web3 took it.
    expect(compareSerials(4_100_000_000, pushed)).toBe(1);
    expect(serialAt('ns2', zone)).toBe(4_100_000_000);
    expect(serialAt('web3', zone)).toBe(4_100_000_000);
  });
});

describe('a failed push', () => {
  it('counts up to the threshold, disables the member, and the queue puts it back to use', async () => {
    server('web1').cluster.threshold = 3;
    await fleet.stopServer('ns2');
    for (let at = 0; at < 3; at += 1) await fleet.changeZone('web1', ownZone('web1'));
    expect(member('web1', 'ns2')).toMatchObject({ down: true });
    expect(member('web1', 'ns2').results).toMatch(/1000$/);
    expect(log('web1')).toContain('warn [dnsadmin] Unreachable DNS Cluster Member “ns2.example.net”.\n');
    expect(log('web1')).toMatch(/Unable to get the zones: \S+ on the remote server \[ns2\.example\.net\] \(Timeout while connecting: .*Connection refused\) at \/usr\/local.*\n\t\S+\(\) called at/); // prettier-ignore
    expect(server('web1').cluster.queue).toHaveLength(3);
    await fleet.changeZone('web1', ownZone('web1'));
    expect(member('web1', 'ns2').results).toMatch(/1000$/);

    await fleet.startServer('ns2');
    await engine.runQueue(server('web1'));
    expect(member('web1', 'ns2')).toMatchObject({ down: false });
    expect(server('web1').cluster.queue).toHaveLength(0);
    expect(serialAt('ns2', ownZone('web1'))).toBe(serialAt('web1', ownZone('web1')));
  });

  it('is told to the administrator, a disabled member where he wishes so', async () => {
    const subjects = async (id: string, change: () => Promise<unknown>): Promise<readonly string[]> => {
      const { cursor } = fleet.events();
      await change();
      return fleet
        .events(cursor)
        .events.flatMap((event) => (event.kind === 'notified' && event.server === id ? [event.subject] : []));
    };
    const { cluster } = server('web1');
    cluster.threshold = 1;
    await fleet.stopServer('ns2');
    expect(await subjects('web1', () => fleet.changeZone('web1', ownZone('web1')))).toEqual([
      'Unreachable DNS Cluster Member “ns2.example.net”.',
    ]);
    member('web1', 'ns2').down = false;
    cluster.notifications = false;
    expect(await subjects('web1', () => fleet.changeZone('web1', ownZone('web1')))).toEqual([]);
    expect(member('web1', 'ns2').down).toBe(true);
    expect(await subjects('web3', () => fleet.changeZone('web3', ownZone('web3')))).toEqual([
      'Failed to authenticate to DNS Cluster Peer “ns3.example.net”.',
    ]);
    expect(await subjects('web8', () => fleet.changeZone('web8', ownZone('web8')))).toEqual([
      'Permission denied from DNS Cluster Peer “ns4.example.org”.',
    ]);
  });

  it('never disables with threshold 0, and a refused token is not queued', async () => {
    for (let at = 0; at < 12; at += 1) await fleet.changeZone('web3', ownZone('web3'));
    expect(member('web3', 'ns3')).toMatchObject({ down: false });
    expect(member('web3', 'ns3').results.endsWith('0'.repeat(12))).toBe(true);
    expect(server('web3').cluster.queue).toHaveLength(0);
    expect(log('web3')).toMatch(new RegExp(`^Server Error from ${server('ns3').address}: 401`, 'm'));
    expect(log('web3')).toContain('(Authentication failure: ');
  });

  it('is a token without the ACL too', async () => {
    await fleet.changeZone('web8', ownZone('web8'));
    expect(member('web8', 'ns4').results).toMatch(/10$/);
    expect(log('web8')).toMatch(/^Server Error from \S+: 403 Forbidden$/m);
  });

  it('follows the revocation of a token', async () => {
    fleet.revokeToken('ns1', 'cluster_web1');
    await fleet.changeZone('web1', ownZone('web1'));
    expect(member('web1', 'ns1').results).toMatch(/0$/);
    expect(member('web1', 'ns2').results).toMatch(/1$/);
  });
});

describe("a server's own poll", () => {
  it('finds version, software, monitoring and trust', async () => {
    const poll = (from: string, to: string) => engine.pollMember(server(from), server(to).address);
    expect(await poll('web6', 'ns4')).toMatchObject({ error: null, version: '11.134.0.17', nameserver: 'powerdns', hasReverseTrust: '1', hasGoodPrivileges: true }); // prettier-ignore
    expect(await poll('web7', 'ns4')).toMatchObject({ hasReverseTrust: '0' });
    expect(await poll('web2', 'ns3')).toMatchObject({ nameserver: 'bind', namedMonitored: false, namedRunning: null });
    expect(await poll('web8', 'ns4')).toMatchObject({ hasGoodPrivileges: false });
    expect(await poll('web6', 'ns5')).toMatchObject({ error: 'Could not communicate with remote API server.' });
    expect(await poll('web3', 'ns3')).toMatchObject({ error: 'Could not communicate with remote API server.' });
    expect(member('web7', 'ns4').state).toMatchObject({ hasReverseTrust: '0', error: null });
    await expect(poll('web1', 'web2')).rejects.toThrow('No such cluster member');
  });

  it('happens once, later, when it is planned twice', async () => {
    const { cursor } = fleet.events();
    const { address } = server('ns1');
    engine.schedulePoll(server('web1'), address, 20);
    engine.schedulePoll(server('web1'), address, 40);
    const isPoll = (event: { readonly kind: string }): boolean => event.kind === 'member-polled';
    await fleet.awaitEvent(isPoll, 5000, cursor);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(fleet.events(cursor).events.filter(isPoll)).toHaveLength(1);
  });
});
