import { Agent, type buildConnector, type Dispatcher } from 'undici';
import type { SecureContext, TLSSocket } from 'node:tls';
import { cancelled, transportFailure, unreachable, type Phase } from './failure.ts';
import { openSecureSocket, placeName, type SecurePlace } from './secure-socket.ts';

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
  /** Longest body, bytes. */
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
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Transport {
  /**
   * Sends one request on a connection whose certificate was judged, and follows no redirect.
   * @throws WhmFailure `whm.unreachable`, `whm.tls-untrusted`, `whm.tls-changed`, `whm.protocol` (too large, not HTTP), `cancelled`
   */
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer>;
  /** A judged connection of its own, for a WebSocket. */
  openSocket(signal?: AbortSignal): Promise<TLSSocket>;
  close(): Promise<void>;
}

/** How long an unused connection is kept, ms; servers that close sooner say so in `Keep-Alive`. */
const keepAliveMs = 15_000;

/** One undici agent for one server: two connections, one for reads and one for writes. */
export function createTransport(place: SecurePlace, options: TransportOptions): Transport {
  const { deadlines } = options;
  const origin = `https://${placeName(place)}`;
  const secure = { timeoutMs: deadlines.connectMs, context: options.context };
  const closing = new AbortController();
  const sockets = new Set<TLSSocket>();
  const agent = new Agent({
    connections: 2,
    keepAliveTimeout: keepAliveMs,
    maxResponseSize: options.bodyLimit,
    // The deadlines below cover whole phases; undici's own would only repeat them.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_where, callback) => void connect(callback),
  });

  async function connect(callback: buildConnector.Callback): Promise<void> {
    let socket: TLSSocket;
    try {
      socket = await openSecureSocket(place, { ...secure, signal: closing.signal });
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)), null);
      return;
    }
    callback(null, socket);
  }

  async function exchange(request: HttpRequest, watch: ReturnType<typeof watchFor>): Promise<HttpAnswer> {
    const answer: Dispatcher.ResponseData = await agent.request({
      origin,
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: request.body ?? null,
      signal: watch.signal,
    });
    watch.reading(deadlines.bodyMs);
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
  }

  return {
    async send(request, signal) {
      const watch = watchFor(request.deadlineMs, signal);
      try {
        return await exchange(request, watch);
      } catch (error) {
        if (watch.expired()) throw unreachable('timeout', placeName(place));
        if (signal?.aborted === true || closing.signal.aborted) throw cancelled();
        throw transportFailure(error, watch.phase(), placeName(place));
      } finally {
        watch.end();
      }
    },
    async openSocket(signal) {
      const both = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
      const socket = await openSecureSocket(place, { ...secure, signal: both });
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
    async close() {
      closing.abort();
      for (const socket of sockets) socket.destroy();
      await agent.destroy();
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
