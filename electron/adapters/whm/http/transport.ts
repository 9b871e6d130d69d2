import { Client, type Dispatcher } from 'undici';
import type { SecureContext, TLSSocket } from 'node:tls';
import { answerBytes, headBytes, wireBytes, type AnswerKind } from '#electron/adapters/whm/budgets.ts';
import { readBody, tooMuch } from './body.ts';
import { cancelled, transportFailure, unreachable, type Phase } from '#electron/adapters/whm/failure.ts';
import { joinSignals } from './joined-signal.ts';
import { certificateEndOf, openSecureSocket, placeName, type SecurePlace } from './secure-socket.ts';
import type { HttpAnswer } from './http-answer.ts';

export interface Deadlines {
  /** Name, TCP and TLS, ms. */
  readonly connectMs: number;
  /** From sending to the head of the answer, ms. */
  readonly answerMs: number;
  /** The same for pages, which WHM builds while it asks its own peers (`whm-protocol 3.3`), ms. */
  readonly pageMs: number;
  /** From the head to the end of the body, ms. */
  readonly bodyMs: number;
}

export interface TransportOptions {
  readonly deadlines: Deadlines;
  /** Longest body of any answer, bytes, where its kind allows more. */
  readonly bodyLimit: number;
  readonly context: SecureContext;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Form-encoded. */
  readonly body?: string;
  readonly deadlineMs: number;
  /** What the answer holds, which tells how long it can be. */
  readonly holds: AnswerKind;
  readonly lane: Lane;
}

/** Reads and writes have a connection each, with one request under way on either. */
export type Lane = 'reads' | 'writes';

export interface Transport {
  /**
   * Sends one request on a connection whose certificate was judged, and follows no redirect.
   * @throws WhmFailure `whm.unreachable`, `whm.tls-untrusted`, `whm.tls-changed`, `whm.protocol` (too large, not HTTP),
   *   `cancelled`
   */
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer>;
  /** When the certificate of the latest connection ends, epoch ms; null: there was none yet. */
  certificateEnd(): number | null;
  /** A judged connection of its own, for a WebSocket. */
  openSocket(signal?: AbortSignal): Promise<TLSSocket>;
  close(): Promise<void>;
}

/** How long an unused connection is kept, ms; servers that close sooner say so in `Keep-Alive`. */
const keepAliveMs = 15_000;

/** One connection of HTTP, opened when there is something to send, and what may arrive on it. */
interface Line {
  readonly client: Client;
  /** Counts from here: so many bytes may arrive, whatever they are. */
  allow(bytes: number): void;
  /** So many in all, since the last `allow`. */
  extend(bytes: number): void;
}

/** Two connections to one server, one for reads and one for writes. */
// oxlint-disable-next-line max-lines-per-function -- one server: both lanes share its connections and their end
export function createTransport(place: SecurePlace, options: TransportOptions): Transport {
  const { deadlines } = options;
  const name = placeName(place);
  const origin = `https://${name}`;
  const secure = { timeoutMs: deadlines.connectMs, context: options.context };
  const closing = new AbortController();
  const sockets = new Set<TLSSocket>();
  let certificateEnd: number | null = null;

  function createLine(): Line {
    let socket: TLSSocket | null = null;
    let from = 0;
    let allowed = 0;
    const connect = async (): Promise<TLSSocket> => {
      const opened = await openSecureSocket(place, { ...secure, signal: closing.signal });
      socket = opened;
      from = 0;
      certificateEnd = certificateEndOf(opened);
      // Before the parser has its turn: what is all framing shows in no body.
      opened.on('readable', () => {
        if (socket === opened && opened.bytesRead - from > allowed) opened.destroy(tooMuch(name, 'framing'));
      });
      return opened;
    };
    const client = new Client(origin, {
      keepAliveTimeout: keepAliveMs,
      // The deadlines below cover whole phases; undici's own would only repeat them.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_where, callback) => {
        connect().then(
          (opened) => callback(null, opened),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
        );
      },
    });
    return {
      client,
      allow(bytes) {
        from = socket?.destroyed === false ? socket.bytesRead : 0;
        allowed = bytes;
      },
      extend(bytes) {
        allowed = bytes;
      },
    };
  }

  const lines: Readonly<Record<Lane, Line>> = { reads: createLine(), writes: createLine() };

  async function exchange(request: HttpRequest, watch: ReturnType<typeof watchFor>): Promise<HttpAnswer> {
    const limit = Math.min(answerBytes[request.holds], options.bodyLimit);
    const line = lines[request.lane];
    line.allow(headBytes);
    const answer: Dispatcher.ResponseData = await line.client.request({
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: request.body ?? null,
      signal: watch.signal,
    });
    line.extend(wireBytes(limit));
    watch.reading(deadlines.bodyMs);
    return readBody(answer, limit, name);
  }

  return {
    async send(request, signal) {
      const watch = watchFor(request.deadlineMs, signal);
      try {
        return await exchange(request, watch);
      } catch (error) {
        if (watch.expired()) throw unreachable('timeout', name);
        if (signal?.aborted === true || closing.signal.aborted) throw cancelled();
        throw transportFailure(error, watch.phase(), name);
      } finally {
        watch.end();
      }
    },
    certificateEnd: () => certificateEnd,
    async openSocket(signal) {
      const joined = joinSignals(signal, closing.signal);
      try {
        const socket = await openSecureSocket(place, { ...secure, signal: joined.signal });
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        return socket;
      } finally {
        joined.release();
      }
    },
    async close() {
      closing.abort();
      for (const socket of sockets) socket.destroy();
      await Promise.all(Object.values(lines).map(({ client }) => client.destroy()));
    },
  };
}

/** One deadline at a time over the phases of an exchange, joined with the caller's signal. */
function watchFor(firstMs: number, signal: AbortSignal | undefined) {
  const controller = new AbortController();
  let phase: Phase = 'waiting';
  let expired = false;
  const expire = (): void => {
    expired = true;
    controller.abort();
  };
  const give = (): void => controller.abort();
  let timer = setTimeout(expire, firstMs);
  if (signal?.aborted === true) controller.abort();
  signal?.addEventListener('abort', give, { once: true });
  return {
    signal: controller.signal,
    phase: () => phase,
    expired: () => expired,
    reading(ms: number): void {
      phase = 'reading';
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    end(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', give);
    },
  };
}
