import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { createWhmConnector, type WhmConnectorOptions } from '#electron/adapters/whm/index.ts';
import type { Tail, TailSink, WhmClient } from '#electron/services/ports.ts';
import type { AppError } from '#shared/errors/index.ts';
import { createCertificate } from '#simulator/server/certificate.ts';
import { envelope, sentinel, startOwnServer, type OwnServer } from './whm-servers.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

interface Exec {
  readonly id: number;
  readonly command: readonly string[];
}

/** A server whose command stream the test plays. */
async function serveStream(onExec: (exec: Exec, socket: WebSocket) => void): Promise<OwnServer> {
  const server = await startOwnServer((_request, response) => response.end(envelope({ version: '11.126.0.28' })));
  const sockets = new WebSocketServer({ noServer: true, autoPong: true });
  server.server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('message', (data) => onExec(JSON.parse((data as Buffer).toString()) as Exec, webSocket));
    });
  });
  open.push(server, { close: async () => sockets.clients.forEach((client) => client.terminate()) });
  return server;
}

async function refuseStream(status: number, more = ''): Promise<OwnServer> {
  const server = await startOwnServer((_request, response) => response.end(envelope({ version: '11.126.0.28' })));
  server.server.on('upgrade', (_request, socket) => {
    socket.end(`HTTP/1.1 ${status} No\r\n${more}Content-Length: 0\r\nConnection: close\r\n\r\n`);
  });
  open.push(server);
  return server;
}

function clientOf(
  server: OwnServer,
  options: WhmConnectorOptions = {},
  pin: string | null = server.certificate.sha256,
): WhmClient {
  const connector = createWhmConnector({ deadlines: { connectMs: 2000, answerMs: 500, pageMs: 500 }, ...options });
  open.push(connector);
  return connector.client(server.address({ pin }), sentinel);
}

const frame = (value: Record<string, unknown>): Buffer => Buffer.from(`  \n${JSON.stringify(value)}`);

/** Output, its end and the end of the command, in binary frames. */
function finish(socket: WebSocket, { id }: Exec, text: string, status = 0): void {
  socket.send(frame({ class: 'exec_ok', id, pid: 7 }));
  for (const chunk of [text, '']) socket.send(frame({ class: 'stdout', id, chunk }));
  socket.send(frame({ class: 'stderr', id, chunk: '' }));
  socket.send(frame({ class: 'ended', id, status }));
}

const folder = '/var/cpanel/cluster/root/config';
const found = [
  '/var/cpanel/useclusteringdns',
  '/var/cpanel/cluster/root',
  folder,
  ...[
    '192.0.2.7',
    '192.0.2.7-dnsrole',
    '192.0.2.7-state.json',
    '192.0.2.8',
    '192.0.2.9',
    '192.0.2.9-dnsrole',
    'softlayer',
    'softlayer-dnsrole',
    '192.0.2.66-dnsrole',
  ].map((name) => `${folder}/${name}`),
  '/var/cpanel/clusterqueue/status/192.0.2.7',
  '/var/cpanel/clusterqueue/status/192.0.2.9-down',
];
const memberLines = [
  `${folder}/192.0.2.7:#version 2.0`,
  `${folder}/192.0.2.7:user=root`,
  `${folder}/192.0.2.7:host=ns1.example.net`,
  `${folder}/192.0.2.7:module=cPanel`,
  `${folder}/192.0.2.7:debug=1`,
  `${folder}/softlayer:#version 2.0`,
  `${folder}/softlayer:module=SoftLayer`,
];

const roleLines = [
  `${folder}/192.0.2.7-dnsrole:sync`,
  `${folder}/192.0.2.9-dnsrole:write-only`,
  `${folder}/softlayer-dnsrole:standalone`,
  `${folder}/192.0.2.66-dnsrole:sync`,
];

function playMembers(exec: Exec, socket: WebSocket): void {
  const text = exec.command.join(' ');
  if (text.includes('/usr/bin/find')) finish(socket, exec, `${found.join('\n')}\n`, 256);
  else if (text.includes('cpanel.config'))
    finish(socket, exec, '/var/cpanel/cpanel.config:cluster_autodisable_threshold=0\n');
  else if (text.includes('--include=*-dnsrole')) finish(socket, exec, `${roleLines.join('\n')}\n`);
  else if (text.includes('--include')) finish(socket, exec, `${folder}/192.0.2.7-state.json:"version":"11.134.0.17"\n`);
  else finish(socket, exec, `${memberLines.join('\n')}\n`);
}

