import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSmallFleet, tokenText, type SmallFleet } from '#simulator/clients/small-fleet.ts';

let small: SmallFleet;
beforeEach(async () => {
  small = await startSmallFleet();
});
afterEach(() => small.fleet.close());

/** Asks the port without TLS. */
function ask(host: string, path: string): Promise<{ readonly status: number; readonly location: string }> {
  const headers = { authorization: `whm root:${tokenText('full')}` };
  return new Promise((resolve, reject) => {
    const sent = request({ host, port: 2086, path, headers }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? '' });
    });
    sent.once('error', reject);
    sent.end();
  });
}

describe('the port without TLS', () => {
  it('leads to the one with TLS and takes no token', async () => {
    const { cursor } = small.fleet.events();
    expect(await ask(small.web.address, '/json-api/version?api.version=1')).toEqual({
      status: 301,
      location: 'https://web.example.net:2087/json-api/version?api.version=1',
    });
    expect(small.fleet.events(cursor).events).toEqual([]);
  });

  it('is gone while the server is down', async () => {
    await small.fleet.stopServer('web');
    await expect(ask(small.web.address, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await small.fleet.startServer('web');
    expect((await ask(small.web.address, '/')).status).toBe(301);
  });
});
