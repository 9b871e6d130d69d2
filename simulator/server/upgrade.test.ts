import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type SmallFleet, startSmallFleet, tokenText } from '#simulator/clients/small-fleet.ts';

let small: SmallFleet;
beforeEach(async () => {
  small = await startSmallFleet();
});
afterEach(() => small.fleet.close());

/** @returns 101 when the stream opened, else the HTTP status; or the error's code */
function open(path: string, token: string | null): Promise<number | string> {
  const { host, port } = small.fleet.inventory().servers[0]!;
  const headers = token === null ? {} : { authorization: `whm root:${tokenText(token)}` };
  return new Promise((resolve) => {
    const socket = new WebSocket(`wss://${host}:${port}${path}`, { rejectUnauthorized: false, headers });
    socket.once('open', () => {
      resolve(101);
      socket.close();
    });
    socket.once('unexpected-response', (_request, answer) => {
      resolve(answer.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

const STREAM = '/websocket/CommandStream?serialization=JSON';

describe('the command stream', () => {
  it('opens for a token with every right, whatever the policy for pages', async () => {
    small.web.tokenPages = 'refused';
    expect(await open(STREAM, 'full')).toBe(101);
    expect(await open(STREAM, 'all')).toBe(101);
    expect(small.streams).toHaveLength(2);
  });

  it.each([
    ['a narrower token', STREAM, 'cluster', 403],
    ['a bad token', STREAM, 'expired', 403],
    ['nobody', STREAM, null, 403],
    ['a serialization that is not there', '/websocket/CommandStream?serialization=YAML', 'full', 400],
    ['no serialization', '/websocket/CommandStream', 'full', 400],
    ['a module that a token may not open', '/websocket/Shell?rows=1&cols=1', 'full', 403],
    ['an unknown module', '/websocket/Nothing', 'full', 404],
    ['a path that is no module', '/json-api/version', 'full', 404],
  ])('refuses %s', async (_name, path, token, status) => {
    expect(await open(path, token)).toBe(status);
    expect(small.streams).toHaveLength(0);
  });

  it('is refused by a server that does not have it', async () => {
    small.web.commandStream = 'refused';
    expect(await open(STREAM, 'full')).toBe(403);
  });

  it('meets the faults', async () => {
    await small.fleet.setFault('web', { fault: { kind: 'status', status: 503 }, path: '/websocket/', times: 1 });
    expect(await open(STREAM, 'full')).toBe(503);
    await small.fleet.setFault('web', { fault: { kind: 'reset' }, times: 1 });
    expect(await open(STREAM, 'full')).toBe('ECONNRESET');
    expect(await open(STREAM, 'full')).toBe(101);
  });

  it('ends with the server', async () => {
    expect(await open(STREAM, 'full')).toBe(101);
    const ended = new Promise((resolve) => small.streams[0]?.once('close', resolve));
    await small.fleet.stopServer('web');
    await ended;
  });
});
