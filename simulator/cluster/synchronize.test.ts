import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Fleet, startFleet } from '#simulator/index.ts';
import type { Role, ServerState } from '#simulator/model.ts';
import { bySession, byToken, type Opener } from '#simulator/clients/page-client.ts';
import { withSerial } from '#simulator/zone/zone-file.ts';

const MAKESEC = '/scripts/makesec';
const DNSCLUSTER = '/usr/local/cpanel/scripts/dnscluster';
const NEWER = 2_099_010_101;

let fleet: Fleet;
let open: Opener;
beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 7 });
  open = byToken(fleet, 'web1');
});
afterEach(() => fleet.close());

function server(id: string): ServerState {
  const found = fleet.servers.get(id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
}

const zoneOf = (id: string, at = 0): string => [...server(id).zones.keys()][at] ?? '';
const serial = (id: string, zone: string) => server(id).zones.get(zone)?.serial;

/** As if somebody had edited the zone on that server alone. */
function edit(id: string, zone: string, to: number): void {
  const { text = '' } = server('web1').zones.get(zone) ?? server(id).zones.get(zone) ?? {};
  server(id).zones.set(zone, { name: zone, serial: to, text: withSerial(text, to) });
}

function setRole(to: string, role: Role): void {
  const entry = server('web1').cluster.members.get(server(to).address);
  if (entry !== undefined) entry.role = role;
}

interface Done {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code; null when the program is not there. */
  readonly code: number | null;
}

/** Runs a command on web1 over its command stream. */
function exec(command: readonly string[], stdin?: unknown): Promise<Done> {
  const place = fleet.inventory().servers.find(({ id }) => id === 'web1');
  const socket = new WebSocket(
    `wss://${place?.host ?? ''}:${String(place?.port)}/websocket/CommandStream?serialization=JSON`,
    { rejectUnauthorized: false, headers: { authorization: `whm root:${fleet.tokens().tokens['web1'] ?? ''}` } },
  );
  const text = { stdout: '', stderr: '' };
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      socket.send(JSON.stringify({ class: 'exec', id: 1, command, ...(stdin === undefined ? {} : { stdin }) }));
    });
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString('utf8')) as { class: string; chunk?: string; status?: number };
      if (frame.class === 'stdout' || frame.class === 'stderr') text[frame.class] += frame.chunk ?? '';
      if (frame.class !== 'ended' && frame.class !== 'exec_failed' && frame.class !== 'bad_arguments') return;
      socket.terminate();
      resolve({ ...text, code: frame.status === undefined ? null : frame.status >> 8 });
    });
  });
}

describe('Synchronize DNS Records', () => {
  it('offers a form and does nothing by itself', async () => {
    const page = await open(MAKESEC);
    expect(page.all('#sync_form input[name=sync_zones]')).toHaveLength(4);
    expect(page.all('select[name=onezone] option')).toHaveLength(server('web1').zones.size);
    expect(page.all('.warningmsg')).toHaveLength(0);
  });

  it.each([
    ['by token', () => Promise.resolve(byToken(fleet, 'web1'))],
    ['in a session', () => bySession(fleet, 'web1')],
  ])('brings one zone everywhere, %s', async (_how, opener) => {
    const [one, other] = [zoneOf('web1'), zoneOf('web1', 1)];
    edit('ns2', one, NEWER);
    edit('web1', other, NEWER);
    const page = await (await opener())(MAKESEC, { sync_zones: 'one_zone', onezone: one });
    expect(page.text('#sync_output')).toBe(`Syncing ${one} to all machines in cluster...Done`);
    expect(['web1', 'ns1', 'ns2'].map((id) => serial(id, one))).toEqual([NEWER, NEWER, NEWER]);
    expect(serial('ns1', other)).not.toBe(NEWER);
  });

  it('brings one zone here only', async () => {
    const zone = zoneOf('web1');
    edit('ns2', zone, NEWER);
    await open(MAKESEC, { sync_zones: 'one_local', onezonelocal: zone });
    expect(serial('web1', zone)).toBe(NEWER);
    expect(serial('ns1', zone)).not.toBe(NEWER);
  });

  it('brings all zones, those hosted here or all', async () => {
    const zone = zoneOf('web1');
    edit('web1', zone, NEWER);
    const own = server('web1').zones.size;
    await open(MAKESEC, { sync_zones: 'all_zones' });
    expect(serial('ns1', zone)).toBe(NEWER);
    expect(server('web1').zones.size).toBe(own);
    await open(MAKESEC, { sync_zones: 'all_local', all_domains: '1' });
    // Members of role sync hold web2's zones too.
    expect(server('web1').zones.size).toBe(2 * own);
  });

  it('lets the newest win under sync, overwrites under write-only, and sends nothing under standalone', async () => {
    const [newer, older] = [zoneOf('web1'), zoneOf('web1', 1)];
    const before = serial('web1', newer);
    setRole('ns1', 'write-only');
    setRole('ns2', 'standalone');
    edit('ns1', newer, NEWER);
    edit('ns2', older, 5);
    server('ns2').zones.delete(zoneOf('web1', 2));
    await open(MAKESEC, { sync_zones: 'all_zones' });
    expect(serial('ns1', newer)).toBe(before);
    expect(serial('web1', newer)).toBe(before);
    expect(serial('ns2', older)).toBe(5);
    expect(server('ns2').zones.has(zoneOf('web1', 2))).toBe(false);
    // Newer data is fetched from a standalone member all the same.
    edit('ns2', newer, NEWER);
    await open(MAKESEC, { sync_zones: 'all_zones' });
    expect(serial('ns1', newer)).toBe(NEWER);
  });

  it('names members that are dead, disabled or without DNSSEC', async () => {
    await fleet.stopServer('ns1');
    Object.assign(server('web1').cluster.members.get(server('ns2').address) ?? {}, { down: true });
    const page = await open(MAKESEC, { sync_zones: 'all_zones' });
    expect(page.texts('#dead_peers.warningmsg li')).toEqual(['ns1.pairs.example']);
    expect(page.texts('#disabled_peers.warningmsg li')).toEqual(['ns2.pairs.example']);
    await fleet.startServer('ns1');
    server('ns1').nameserver = 'bind';
    await fleet.pollMember('web1', server('ns1').address);
    expect((await open(MAKESEC)).texts('#peers_without_dnssec.warningmsg li')).toEqual(['ns1.pairs.example']);
  });

  it('says when nobody has the zone', async () => {
    const page = await open(MAKESEC, { sync_zones: 'one_zone', onezone: 'nobody.example' });
    expect(page.text('div.errormsg h3')).toBe('Domain “nobody.example” could not be found.');
  });
});

