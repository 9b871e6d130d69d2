/**
 * `/websocket/CommandStream` of a simulated server (`whm-protocol 7.1`). Runs nothing that a client names: a few
 * commands are emulated, one tail is real.
 */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { WebSocket } from 'ws';
import { ensureLog } from '#simulator/log/index.ts';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { withoutEffect } from '#simulator/server/ignored-writes.ts';
import { dnscluster } from './dnscluster.ts';
import { find } from './find.ts';
import { readRequest, writeFrame, type ExecRequest } from './frames.ts';
import { grep } from './grep.ts';
import type { Outcome, Unknown } from './outcome.ts';
import { followedLines, spawnTail } from './tail.ts';
import { tee } from './tee.ts';
import { virtualFiles } from './virtual-files.ts';

const PING_MS = 45_000;
const LONGEST_MS = 24 * 3_600_000;
/** Unsent bytes at which a command's output is no longer read, so that it waits for a slow client. */
const HIGH_WATER = 1024 * 1024;
/** Characters of emulated output in one frame. */
const CHUNK = 32 * 1024;
const ENOENT = { errno: 2, text: 'No such file or directory' } as const;
type Emulation = (
  request: ExecRequest & { readonly args: readonly string[] },
  server: ServerState,
  fleet: FleetContext,
) => Outcome | Unknown | Promise<Outcome | Unknown>;

const EMULATED: ReadonlyMap<string, Emulation> = new Map<string, Emulation>([
  ['/usr/bin/find', ({ args }, server) => find(args, virtualFiles(server))],
  ['/usr/bin/grep', ({ args }, server) => grep(args, virtualFiles(server))],
  ['/usr/bin/tee', ({ args, stdin }, server) => tee(args, server, stdin)],
  ['/usr/local/cpanel/scripts/dnscluster', ({ args }, server, fleet) => dnscluster(args, server, fleet)],
]);

/**
 * Serves a socket that the core has authenticated and opened; ends its commands when it closes.
 * @param ignoresWrites commands say what they always say and change nothing
 */
// oxlint-disable-next-line max-lines-per-function -- one socket: its commands and its end are one state
export function attachCommandStream(
  socket: WebSocket,
  server: ServerState,
  fleet: FleetContext,
  ignoresWrites = false,
): void {
  const children = new Set<ChildProcess>();
  let frames = 0;
  let pids = 20_000;
  const send = (frame: Readonly<Record<string, unknown>>, sent: () => void = () => undefined): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(writeFrame(frame, frames), { binary: true }, sent);
    frames += 1;
  };

  const answer = ({ id }: ExecRequest, outcome: Outcome): void => {
    pids += 1;
    send({ class: 'exec_ok', id, pid: pids });
    for (const name of ['stdout', 'stderr'] as const) {
      const text = outcome[name];
      for (let at = 0; at < text.length; at += CHUNK) send({ class: name, id, chunk: text.slice(at, at + CHUNK) });
      send({ class: name, id, chunk: '' });
    }
    send({ class: 'ended', id, status: outcome.code << 8 });
  };

  const stream = (id: ExecRequest['id'], name: 'stdout' | 'stderr', from: Readable): void => {
    const decoder = new StringDecoder('utf8');
    from.on('data', (bytes: Buffer) => {
      const chunk = decoder.write(bytes);
      if (chunk === '') return;
      send({ class: name, id, chunk }, () => {
        if (socket.bufferedAmount < HIGH_WATER) from.resume();
      });
      if (socket.bufferedAmount >= HIGH_WATER) from.pause();
    });
    from.on('end', () => {
      send({ class: name, id, chunk: '' });
    });
  };

  const follow = ({ id }: ExecRequest, lines: string): void => {
    ensureLog(server, fleet);
    const child = spawnTail(lines, server.dnsadminLogFile);
    children.add(child);
    child.once('spawn', () => {
      send({ class: 'exec_ok', id, pid: child.pid });
      if (child.stdout !== null) stream(id, 'stdout', child.stdout);
      if (child.stderr !== null) stream(id, 'stderr', child.stderr);
    });
    child.once('error', (error) => {
      children.delete(child);
      send({ class: 'exec_failed', id, ...ENOENT, text: error.message });
    });
    child.once('close', (code, signal) => {
      children.delete(child);
      // A wait status: the exit code in the high byte, or the signal's number. SIGTERM is the only one that is sent
      // here.
      send({ class: 'ended', id, status: signal === null ? (code ?? 0) << 8 : 15 });
    });
  };

  const run = async (request: ExecRequest): Promise<void> => {
    const [program = '', ...args] = request.command;
    const lines = program === '/usr/bin/tail' ? followedLines(args) : null;
    if (lines !== null) {
      follow(request, lines);
      return;
    }
    const stage = ignoresWrites ? withoutEffect(server, fleet) : { server, fleet };
    const outcome = await (EMULATED.get(program)?.({ ...request, args }, stage.server, stage.fleet) ?? 'unknown');
    if (outcome === 'unknown') send({ class: 'exec_failed', id: request.id, ...ENOENT });
    else answer(request, outcome);
  };

  const ping = setInterval(() => {
    socket.ping();
  }, PING_MS);
  const limit = setTimeout(() => {
    socket.close(1000);
  }, LONGEST_MS);
  ping.unref();
  limit.unref();

  socket.on('message', (data) => {
    const request = readRequest(
      (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8'),
    );
    if ('error' in request) send(request.error);
    else void run(request);
  });
  socket.on('close', () => {
    clearInterval(ping);
    clearTimeout(limit);
    for (const child of children) child.kill('SIGTERM');
  });
}
