import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';

const unpack = promisify(gunzip);
/** Shorter than the listener keeps an idle connection, so that a request never meets a closing one. */
const IDLE_MS = 5_000;

type PeerRequest = Parameters<FleetContext['callPeer']>[2];
type Place = NonNullable<ReturnType<FleetContext['route']>>;

export class PeerError extends Error {
  override readonly name = 'PeerError';
  /** As in Node's own network errors. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Calls between servers over their real HTTPS, each server with connections of its own. */
export class PeerCalls {
  readonly #agents = new Map<string, Agent>();
  readonly #callers = new Map<string, { readonly id: string; readonly address: string }>();
  readonly #bindsOwnAddress: boolean;

  /** @param bindsOwnAddress whether a server's address can be the source address of its connections */
  constructor(bindsOwnAddress: boolean) {
    this.#bindsOwnAddress = bindsOwnAddress;
  }

  /** Who made the connection with that near end; null when nobody here did. */
  callerAt(localAddress: string, localPort: number): { readonly id: string; readonly address: string } | null {
    return this.#callers.get(`${localAddress}:${localPort}`) ?? null;
  }

  /**
   * Makes the request. The certificate is not verified, as cPanel's own cluster code does (`whm-protocol 1.1`);
   * redirects are not followed.
   * @throws Error with a `code`: ECONNREFUSED, ECONNRESET …, ETIMEDOUT when `timeoutMs` is over
   */
  async call(from: ServerState, to: Place, request: PeerRequest): Promise<{ status: number; body: string }> {
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(() => controller.abort(), request.timeoutMs);
    try {
      const answer = await this.#send(from, to, request, signal);
      const bytes = await readAll(answer);
      const text = answer.headers['content-encoding'] === 'gzip' ? await unpack(bytes) : bytes;
      return { status: answer.statusCode ?? 0, body: text.toString('utf8') };
    } catch (error) {
      if (signal.aborted) throw new PeerError('ETIMEDOUT', `Connection Timed Out: ${to.address}`);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends every connection. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #send(from: ServerState, to: Place, request: PeerRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const form = request.params?.toString() ?? '';
    const isPost = request.method === 'POST';
    const query = isPost || form === '' ? '' : `?${form}`;
    return new Promise((resolve, reject) => {
      const sent = httpsRequest(
        {
          host: to.host,
          port: to.port,
          method: request.method,
          path: `${request.path}${query}`,
          agent: this.#agentOf(from),
          rejectUnauthorized: false,
          signal,
          ...(this.#bindsOwnAddress ? { localAddress: from.listensAt ?? from.publicAddress ?? from.address } : {}),
          headers: {
            authorization: `whm ${request.user}:${request.token}`,
            host: `${to.hostname}:${to.port}`,
            ...(isPost
              ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) }
              : {}),
          },
        },
        resolve,
      );
      sent.once('socket', (socket) => this.#register(socket, from));
      sent.once('error', reject);
      sent.end(isPost ? form : undefined);
    });
  }

  #agentOf(from: ServerState): Agent {
    const known = this.#agents.get(from.id);
    if (known !== undefined) return known;
    const agent = new Agent({ keepAlive: true, timeout: IDLE_MS, maxSockets: 4 });
    this.#agents.set(from.id, agent);
    return agent;
  }

  /**
   * The far side sees only an address and a port; with this it knows which server is calling even when all share one
   * address.
   */
  #register(socket: Socket, from: ServerState): void {
    if (!socket.connecting) return;
    socket.once('connect', () => {
      const key = `${socket.localAddress}:${socket.localPort}`;
      this.#callers.set(key, { id: from.id, address: from.publicAddress ?? from.address });
      socket.once('close', () => this.#callers.delete(key));
    });
  }
}

async function readAll(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
