import { WebSocket, type RawData } from 'ws';
import { connectionClosed, type Access } from '../access.ts';
import { cancelled, transportFailure, unreachable, whmFailure, type WhmFailure } from '../failure.ts';
import type { ServerCommand } from './commands.ts';
import { parseFrame, type Frame } from './frames.ts';

/** The one path; JSON because the other serialisation is Perl's own (`whm-protocol 7.1`). */
export const commandStreamPath = '/websocket/CommandStream?serialization=JSON';

/** Longest message, bytes. */
const messageLimit = 16 * 1024 * 1024;

export interface StreamListener {
  readonly frame: (frame: Frame) => void;
  /** The stream ended without us; nothing comes after it. */
  readonly closed: (failure: WhmFailure) => void;
}

/** An open CommandStream; closing it kills what runs. */
export interface CommandStream {
  /** Starts a command, with what it reads from its standard input. @returns its id, which the frames about it carry */
  run(command: ServerCommand, stdin?: string): number;
  /** Frames in order, to the latest listener only. */
  listen(listener: StreamListener): void;
  /** Any sign of life: a message, a ping or a pong. */
  onLife(listener: () => void): void;
  ping(): void;
  pause(): void;
  resume(): void;
  close(): void;
}

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

async function openWebSocket(access: Access, signal: AbortSignal | undefined): Promise<WebSocket> {
  const tlsSocket = await access.transport.openSocket(signal);
  access.onRequest?.({ server: access.server.id, method: 'WEBSOCKET', path: commandStreamPath });
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`wss://${access.place}${commandStreamPath}`, {
      // The connection is there already, its certificate judged; ws must not open one of its own.
      createConnection: () => tlsSocket,
      headers: { authorization: access.authorization() },
      followRedirects: false,
      perMessageDeflate: false,
      handshakeTimeout: access.deadlines.answerMs,
      maxPayload: messageLimit,
    });
    const settle = (failure: WhmFailure | null): void => {
      signal?.removeEventListener('abort', onAbort);
      socket.off('open', onOpen).off('unexpected-response', onAnswer).off('error', onError);
      socket.on('error', () => {});
      if (failure === null) {
        resolve(socket);
        return;
      }
      socket.terminate();
      tlsSocket.destroy();
      reject(failure);
    };
    const onOpen = (): void => settle(null);
    const onAnswer = (_request: unknown, answer: { statusCode?: number | undefined }): void =>
      settle(refusalOf(access, answer.statusCode ?? 0));
    const onError = (error: Error): void => {
      if (/handshake has timed out/i.test(error.message)) settle(unreachable('timeout', access.place));
      else if (/hang up/i.test(error.message)) settle(unreachable('reset', access.place));
      else settle(transportFailure(error, 'waiting', access.place));
    };
    const onAbort = (): void => settle(cancelled());
    socket.once('open', onOpen).once('unexpected-response', onAnswer).once('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Opens `/websocket/CommandStream` with the token (`whm-protocol 1.3`, `7.1`), from inside the gate.
 * @throws WhmFailure `whm.forbidden` (401, 403), `whm.unsupported` (not served), `whm.busy`, and what the transport gives
 */
export async function openCommandStream(access: Access, signal?: AbortSignal): Promise<CommandStream> {
  return streamOf(access, await openWebSocket(access, signal));
}

function streamOf(access: Access, socket: WebSocket): CommandStream {
  let listener: StreamListener | null = null;
  let ended: WhmFailure | 'by us' | null = null;
  let lastId = 0;
  const end = (failure: WhmFailure): void => {
    if (ended !== null) return;
    ended = failure;
    socket.terminate();
    listener?.closed(failure);
  };
  socket.on('message', (data: RawData) => {
    if (ended !== null) return;
    const parsed = parseFrame(asBuffer(data));
    if (parsed !== null) listener?.frame(parsed);
    else end(whmFailure('whm.protocol', `${access.place} sent a frame that is none of the command stream.`));
  });
  socket.on('error', (error) => end(transportFailure(error, 'reading', access.place)));
  socket.on('close', () => end(connectionClosed(access)));
  return {
    run(command, stdin) {
      lastId += 1;
      socket.send(JSON.stringify({ class: 'exec', id: lastId, command, ...(stdin === undefined ? {} : { stdin }) }));
      return lastId;
    },
    listen(next) {
      listener = next;
      if (socket.readyState !== WebSocket.OPEN) end(connectionClosed(access));
      else if (ended !== null && ended !== 'by us') next.closed(ended);
    },
    onLife(listener) {
      socket.on('message', listener).on('ping', listener).on('pong', listener);
    },
    ping() {
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close() {
      ended = 'by us';
      // A paused socket would never see the other side's answer to the close.
      if (socket.isPaused) socket.resume();
      socket.close(1000);
      const gone = setTimeout(() => socket.terminate(), 2000);
      gone.unref();
      socket.once('close', () => clearTimeout(gone));
    },
  };
}
