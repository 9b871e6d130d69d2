/** All parts together on the default lab, over real HTTPS and real web sockets, as a client meets them. */
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Fleet, startFleet } from './index.ts';
import { claimBlock } from '#simulator/server/addresses.ts';
import { type Call, call as bareCall } from '#simulator/clients/small-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ seed: 7 });
});
afterAll(() => fleet.close());

/** A call with the token that the app holds. */
function call(id: string, path: string, options: Call = {}): ReturnType<typeof bareCall> {
  return bareCall(fleet, id, path, { authorization: `whm root:${fleet.tokens().tokens[id]}`, ...options });
}

const api = async (id: string, name: string, query = '') => {
  const answer = await call(id, `/json-api/${name}?api.version=1&${query}`);
  return JSON.parse(answer.body) as { metadata: { result: number; reason: string }; data?: Record<string, unknown> };
};

const addressOf = (id: string) => fleet.servers.get(id)!.address;
const memberOf = (id: string, member: string) =>
  fleet.state().servers[id]?.cluster.members.find(({ address }) => address === addressOf(member));

interface Tail {
  readonly lines: () => string;
  readonly until: (found: (text: string) => boolean) => Promise<void>;
  readonly close: () => void;
}

/** Follows a server's dnsadmin_log through its command stream. */
async function tail(id: string): Promise<Tail> {
  const { host, port } = fleet.inventory().servers.find((server) => server.id === id)!;
  const socket = new WebSocket(`wss://${host}:${port}/websocket/CommandStream?serialization=JSON`, {
    rejectUnauthorized: false,
    headers: { authorization: `whm root:${fleet.tokens().tokens[id]}` },
  });
  let text = '';
  const waiting = new Set<() => void>();
  const started = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString('utf8')) as { class: string; chunk?: string };
      if (frame.class === 'exec_ok') resolve();
      if (frame.class === 'stdout') text += frame.chunk ?? '';
      for (const check of waiting) check();
    });
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const command = ['/usr/bin/tail', '-n', '200', '-F', '/usr/local/cpanel/logs/dnsadmin_log'];
  socket.send(JSON.stringify({ class: 'exec', id: 1, command }));
  await started;
  return {
    lines: () => text,
    until: (found) =>
      new Promise((resolve) => {
        const check = () => {
          if (!found(text)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    close: () => socket.terminate(),
  };
}

describe('the default lab', () => {
  it('has 14 servers in the inventory and one that is not, each with its own certificate and port', () => {
    const { servers } = fleet.inventory();
    expect(servers).toHaveLength(14);
    expect(fleet.servers.size).toBe(15);
    expect(new Set(servers.map(({ certificate }) => certificate.sha256)).size).toBe(14);
    expect(new Set(servers.map(({ host }) => host)).size).toBe(14);
    expect(Object.values(fleet.state().servers).filter(({ listening }) => !listening)).toMatchObject([{ down: true }]);
  });

  it('answers every server that is up with version, host name and software', async () => {
    for (const { id, name } of fleet.inventory().servers) {
      if (fleet.servers.get(id)?.down === true) continue;
      expect((await api(id, 'version')).data).toEqual({ version: fleet.servers.get(id)?.version });
      expect((await api(id, 'gethostname')).data).toEqual({ hostname: name });
      expect((await call(id, '/scripts2/gethostname')).body.trim()).toBe(name);
      expect((await call(id, '/scripts2/getzonelist_local')).status).toBe(200);
    }
  });

  it('knows by cluster_member_has_trust_with who has an entry for whom', async () => {
    const ask = async (of: string, about: string) =>
      (await api(of, 'cluster_member_has_trust_with', `host=${addressOf(about)}`)).data;
    expect(await ask('web1', 'ns1')).toEqual({ has_trust: 1 });
    expect(await ask('ns4', 'web7')).toEqual({ has_trust: 0 });
    expect(await ask('ns4', 'web6')).toEqual({ has_trust: 1 });
  });
});

describe('a role change through changeclusterdns.cgi', () => {
  const form = (role: string) => `server=${addressOf('ns1')}&dnsrole=${role}&cluster_user=root`;

  it('works by token where tokens open pages', async () => {
    expect(fleet.servers.get('web1')?.tokenPages).toBe('accepted');
    const status = await call('web1', '/scripts7/clusterstatus');
    expect(status.body).toContain(`id="${addressOf('ns1')}_row"`);
    const { cursor } = fleet.events();
    const answer = await call('web1', '/cgi/changeclusterdns.cgi', { form: form('standalone') });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('okmsg');
    expect(memberOf('web1', 'ns1')?.role).toBe('standalone');
    await fleet.awaitEvent((event) => event.kind === 'role-changed' && event.server === 'web1', 1000, cursor);
    await call('web1', '/cgi/changeclusterdns.cgi', { form: form('sync') });
    expect(memberOf('web1', 'ns1')?.role).toBe('sync');
  });

  it('works by session where they do not', async () => {
    expect(fleet.servers.get('web2')?.tokenPages).toBe('refused');
    expect((await call('web2', '/cgi/changeclusterdns.cgi', { form: form('standalone') })).status).toBe(403);
    expect(memberOf('web2', 'ns1')?.role).toBe('sync');
    const { data } = await api('web2', 'create_user_session', 'user=root&service=whostmgrd&app=dns_cluster');
    const link = new URL(String(data?.['url']));
    const opened = await bareCall(fleet, 'web2', link.pathname + link.search);
    const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const page = await bareCall(fleet, 'web2', opened.headers.location ?? '', { headers: { cookie } });
    expect(page.body).toContain(`id="${addressOf('ns1')}_row"`);
    const path = `${String(data?.['cp_security_token'])}/cgi/changeclusterdns.cgi`;
    const answer = await bareCall(fleet, 'web2', path, { headers: { cookie }, form: form('write-only') });
    expect(answer.body).toContain('okmsg');
    expect(memberOf('web2', 'ns1')?.role).toBe('write-only');
    await bareCall(fleet, 'web2', path, { headers: { cookie }, form: form('sync') });
  });
});

describe('a zone change', () => {
  it('reaches the sync members and shows in the log that a web socket follows', async () => {
    const zone = [...fleet.servers.get('web1')!.zones.keys()][0]!;
    const log = await tail('web1');
    const { cursor } = fleet.events();
    await fleet.changeZone('web1', zone);
    const pushed = await fleet.awaitEvent(
      (event) => event.kind === 'zone-pushed' && event.server === 'web1' && event.to === addressOf('ns1'),
      5000,
      cursor,
    );
    expect(pushed).toMatchObject({ zone, ok: true, uniqid: expect.stringMatching(/^[A-Za-z0-9]{32}_\d+$/) });
    const serial = fleet.state().servers['web1']?.zones[zone];
    expect(fleet.state().servers['ns1']?.zones[zone]).toBe(serial);
    // web1's link to ns1 is in debug mode: the log names the request and the transaction.
    await log.until((text) => text.includes(pushed.kind === 'zone-pushed' ? pushed.uniqid : '?'));
    expect(log.lines()).toContain(`debug: URL: https://${addressOf('ns1')}:2087/scripts2/synczones_local`);
    const bare = fleet.events(cursor).events.filter((event) => event.kind === 'request' && event.from === 'web1');
    expect(bare.length).toBeGreaterThan(0);
    log.close();
  });

  it('is not sent to a standalone member', async () => {
    const zone = [...fleet.servers.get('web1')!.zones.keys()][1]!;
    const standalone = `server=${addressOf('ns2')}&dnsrole=standalone&cluster_user=root`;
    await call('web1', '/cgi/changeclusterdns.cgi', { form: standalone });
    const before = fleet.state().servers['ns2']?.zones[zone];
    await fleet.changeZone('web1', zone);
    const after = fleet.state().servers;
    expect(after['ns1']?.zones[zone]).toBe(after['web1']?.zones[zone]);
    expect(after['ns2']?.zones[zone]).toBe(before);
    await call('web1', '/cgi/changeclusterdns.cgi', { form: standalone.replace('standalone', 'sync') });
  });

  it('fails on a revoked token until the member is disabled', async () => {
    const web = fleet.servers.get('web2')!;
    web.cluster.threshold = 3;
    const link = web.cluster.members.get(addressOf('ns2'))!;
    const ns2 = fleet.servers.get('ns2')!;
    const token = [...ns2.tokens.values()].find((one) => one.token === link.token)!;
    fleet.revokeToken('ns2', token.name);
    const zone = [...web.zones.keys()][0]!;
    const { cursor } = fleet.events();
    const disabled = fleet.awaitEvent(
      (event) => event.kind === 'member-disabled' && event.server === 'web2',
      5000,
      cursor,
    );
    for (let change = 0; change < 3; change += 1) await fleet.changeZone('web2', zone);
    expect(await disabled).toMatchObject({ member: addressOf('ns2') });
    expect(memberOf('web2', 'ns2')).toMatchObject({ down: true, results: expect.stringMatching(/000$/) });
    const refused = fleet
      .events(cursor)
      .events.filter((event) => event.kind === 'authentication-failed' && event.server === 'ns2');
    expect(refused.length).toBeGreaterThanOrEqual(3);
  });

  it('does not pass a partition', async () => {
    await fleet.setFault('web1', { fault: { kind: 'partition', from: 'ns1' } });
    const zone = [...fleet.servers.get('web1')!.zones.keys()][2]!;
    const before = fleet.state().servers['ns1']?.zones[zone];
    const { cursor } = fleet.events();
    await fleet.changeZone('web1', zone);
    const pushed = await fleet.awaitEvent(
      (event) => event.kind === 'zone-pushed' && event.server === 'web1' && event.to === addressOf('ns1'),
      5000,
      cursor,
    );
    expect(pushed).toMatchObject({ ok: false });
    expect(fleet.state().servers['ns1']?.zones[zone]).toBe(before);
    await fleet.clearFaults();
  });
});

describe('a large fleet', () => {
  it('goes to the next block of addresses when a stranger is on one of its own', async () => {
    const claim = await claimBlock();
    const { block } = claim;
    await claim.release();
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(2087, `127.${block}.0.3`, resolve));
    const other = await startFleet({ servers: 5 });
    expect(other.inventory().servers.map(({ host }) => host)).not.toContain(`127.${block}.0.3`);
    expect(Object.values(other.state().servers).every(({ listening }) => listening)).toBe(true);
    await other.close();
    await new Promise((resolve) => stranger.close(resolve));
  });

  it('has 200 servers that all answer, with a plain state', async () => {
    const large = await startFleet({ servers: 200 });
    try {
      const ids = large.inventory().servers.map(({ id }) => id);
      expect(new Set(ids).size).toBe(200);
      const { tokens } = large.tokens();
      const answers = await Promise.all(
        ids.map((id) =>
          bareCall(large, id, '/json-api/version?api.version=1', { authorization: `whm root:${tokens[id]}` }),
        ),
      );
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      const state = large.state();
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      expect(Object.keys(state.servers)).toHaveLength(200);
      const text = JSON.stringify(state);
      expect(Object.values(tokens).some((token) => text.includes(token))).toBe(false);
    } finally {
      await large.close();
    }
  });
});
