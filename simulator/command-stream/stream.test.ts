import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { rotateLog, writeLog } from '#simulator/log/index.ts';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { buildScenario } from '#simulator/scenario/index.ts';
import { attachCommandStream } from './index.ts';

type Frame = Readonly<Record<string, unknown>>;

const directory = mkdtempSync(`${tmpdir()}/nameward-stream-`);
const plan = buildScenario({
  name: 'uniform',
  servers: 2,
  seed: 1,
  now: Date.now(),
  addressOf: (index) => `127.0.20.${String(index + 1)}`,
  directory,
});
const fleet = { now: () => Date.now(), emit: () => undefined } as unknown as FleetContext;
const LOG = '/usr/local/cpanel/logs/dnsadmin_log';
const TAIL = ['/usr/bin/tail', '-n', '5', '-F', LOG];

let server: ServerState;
let listener: WebSocketServer;
const clients: WebSocket[] = [];

beforeAll(async () => {
  const [first] = plan.servers;
  if (first === undefined) throw new Error('no server');
  server = first;
  listener = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  listener.on('connection', (socket) => {
    attachCommandStream(socket, server, fleet);
  });
  await once(listener, 'listening');
});
afterEach(() => {
  for (const client of clients.splice(0)) client.terminate();
});
afterAll(() => {
  listener.close();
  rmSync(directory, { recursive: true });
});

/** Opens a socket and gathers its frames; `until` resolves once the frames so far satisfy it. */
async function open() {
  const client = new WebSocket(`ws://127.0.0.1:${String((listener.address() as AddressInfo).port)}`);
  clients.push(client);
  const frames: Frame[] = [];
  const raw: string[] = [];
  client.on('message', (data, isBinary) => {
    expect(isBinary).toBe(true);
    raw.push((data as Buffer).toString('utf8'));
    frames.push(JSON.parse((data as Buffer).toString('utf8').trim()) as Frame);
  });
  await once(client, 'open');
  const until = async (done: (frames: readonly Frame[]) => boolean): Promise<readonly Frame[]> => {
    while (!done(frames)) await once(client, 'message');
    return frames;
  };
  const exec = (id: number, command: readonly string[]): void => {
    client.send(JSON.stringify({ class: 'exec', id, command }));
  };
  return { client, exec, until, raw };
}

function output(frames: readonly Frame[], id: number, name = 'stdout'): string {
  return frames
    .filter((frame) => frame['class'] === name && frame['id'] === id)
    .map((frame) => String(frame['chunk']))
    .join('');
}

const ended = (id: number) => (frames: readonly Frame[]) =>
  frames.some((frame) => frame['class'] === 'ended' && frame['id'] === id);

describe('CommandStream', () => {
  it('streams the real log, across a rotation', async () => {
    writeLog(server, fleet, ['first line']);
    const { exec, until } = await open();
    exec(1, TAIL);
    await until((frames) => output(frames, 1).includes('first line\n'));
    const written = performance.now();
    writeLog(server, fleet, ['zweite Zeile – ü']);
    await until((frames) => output(frames, 1).includes('zweite Zeile – ü\n'));
    expect(performance.now() - written).toBeLessThan(1000);
    rotateLog(server, fleet);
    writeLog(server, fleet, ['after the rotation']);
    const frames = await until((all) => output(all, 1).includes('after the rotation\n'));
    expect(frames[0]).toMatchObject({ class: 'exec_ok', id: 1 });
    expect(frames[0]?.['pid']).toBeTypeOf('number');
  });

  it('kills the child when the socket closes', async () => {
    const { client, exec, until } = await open();
    exec(1, TAIL);
    const [first] = await until((frames) => frames.length > 0);
    const pid = Number(first?.['pid']);
    expect(process.kill(pid, 0)).toBe(true);
    client.close();
    await expect
      .poll(() => {
        try {
          return process.kill(pid, 0);
        } catch {
          return false;
        }
      })
      .toBe(false);
  });

  it('runs several commands on one socket and ends each with empty chunks and a wait status', async () => {
    const { exec, until, raw } = await open();
    exec(1, TAIL);
    exec(2, ['/usr/bin/find', '/var/cpanel/dnsonly', '/nowhere', '-maxdepth', '2', '-printf', '%p\\n']);
    exec(3, ['/usr/bin/grep', '-rHsE', '^module=', '/var/cpanel/cluster/root/config']);
    const frames = await until((all) => ended(2)(all) && ended(3)(all));
    expect(output(frames, 2)).toBe(server.product === 'dnsonly' ? '/var/cpanel/dnsonly\n' : '');
    expect(output(frames, 2, 'stderr')).toContain('find: ‘/nowhere’: No such file or directory\n');
    const ofSecond = frames.filter((frame) => frame['id'] === 2);
    expect(ofSecond.at(-1)).toEqual({ class: 'ended', id: 2, status: 256 });
    expect(ofSecond.filter((frame) => frame['chunk'] === '').map((frame) => frame['class'])).toEqual([
      'stdout',
      'stderr',
    ]);
    expect(raw.some((text) => /^\s/.test(text))).toBe(true);
  });

  it.each([
    [['/bin/sh', '-c', 'id']],
    [['/usr/bin/tail', '-n', '5', '-F', '/etc/passwd']],
    [['/usr/bin/tail', '-n', '5', '--follow=name', LOG]],
    [['/usr/bin/tail', '-n', '5; id', '-F', LOG]],
    [['tail', '-F', LOG]],
    [['/usr/bin/find', '/', '-delete']],
    [['constructor']],
  ])('has no %j', async (command) => {
    const { exec, until } = await open();
    exec(9, command);
    const frames = await until((all) => all.length > 0);
    expect(frames).toEqual([{ class: 'exec_failed', id: 9, errno: 2, text: 'No such file or directory' }]);
  });

  it.each([
    ['{', { class: 'deserialization_failed' }],
    ['[]', { class: 'malformed_structure' }],
    ['{"class":"exec","command":["x"]}', { class: 'missing_id' }],
    ['{"id":1}', { class: 'missing_class', id: 1 }],
    ['{"id":1,"class":"mail"}', { class: 'unknown_class', id: 1 }],
    ['{"id":1,"class":"exec","command":"id"}', { class: 'bad_arguments', id: 1 }],
  ])('refuses %s', async (message, error) => {
    const { client, until } = await open();
    client.send(message);
    const [frame] = await until((all) => all.length > 0);
    expect(frame).toMatchObject(error);
  });

  it('waits for a client that does not read', async () => {
    const { client, exec, until } = await open();
    exec(1, TAIL);
    // Not before tail has the file open: it would show the last five lines only.
    await until((frames) => output(frames, 1) !== '');
    client.pause();
    const line = 'x'.repeat(1000);
    for (let batch = 0; batch < 3; batch += 1)
      writeLog(
        server,
        fleet,
        Array.from({ length: 1000 }, () => line),
      );
    const [socket] = listener.clients;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(socket?.bufferedAmount).toBeLessThan(2 * 1024 * 1024);
    client.resume();
    await until((frames) => (output(frames, 1).match(/x{1000}\n/g) ?? []).length >= 3000);
  });
});
