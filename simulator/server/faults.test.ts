import { connect as tlsConnect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '#simulator/model.ts';
import { type SmallFleet, api, call, startSmallFleet, tokenText } from '#simulator/clients/small-fleet.ts';
import { FaultBook } from './faults.ts';

let small: SmallFleet;
beforeEach(async () => {
  small = await startSmallFleet();
});
afterEach(() => small.fleet.close());

const version = () => call(small.fleet, 'web', '/json-api/version?api.version=1', { token: 'full' });
const set = (fault: Fault, more: { path?: string; times?: number } = {}) =>
  small.fleet.setFault('web', { fault, ...more });

function seenCertificate(): Promise<string> {
  const place = small.fleet.inventory().servers[0]!;
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({ host: place.host, port: place.port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.end();
    });
    socket.once('error', reject);
  });
}

const askPeer = (timeoutMs = 2000) =>
  small.context.callPeer(small.ns, small.web.address, {
    method: 'GET',
    path: '/scripts2/getpath_local',
    user: 'root',
    token: tokenText('cluster'),
    timeoutMs,
  });

describe('faults', () => {
  it('slow: answers late, and a peer’s call times out', async () => {
    await set({ kind: 'slow', delayMs: 300 });
    const start = performance.now();
    expect((await version()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(295);
    await expect(askPeer(100)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  it('refuse: nothing listens until the fault ends', async () => {
    await set({ kind: 'refuse' });
    await expect(version()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(askPeer()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(small.fleet.state().servers['web']).toMatchObject({ listening: false, down: false });
    await small.fleet.clearFaults('web');
    expect((await version()).status).toBe(200);
  });

  it('reset: the connection breaks and nothing was done', async () => {
    await set({ kind: 'reset' }, { times: 1 });
    const create = api(small.fleet, 'web', 'api_token_create', { token_name: 'never' });
    await expect(create).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(small.web.tokens.has('never')).toBe(false);
    expect((await version()).status).toBe(200);
  });

  it('half-answer: it was done, and the answer breaks off', async () => {
    await set({ kind: 'half-answer' }, { path: '/json-api/api_token_create' });
    const create = api(small.fleet, 'web', 'api_token_create', { token_name: 'made' });
    await expect(create).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(small.web.tokens.has('made')).toBe(true);
    expect((await version()).status).toBe(200);
  });

  it('not-json: a page where JSON is due, nowhere else', async () => {
    await set({ kind: 'not-json' });
    const answer = await version();
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset="utf-8"']);
    expect((await call(small.fleet, 'web', '/scripts2/getpath_local', { token: 'full' })).body).toMatch(/^path/);
  });

  it('changed-certificate: another one until the fault ends', async () => {
    const own = small.fleet.inventory().servers[0]!.certificate.sha256;
    expect(await seenCertificate()).toBe(own);
    await set({ kind: 'changed-certificate' });
    expect(await seenCertificate()).not.toBe(own);
    expect(small.fleet.inventory().servers[0]!.certificate.sha256).toBe(own);
    await small.fleet.clearFaults();
    expect(await seenCertificate()).toBe(own);
  });

  it.each([401, 403, 429, 500, 503] as const)('status %i', async (status) => {
    await set({ kind: 'status', status }, { times: 1 });
    const answer = await version();
    expect(answer.status).toBe(status);
    expect(answer.body.includes('cpanelresult')).toBe(status === 403);
    expect((await version()).status).toBe(200);
  });

  it('partition: no traffic between the two, in either direction, and all other traffic goes on', async () => {
    expect((await askPeer()).status).toBe(200);
    const back = () =>
      small.context.callPeer(small.web, small.ns.hostname, {
        method: 'GET',
        path: '/scripts2/getpath_local',
        user: 'root',
        token: tokenText('cluster'),
        timeoutMs: 2000,
      });
    await set({ kind: 'partition', from: 'ns' });
    await expect(askPeer()).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    await expect(back()).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    expect((await version()).status).toBe(200);
    await small.fleet.clearFaults();
    expect((await back()).status).toBe(200);
  });

  it('refuses rules that make no sense', async () => {
    const book = new FaultBook();
    expect(() => book.add({ fault: { kind: 'refuse' }, times: 1 })).toThrow(/met by no request/);
    expect(() => book.add({ fault: { kind: 'reset' }, times: 0 })).toThrow(/at least one/);
    await expect(set({ kind: 'partition', from: 'nowhere' })).rejects.toThrow('The fleet has no server nowhere.');
    await expect(small.fleet.setFault('nowhere', { fault: { kind: 'reset' } })).rejects.toThrow('no server nowhere');
  });

  it('adds up: slow and then a status', async () => {
    await set({ kind: 'slow', delayMs: 100 });
    await set({ kind: 'status', status: 503 });
    const start = performance.now();
    expect((await version()).status).toBe(503);
    expect(performance.now() - start).toBeGreaterThanOrEqual(95);
    expect(small.fleet.state().servers['web']?.faults).toHaveLength(2);
  });
});