describe('members by command', () => {
  it('puts the files together as WHM would', async () => {
    const server = await serveStream(playMembers);
    const result = await clientOf(server).readMembers('command');
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.clustering).toEqual({ enabled: true, threshold: 0, notify: true });
    const { records, partial } = result.value.members;
    expect(partial).toBe(false);
    expect(
      records.map(({ address, role, disabled, hostname, module }) => [address, role, disabled, hostname, module]),
    ).toEqual([
      ['192.0.2.7', 'sync', false, 'ns1.example.net', 'cPanel'],
      // No role file: in no list of WHM's, and known all the same.
      ['192.0.2.8', null, false, null, null],
      // The old format, of which only the names are read, disabled by its touch file.
      ['192.0.2.9', 'write-only', true, null, null],
      ['softlayer', 'standalone', false, null, 'SoftLayer'],
    ]);
    expect(records[0]).toMatchObject({ version: '11.134.0.17', debug: true });
  });

  it('gives up where the far side refuses, and leaves facts unknown where only they are refused', async () => {
    const refusing = (pattern: RegExp) =>
      serveStream((exec, socket) => {
        if (pattern.test(exec.command.join(' ')))
          socket.send(frame({ class: 'exec_failed', id: exec.id, errno: 2, text: 'No such file' }));
        else playMembers(exec, socket);
      });
    const all = await clientOf(await refusing(/./)).readMembers('command');
    expect(all).toMatchObject({ ok: false, error: { code: 'whm.unsupported' } });
    const some = await clientOf(await refusing(/cpanel\.config|--include/)).readMembers('command');
    expect(some).toMatchObject({ ok: true, value: { clustering: { enabled: true, threshold: null, notify: null } } });
  });

  it('takes failing programs and silence for no empty list', async () => {
    const killed = await serveStream((exec, socket) => finish(socket, exec, '', 9));
    expect(await clientOf(killed).readMembers('command')).toMatchObject({ error: { code: 'whm.protocol' } });
    const silent = await serveStream(() => {});
    expect(await clientOf(silent).readMembers('command')).toMatchObject({
      error: { code: 'whm.unreachable', details: { reason: 'timeout' } },
    });
    const gone = await serveStream((_exec, socket) => socket.terminate());
    expect(await clientOf(gone).readMembers('command')).toMatchObject({
      error: { code: 'whm.unreachable', details: { reason: 'closed' } },
    });
    const foreign = await serveStream((_exec, socket) => socket.send('hello'));
    expect(await clientOf(foreign).readMembers('command')).toMatchObject({ error: { code: 'whm.protocol' } });
  });

  it('waits for output that comes after the end', async () => {
    const server = await serveStream((exec, socket) => {
      socket.send(frame({ class: 'ended', id: exec.id, status: 0 }));
      setTimeout(() => playMembers(exec, socket), 30);
    });
    const result = await clientOf(server).readMembers('command');
    expect(result).toMatchObject({ ok: true, value: { members: { records: { length: 4 } } } });
  });
});

describe('opening', () => {
  it.each([
    [401, 'whm.forbidden'],
    [403, 'whm.forbidden'],
    [404, 'whm.unsupported'],
    [400, 'whm.unsupported'],
    [503, 'whm.busy'],
    [500, 'whm.protocol'],
  ])('HTTP %s gives %s', async (status, code) => {
    const result = await clientOf(await refuseStream(status)).readMembers('command');
    expect(result).toMatchObject({ ok: false, error: { code, details: { status } } });
  });

  it('follows no redirect', async () => {
    const other = await serveStream(playMembers);
    const server = await refuseStream(302, `Location: https://127.0.0.1:${other.port}/\r\n`);
    expect(await clientOf(server).readMembers('command')).toMatchObject({ error: { code: 'whm.unsupported' } });
    expect(other.connections()).toBe(0);
  });

  it('sends nothing to another certificate', async () => {
    const server = await serveStream(playMembers);
    const client = clientOf(server);
    await client.identity();
    const before = server.requests.length;
    const other = createCertificate('own.example.net', '127.0.0.1', Date.now());
    server.server.setSecureContext({ key: other.key, cert: other.certificate });
    expect(await client.readMembers('command')).toMatchObject({ error: { code: 'whm.tls-changed' } });
    expect(server.requests).toHaveLength(before);
  });
});

