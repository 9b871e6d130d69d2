import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { EventRecorder } from './events.ts';
import { assertLoopback } from '#simulator/server/addresses.ts';
import { type SmallFleet, api, call, startSmallFleet, tokenText } from '#simulator/clients/small-fleet.ts';

const open: SmallFleet[] = [];
async function start(options: Parameters<typeof startSmallFleet>[0] = {}): Promise<SmallFleet> {
  const small = await startSmallFleet(options);
  open.push(small);
  return small;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ fleet }) => fleet.close()));
});

const askPath = (small: SmallFleet, token = 'cluster') =>
  small.context.callPeer(small.ns, small.web.address, {
    method: 'POST',
    path: '/scripts2/getpath_local',
    params: new URLSearchParams({ dnsuniqid: 'x' }),
    user: 'root',
    token: tokenText(token),
    timeoutMs: 2000,
  });

describe('where a fleet listens', () => {
  it('has an address of its own and port 2087 for each server, and two fleets never meet', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const places = [first, second].flatMap(({ fleet }) => fleet.inventory().servers.map(({ host }) => host));
    expect(new Set(places).size).toBe(4);
    for (const host of places) expect(host).toMatch(/^127\.\d+\.0\.[12]$/);
    expect(first.fleet.inventory().servers.map(({ port }) => port)).toEqual([2087, 2087]);
  });

  it('has one address and a port each where there is only one address', async () => {
    const small = await start({ oneAddress: true });
    const { servers } = small.fleet.inventory();
    expect(servers.map(({ host }) => host)).toEqual(['127.0.0.1', '127.0.0.1']);
    expect(new Set(servers.map(({ port }) => port)).size).toBe(2);
    expect((await api(small.fleet, 'ns', 'gethostname')).data).toEqual({ hostname: 'ns.example.net' });
    const { cursor } = small.fleet.events();
    expect((await askPath(small)).status).toBe(200);
    const event = await small.fleet.awaitEvent((one) => one.kind === 'request', 1000, cursor);
    expect(event).toMatchObject({ server: 'web', from: 'ns', method: 'POST', status: 200 });
    small.web.tokens.set('by-address', {
      ...small.web.tokens.get('cluster')!,
      name: 'by-address',
      token: tokenText('by-address'),
      whitelistAddresses: [small.ns.address],
    });
    expect((await askPath(small, 'by-address')).status).toBe(200);
    await small.fleet.stopServer('web');
    await small.fleet.startServer('web');
    expect(small.fleet.inventory().servers.map(({ port }) => port)).toEqual(servers.map(({ port }) => port));
  });

  it('renumbers, renames and certifies servers anew, and what others have written of them stays', async () => {
    for (const oneAddress of [true, false]) {
      const small = await start({ oneAddress });
      const { fleet, ns, web } = small;
      const before = fleet.inventory().servers.find(({ id }) => id === 'ns');
      const [old, next] = [ns.address, ns.address.replace(/\d+$/, '99')];
      await expect(fleet.renumber('ns', web.address)).rejects.toThrow('web');
      await fleet.renumber('ns', next);
      fleet.rename('ns', 'other.example.net');
      fleet.recertify('ns');
      expect(fleet.state().servers['ns']).toMatchObject({ address: next, hostname: 'other.example.net' });
      expect(small.context.route(old)).toBeNull();
      expect(small.context.route('ns.example.net')).toBeNull();
      expect(small.context.route(next)).toMatchObject({ hostname: 'other.example.net', address: next });
      const after = fleet.inventory().servers.find(({ id }) => id === 'ns');
      expect(after?.certificate.sha256).not.toBe(before?.certificate.sha256);
      expect(after?.host).toBe(oneAddress ? '127.0.0.1' : next);
      expect((await api(fleet, 'ns', 'gethostname')).data).toEqual({ hostname: 'other.example.net' });
    }
  });

  it.each(['0.0.0.0', '192.0.2.1', '10.0.0.1', '128.0.0.1'])('refuses %s', async (address) => {
    expect(() => assertLoopback(address)).toThrow(`listens on loopback (127.0.0.0/8) only and refuses ${address}`);
    await expect(startSmallFleet({ addressOf: () => address })).rejects.toThrow('loopback');
  });

  it('gives everything back when it closes', async () => {
    const small = await startSmallFleet({ oneAddress: true });
    await small.fleet.close();
    await expect(call(small.fleet, 'web', '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(existsSync(small.fleet.directory)).toBe(false);
  });
});

describe('a fleet', () => {
  it('gives every server a certificate of its own and says no product', async () => {
    const { fleet } = await start();
    const { version, servers } = fleet.inventory();
    expect(version).toBe(1);
    expect(new Set(servers.map(({ certificate }) => certificate.sha256)).size).toBe(2);
    expect(servers[0]).toEqual({
      id: 'web',
      name: 'web.example.net',
      host: expect.any(String),
      port: 2087,
      user: 'root',
      certificate: { sha256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) },
      tags: ['lab'],
    });
    expect(fleet.tokens()).toEqual({ version: 1, tokens: { web: tokenText('full'), ns: tokenText('full') } });
  });

  it('shows its state without a secret', async () => {
    const { fleet, web } = await start();
    await api(fleet, 'web', 'create_user_session', { user: 'root', service: 'whostmgrd' });
    const text = JSON.stringify(fleet.state());
    expect(JSON.parse(text)).toEqual(fleet.state());
    for (const token of web.tokens.values()) expect(text).not.toContain(token.token);
    expect(text).not.toContain(web.sessions[0]!.oneTimeKey!);
    expect(fleet.state().servers['web']).toMatchObject({ product: 'cpanel', zones: { 'a.example': 2026010101 } });
  });

  it('lets servers call each other from their own addresses, and never dials outside', async () => {
    const small = await start();
    small.web.tokens.set('by-address', {
      ...small.web.tokens.get('cluster')!,
      name: 'by-address',
      token: tokenText('by-address'),
      whitelistAddresses: [small.ns.address],
    });
    const answer = await askPath(small, 'by-address');
    expect(answer).toEqual({ status: 200, body: 'path root token en dnsuniqid=x' });
    expect((await askPath(small, 'expired')).status).toBe(401);
    const outside = small.context.callPeer(small.ns, '192.0.2.1', {
      method: 'GET',
      path: '/',
      user: 'root',
      token: '',
      timeoutMs: 1000,
    });
    await expect(outside).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
  });

  it('breaks a link by revoking a token, and stops and starts a server', async () => {
    const small = await start();
    small.fleet.revokeToken('web', 'cluster');
    expect((await askPath(small)).status).toBe(401);
    expect(() => small.fleet.revokeToken('web', 'cluster')).toThrow('no token named cluster');
    await small.fleet.stopServer('web');
    await expect(askPath(small, 'full')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(small.fleet.state().servers['web']).toMatchObject({ down: true, listening: false });
    await small.fleet.clearFaults();
    await expect(call(small.fleet, 'web', '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await small.fleet.startServer('web');
    expect((await askPath(small, 'full')).status).toBe(200);
  });

  it('records what was asked and by whom', async () => {
    const small = await start();
    const waiting = small.fleet.awaitEvent(
      (event) => event.kind === 'request' && event.path === '/json-api/version',
      1000,
    );
    await call(small.fleet, 'web', '/json-api/version?api.version=1', { token: 'full' });
    expect(await waiting).toMatchObject({ server: 'web', from: null, method: 'GET', status: 200 });
    await expect(small.fleet.awaitEvent(() => false, 20)).rejects.toThrow('No such event within 20 ms.');
  });
});

describe('EventRecorder', () => {
  it('keeps the latest, counts what is gone, and finds past events after a cursor', async () => {
    const recorder = new EventRecorder(3);
    for (let at = 1; at <= 5; at += 1) recorder.record({ kind: 'log-written', line: `${at}`, at, server: 'a' });
    const page = recorder.after(0);
    expect(page.events.map(({ number }) => number)).toEqual([3, 4, 5]);
    expect(page).toMatchObject({ cursor: 5, missed: 2 });
    expect(recorder.after(4).events).toHaveLength(1);
    expect(await recorder.wait((event) => event.at === 4, 10, 0)).toMatchObject({ number: 4 });
    await expect(recorder.wait((event) => event.at === 4, 10, 4)).rejects.toThrow();
    await expect(recorder.wait((event) => event.at === 4, 10)).rejects.toThrow();
  });
});
