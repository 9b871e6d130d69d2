import { beginExchange } from '#electron/adapters/whm/trace.ts';
import type { TLSSocket } from 'node:tls';
import { WebSocket, type RawData } from 'ws';
import type { Access } from '#electron/adapters/whm/access.ts';
import { idleStreamBudget, pingWeight, streamBudget } from '#electron/adapters/whm/budgets.ts';
import {
  cancelled,
  transportFailure,
  unreachable,
  whmFailure,
  type WhmFailure,
} from '#electron/adapters/whm/failure.ts';
import { parseFrame } from './frames.ts';
import type { CommandStream, StreamAllowance, StreamListener } from '#electron/adapters/whm/command-stream.ts';

/** The one path; JSON because the other serialisation is Perl's own (`whm-protocol 7.1`). */
export const commandStreamPath = '/websocket/CommandStream?serialization=JSON';

/** Most bytes that are read of a stream before anything else may run. */
const bytesAtOnce = 32 * 1024;

function asBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

function refusalOf(access: Access, status: number): WhmFailure {
  if (status === 401 || status === 403) {
    access.memory.tokenAccepted = false;
    return whmFailure(
      'whm.forbidden',
      `${access.place} refused the command stream (HTTP ${status}): it needs a token with every right of root (ACL all).`,
      { status, acl: 'all' },
    );
  }
  if (status === 429 || status === 503) {
    return whmFailure('whm.busy', `${access.place} is too busy for a command stream (HTTP ${status}).`, { status });
  }
  if (status >= 500) {
    return whmFailure('whm.protocol', `${access.place} answered the command stream with HTTP ${status}.`, { status });
  }
  return whmFailure('whm.unsupported', `${access.place} does not serve the command stream (HTTP ${status}).`, {
    status,
  });
}

interface OpenSocket {
  readonly socket: WebSocket;
  /** The connection below it. */
  readonly tlsSocket: TLSSocket;
}