interface Followed {
  readonly tail: Tail;
  /** Messages of the lines so far, each with its line break. */
  readonly text: () => string;
  readonly started: Promise<void>;
  readonly ended: Promise<AppError | null>;
}

function follow(client: WhmClient): Followed {
  let text = '';
  const sink = {} as { -readonly [name in keyof TailSink]: TailSink[name] };
  sink.onLines = (lines) => (text += lines.map(({ message }) => `${message}\n`).join(''));
  const started = new Promise<void>((resolve) => (sink.onStart = resolve));
  const ended = new Promise<AppError | null>((resolve) => (sink.onEnd = resolve));
  return { tail: client.tail(200, sink), text: () => text, started, ended };
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !condition();) {
    if (Date.now() > end) throw new Error('It did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('tail', () => {
  it('starts one command and gives its text, characters whole', async () => {
    const commands: (readonly string[])[] = [];
    const server = await serveStream(({ id, command }, socket) => {
      commands.push(command);
      socket.send(frame({ class: 'exec_ok', id, pid: 7 }));
      socket.send(frame({ class: 'stderr', id, chunk: 'tail: file truncated' }));
      const bytes = Buffer.from('zür\n');
      for (const part of [bytes.subarray(0, 2), bytes.subarray(2)]) {
        socket.send(
          Buffer.concat([
            Buffer.from(`{"class":"stdout","id":${id},"chunk":"`),
            Buffer.from(part.toString('latin1').replace('\n', '\\n'), 'latin1'),
            Buffer.from('"}'),
          ]),
        );
      }
    });
    const { tail, text, started, ended } = follow(clientOf(server));
    await started;
    await until(() => text() === 'zür\n');
    expect(commands).toEqual([['/usr/bin/tail', '-n', '200', '-F', '/usr/local/cpanel/logs/dnsadmin_log']]);
    tail.close();
    expect(await ended).toBeNull();
  });

  it('ends the connection when it is closed, so that the command dies', async () => {
    let gone = false;
    const server = await serveStream(({ id }, socket) => {
      socket.on('close', () => (gone = true));
      socket.send(frame({ class: 'exec_ok', id, pid: 7 }));
    });
    const { tail, started } = follow(clientOf(server));
    await started;
    tail.pause();
    tail.close();
    await until(() => gone);
    expect(gone).toBe(true);
  });

  it('pushes back on the server while it is paused', async () => {
    const chunk = `${'x'.repeat(64 * 1024 - 1)}\n`;
    const lines = (): number => text().split('\n').length - 1;
    let waiting = 0;
    const server = await serveStream(({ id }, socket) => {
      socket.send(frame({ class: 'exec_ok', id, pid: 7 }));
      for (let time = 0; time < 400; time += 1) {
        waiting += 1;
        socket.send(frame({ class: 'stdout', id, chunk }), () => (waiting -= 1));
      }
    });
    const { tail, text, started } = follow(clientOf(server));
    await started;
    tail.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const read = lines();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lines()).toBe(read);
    expect(waiting).toBeGreaterThan(50);
    tail.resume();
    await until(() => lines() === 400);
    expect(waiting).toBe(0);
    tail.close();
  });

  it('ends when the server falls silent, and not while it is paused', async () => {
    const server = await serveStream(({ id }, socket) => {
      socket.send(frame({ class: 'exec_ok', id, pid: 7 }), () => socket.pause());
    });
    const { tail, started, ended } = follow(clientOf(server, { tail: { pingEveryMs: 20, silenceMs: 100 } }));
    await started;
    tail.pause();
    let over = false;
    void ended.then(() => (over = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(over).toBe(false);
    tail.resume();
    expect(await ended).toMatchObject({ code: 'whm.unreachable' });
  });

  it('says why it ended', async () => {
    const endedBy = async (play: (exec: Exec, socket: WebSocket) => void) =>
      (await follow(clientOf(await serveStream(play))).ended)?.code;
    expect(
      await endedBy(({ id }, socket) => socket.send(frame({ class: 'exec_failed', id, errno: 13, text: 'no' }))),
    ).toBe('whm.unsupported');
    expect(await endedBy(({ id }, socket) => socket.send(frame({ class: 'ended', id, status: 15 })))).toBe(
      'whm.protocol',
    );
    expect(await endedBy((_exec, socket) => socket.close(1000))).toBe('whm.unreachable');
  });
});