describe('dnscluster', () => {
  it('synchronizes one zone or all', async () => {
    const zone = zoneOf('web1');
    edit('web1', zone, NEWER);
    expect(await exec([DNSCLUSTER, 'synczone', zone])).toEqual({
      stdout: `Syncing ${zone} to all machines in cluster...Done\n`,
      stderr: '',
      code: 0,
    });
    expect(serial('ns1', zone)).toBe(NEWER);
    edit('ns1', zone, NEWER + 1);
    expect(await exec([DNSCLUSTER, 'synclocal'])).toMatchObject({ code: 0 });
    expect(serial('web1', zone)).toBe(NEWER + 1);
    const all = await exec([DNSCLUSTER, 'syncall', '--full']);
    expect(all.stdout.split('\n')).toHaveLength(server('web1').zones.size + 1);
    expect(serial('ns2', zone)).toBe(NEWER + 1);
  });

  it('fails in its own words, which the exit code tells of clustering that is off alone', async () => {
    expect(await exec([DNSCLUSTER, 'synczone', 'nobody.example'])).toEqual({
      stdout: 'Syncing nobody.example to all machines in cluster...Domain “nobody.example” could not be found.\nDone\n',
      stderr: '',
      code: 0,
    });
    expect(await exec([DNSCLUSTER, 'destroy'])).toMatchObject({ code: 1 });
    server('web1').cluster.enabled = false;
    expect(await exec([DNSCLUSTER, 'syncall'])).toEqual({
      stdout: '',
      stderr: 'DNS Clustering is not enabled\n',
      code: 1,
    });
  });
});

describe('the lists of trusted addresses', () => {
  it('are read by grep and appended to by tee, no other file is', async () => {
    const read = ['/usr/bin/grep', '-rHsE', '.', '/etc/ips.dnsmaster', '/etc/ips.remotedns'];
    await exec(['/usr/bin/tee', '-a', '/etc/ips.remotedns'], '192.0.2.1\n192.0.2.2\n');
    expect((await exec(read)).stdout).toContain('/etc/ips.remotedns:192.0.2.1\n/etc/ips.remotedns:192.0.2.2\n');
    expect(await exec(['/usr/bin/tee', '-a', '/etc/passwd'], 'x')).toMatchObject({ code: null });
    expect(await exec(['/usr/bin/tee', '/etc/ips.remotedns'], 'x')).toMatchObject({ code: null });
    expect(await exec(['/usr/bin/tee', '-a', '/etc/ips.remotedns'], 7)).toMatchObject({ code: null });
    expect(await exec(['/bin/sh', '-c', 'echo 1 >> /etc/ips.remotedns'])).toMatchObject({ code: null });
    expect(server('web1').trustedAddresses.remotedns).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('stay as they are under the fault ignore-writes, and dnscluster sends nothing', async () => {
    const zone = zoneOf('web1');
    edit('web1', zone, NEWER);
    await fleet.setFault('web1', { fault: { kind: 'ignore-writes' } });
    expect(await exec(['/usr/bin/tee', '-a', '/etc/ips.remotedns'], '192.0.2.1\n')).toMatchObject({ code: 0 });
    expect(await exec([DNSCLUSTER, 'synczone', zone])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Done') as string,
    });
    expect(server('web1').trustedAddresses.remotedns).toEqual([]);
    expect(serial('ns1', zone)).not.toBe(NEWER);
  });

  it('are filled from the members, and what stood there stays', async () => {
    server('web1').trustedAddresses.dnsmaster.splice(0, 2, '192.0.2.9');
    await fleet.refreshTrustedAddresses('web1');
    const found = server('web1').trustedAddresses.dnsmaster;
    expect(found[0]).toBe('192.0.2.9');
    expect(found.slice(1).toSorted()).toEqual([server('ns1').address, server('ns2').address].toSorted());
  });
});