async function openWebSocket(access: Access, signal: AbortSignal | undefined): Promise<OpenSocket> {
  const tlsSocket = await access.transport.openSocket(signal);
  access.onRequest?.({ server: access.server.id, method: 'WEBSOCKET', path: commandStreamPath });
  const exchange = beginExchange(access, 'WEBSOCKET', commandStreamPath);
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`wss://${access.place}${commandStreamPath}`, {
      // The connection is there already, its certificate judged; ws must not open one of its own.
      createConnection: () => tlsSocket,
      headers: { authorization: access.authorization() },
      followRedirects: false,
      perMessageDeflate: false,
      maxPayload: streamBudget.message,
      maxFragments: streamBudget.fragments,
      // Answered below, where they are counted: the library cuts a flood of them off without a word.
      autoPong: false,
    });
    // The library's own limit relies on a connection that it opens itself. Bytes that come one by one do not prolong
    // this one.
    const timer = setTimeout(() => settle(unreachable('timeout', access.place)), access.deadlines.answerMs);
    const settle = (failure: WhmFailure | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('open', onOpen).off('unexpected-response', onAnswer).off('error', onError);
      socket.on('error', () => {});
      if (failure === null) {
        exchange.ended(101, () => 0);
        resolve({ socket, tlsSocket });
        return;
      }
      exchange.failed(failure);
      socket.terminate();
      tlsSocket.destroy();
      reject(failure);
    };
    const onOpen = (): void => settle(null);
    const onAnswer = (_request: unknown, answer: { statusCode?: number | undefined }): void =>
      settle(refusalOf(access, answer.statusCode ?? 0));
    const onError = (error: Error): void => {
      if (/hang up/i.test(error.message)) settle(unreachable('reset', access.place));
      else settle(transportFailure(error, 'waiting', access.place));
    };
    const onAbort = (): void => settle(cancelled());
    socket.once('open', onOpen).once('unexpected-response', onAnswer).once('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

const overruns: ReadonlySet<string> = new Set([
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
  'WS_ERR_TOO_MANY_BUFFERED_PARTS',
]);

/** What the library says of frames that it does not take, or the network of the connection. */
function streamFailure(access: Access, error: Error): WhmFailure {
  const code = 'code' in error ? String(error.code) : '';
  if (overruns.has(code)) return tooMuch(access);
  if (!code.startsWith('WS_ERR_')) return transportFailure(error, 'reading', access.place);
  return whmFailure('whm.protocol', `${access.place} broke the rules of a WebSocket on the command stream.`, {
    reason: 'not-websocket',
    cause: code,
  });
}

/** The failure of a stream that was closed because more came than anybody asked for. */
export function tooMuch(access: Access): WhmFailure {
  return whmFailure(
    'whm.protocol',
    `${access.place} sent more by the command stream than commands can give; it was closed.`,
    {
      reason: 'too-large',
    },
  );
}

/**
 * Opens `/websocket/CommandStream` with the token (`whm-protocol 1.3`, `7.1`), from inside the gate.
 * @throws WhmFailure `whm.forbidden` (401, 403), `whm.unsupported` (not served), `whm.busy`, and what the transport
 *   gives
 */
export async function openCommandStream(access: Access, signal?: AbortSignal): Promise<CommandStream> {
  return streamOf(access, await openWebSocket(access, signal));
}

// oxlint-disable-next-line max-lines-per-function -- one stream: listener, allowance and end are one state
function streamOf(access: Access, { socket, tlsSocket }: OpenSocket): CommandStream {
  let listener: StreamListener | null = null;
  let ended: WhmFailure | 'by us' | null = null;
  let lastId = 0;
  const end = (failure: WhmFailure): void => {
    if (ended !== null) return;
    ended = failure;
    socket.terminate();
    listener?.closed(failure);
  };
  let allowance: StreamAllowance | null = streamBudget;
  let from = tlsSocket.bytesRead;
  let frames = 0;
  const count = (more: number): void => {
    frames += more;
    if (allowance === null) return;
    if (frames <= allowance.frames && tlsSocket.bytesRead - from <= allowance.bytes) return;
    // While it is being closed, too, the other side may go on.
    if (ended === null) end(tooMuch(access));
    else socket.terminate();
  };
  const allow = (next: StreamAllowance | null): void => {
    allowance = next;
    from = tlsSocket.bytesRead;
    frames = 0;
  };
  let paused = false;
  let resting = false;
  let sinceRest = 0;
  // Besides the library's own listener: what is half a message shows nowhere else.
  tlsSocket.on('data', (bytes: Buffer) => {
    count(0);
    sinceRest += bytes.length;
    if (sinceRest < bytesAtOnce || resting || ended !== null) return;
    // Node hands over megabytes without a pause while they keep coming: everything else has its turn in between.
    resting = true;
    socket.pause();
    setImmediate(() => {
      resting = false;
      sinceRest = 0;
      if (!paused) socket.resume();
    });
  });
  socket.on('pong', () => count(pingWeight));
  socket.on('ping', (data) => {
    count(pingWeight);
    if (ended === null && socket.readyState === WebSocket.OPEN) socket.pong(data);
  });
  socket.on('message', (data: RawData) => {
    count(1);
    if (ended !== null) return;
    const parsed = parseFrame(asBuffer(data));
    if (parsed !== null) listener?.frame(parsed);
    else end(whmFailure('whm.protocol', `${access.place} sent a frame that is none of the command stream.`));
  });
  socket.on('error', (error) => end(streamFailure(access, error)));
  socket.on('close', () => end(unreachable('closed', access.place)));
  return {
    run(command, stdin) {
      lastId += 1;
      socket.send(JSON.stringify({ class: 'exec', id: lastId, command, ...(stdin === undefined ? {} : { stdin }) }));
      return lastId;
    },
    listen(next) {
      listener = next;
      if (socket.readyState !== WebSocket.OPEN) end(unreachable('closed', access.place));
      else if (ended !== null && ended !== 'by us') next.closed(ended);
    },
    onLife(listener) {
      socket.on('message', listener).on('ping', listener).on('pong', listener);
    },
    allow,
    ping() {
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    },
    pause() {
      paused = true;
      socket.pause();
    },
    resume() {
      paused = false;
      if (!resting) socket.resume();
    },
    close() {
      ended = 'by us';
      allow(idleStreamBudget);
      // A paused socket would never see the other side's answer to the close.
      paused = false;
      if (socket.isPaused) socket.resume();
      socket.close(1000);
      const gone = setTimeout(() => socket.terminate(), 2000);
      gone.unref();
      socket.once('close', () => clearTimeout(gone));
    },
  };
}
