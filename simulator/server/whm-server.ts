import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRule, ServerState } from '#simulator/model.ts';
import type { SimulatedResponse } from '#simulator/seams.ts';
import { WHM_PORT, assertLoopback } from './addresses.ts';
import { type Issuer, type ServerCertificate, createCertificate } from './certificate.ts';
import { dispatch } from './dispatch.ts';
import { FaultBook, type RequestFault } from './faults.ts';
import { inForeignStructure } from './foreign-page.ts';
import { type ParsedRequest, parseRequest, readForm } from './parsing.ts';
import { PlainPort } from './plain-port.ts';
import { apiAccessDenied, licensePage, plainRefusal } from './refusals.ts';
import { refuse, upgrade } from './upgrade.ts';
import type { World } from './world.ts';

const STATUS_WORDS: Readonly<Record<number, string>> = {
  401: 'Access Denied',
  403: 'Forbidden',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** One simulated server: its listener, its certificate and its faults around its state. */
export class WhmServer {
  readonly state: ServerState;
  certificate: ServerCertificate;
  readonly faults = new FaultBook();
  readonly #world: World;
  readonly #https: Server;
  readonly #plain: PlainPort;
  /** Raw connections by far port, to be reset or cut when the listener closes; TLS hides them from the HTTP server. */
  readonly #connections = new Map<number, Socket>();
  #host = '';
  #port = 0;

  constructor(state: ServerState, world: World) {
    this.state = state;
    this.#world = world;
    this.certificate = createCertificate(state.hostname, state.address, world.fleet.now());
    this.#https = createServer(
      { key: this.certificate.key, cert: this.certificate.certificate, keepAliveTimeout: 15_000 },
      (incoming, response) => void this.#answer(incoming, response),
    );
    this.#plain = new PlainPort(state.hostname);
    this.#https.on('upgrade', (incoming, socket, head) => void this.#upgrade(incoming, socket, head));
    this.#https.on('connection', (socket: Socket) => this.#remember(socket));
    this.#https.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Where it listens or, while down, listened last. */
  get endpoint(): { readonly host: string; readonly port: number } {
    return { host: this.#host, port: this.#port };
  }

  get listening(): boolean {
    return this.#https.listening;
  }

  /**
   * Listens.
   * @param host a loopback address; any other is refused
   * @param port 0 for any free one
   */
  async open(host: string, port: number): Promise<void> {
    assertLoopback(host);
    await new Promise<void>((resolve, reject) => {
      this.#https.once('error', reject);
      this.#https.listen(port, host, () => {
        this.#https.off('error', reject);
        resolve();
      });
    });
    // With a port of its own only: several servers on one address would have to share the plain one.
    if (port === WHM_PORT) await this.#plain.open(host);
    this.#host = host;
    this.#port = (this.#https.address() as AddressInfo).port;
  }

  /** Listens again where it did before. */
  reopen(): Promise<void> {
    return this.open(this.#host, this.#port);
  }

  /** Another key and certificate from now on, made for the name and the address as they are now. */
  recertify(issuer: Issuer): void {
    this.certificate = createCertificate(this.state.hostname, this.state.address, this.#world.fleet.now(), issuer);
    this.#present(this.certificate);
  }

  /** Ends every connection and the listener. */
  async close(): Promise<void> {
    await this.#plain.close();
    for (const socket of this.#connections.values()) socket.destroy();
    if (!this.#https.listening) return;
    await new Promise<void>((resolve) => this.#https.close(() => resolve()));
  }

  /** Adds a fault and puts it into force; connections made before a fault of the connection itself end. */
  async addFault(rule: FaultRule): Promise<void> {
    this.faults.add(rule);
    if (rule.fault.kind === 'no-api-tokens') this.state.failing.add('api-tokens');
    if (rule.fault.kind === 'no-member-files') this.state.failing.add('member-files');
    if (rule.fault.kind === 'no-task-queue') this.state.failing.add('task-queue');
    if (rule.fault.kind === 'refuse') await this.close();
    if (rule.fault.kind === 'changed-certificate') {
      this.#present(createCertificate(this.state.hostname, this.state.address, this.#world.fleet.now()));
    }
  }

  /** Ends every fault; the server listens again with its own certificate unless it is down. */
  async clearFaults(): Promise<void> {
    const wasChanged = this.faults.has('changed-certificate');
    this.faults.clear();
    this.state.failing.clear();
    if (wasChanged) this.#present(this.certificate);
    if (!this.#https.listening && !this.state.down) await this.reopen();
  }

  #present(certificate: ServerCertificate): void {
    this.#https.setSecureContext({ key: certificate.key, cert: certificate.certificate });
    for (const socket of this.#connections.values()) socket.destroy();
  }

  #remember(socket: Socket): void {
    const port = socket.remotePort;
    if (port === undefined) return;
    this.#connections.set(port, socket);
    socket.once('close', () => this.#connections.delete(port));
  }

  #reset(incoming: IncomingMessage): void {
    const raw = this.#connections.get(incoming.socket.remotePort ?? 0);
    if (raw === undefined) incoming.socket.destroy();
    else raw.resetAndDestroy();
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = parseRequest(incoming, this.#world);
    if (request === null) {
      send(response, plainRefusal(400, 'Bad Request', 'Bad Request'));
      return;
    }
    try {
      const status = await this.#answerParsed(request, incoming, response);
      this.#report(request, status);
    } catch (error) {
      // A client that went away is no event; anything else is a bug of the simulator and must be seen in the test.
      if (incoming.socket.destroyed || response.headersSent) return;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send(response, { status: 500, contentType: 'text/plain', body: `The simulator failed: ${text}\n` });
      this.#report(request, 500);
    }
  }

  /** @returns the HTTP status, 0 when the connection was reset instead */
  async #answerParsed(request: ParsedRequest, incoming: IncomingMessage, response: ServerResponse): Promise<number> {
    const faults = this.faults.take(request.path, this.#world.pages.get(request.path)?.writes === true);
    if (!(await readForm(incoming, request.params))) {
      send(response, plainRefusal(413, 'Payload Too Large', 'Payload Too Large'));
      return 413;
    }
    const { method, path, params } = request;
    if (request.from === null) this.#world.heard({ server: this.state.id, method, path, params });
    await sleep(faults);
    if (incoming.socket.destroyed) return 0;
    if (faults.some((fault) => fault.kind === 'reset')) {
      this.#reset(incoming);
      return 0;
    }
    const has = (kind: RequestFault['kind']): boolean => faults.some((fault) => fault.kind === kind);
    const own =
      scripted(faults, request.path) ?? (await dispatch(request, this.state, this.#world, has('ignore-writes')));
    const answer = has('foreign-page') ? inForeignStructure(own) : own;
    if (faults.some((fault) => fault.kind === 'half-answer')) sendHalf(response, answer);
    else send(response, answer);
    return answer.status;
  }

  async #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const request = parseRequest(incoming, this.#world);
    if (request === null) {
      refuse(socket, 400, 'Bad Request');
      return;
    }
    socket.on('error', () => socket.destroy());
    const faults = this.faults.take(request.path, true);
    await sleep(faults);
    if (socket.destroyed) return;
    if (faults.some((fault) => fault.kind === 'reset')) {
      this.#reset(incoming);
      this.#report(request, 0);
      return;
    }
    const answer = scripted(faults, request.path);
    if (faults.some((fault) => fault.kind === 'half-answer')) {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: webso');
      this.#report(request, 0);
    } else if (answer !== null) {
      refuse(socket, answer.status, answer.reason ?? '');
      this.#report(request, answer.status);
    } else {
      const ignoresWrites = faults.some((fault) => fault.kind === 'ignore-writes');
      const client = { incoming, socket, head, request };
      this.#report(request, upgrade(client, this.state, this.#world, ignoresWrites));
    }
  }

  #report({ method, path, from }: ParsedRequest, status: number): void {
    const { fleet } = this.#world;
    fleet.emit({ kind: 'request', at: fleet.now(), server: this.state.id, method, path, status, from });
  }
}

async function sleep(faults: readonly RequestFault[]): Promise<void> {
  for (const fault of faults) {
    if (fault.kind === 'slow') await delay(fault.delayMs, undefined, { ref: false });
  }
}

/** The answer that a fault puts in the place of the server's own; the request then has no effect. */
function scripted(faults: readonly RequestFault[], path: string): SimulatedResponse | null {
  for (const fault of faults) {
    if (fault.kind === 'not-json') return licensePage();
    if (fault.kind !== 'status') continue;
    if (fault.status === 403 && path.startsWith('/json-api/')) return apiAccessDenied();
    const reason = STATUS_WORDS[fault.status] ?? '';
    return { status: fault.status, reason, contentType: 'text/plain; charset="utf-8"', body: `${reason}\n` };
  }
  return null;
}

function head(response: ServerResponse, answer: SimulatedResponse, length: number): void {
  const headers = { ...answer.headers, 'content-type': answer.contentType, 'content-length': length, server: 'cpsrvd' };
  if (answer.reason === undefined) response.writeHead(answer.status, headers);
  else response.writeHead(answer.status, answer.reason, headers);
}

function send(response: ServerResponse, answer: SimulatedResponse): void {
  const body = Buffer.from(answer.body);
  head(response, answer, body.length);
  response.end(body);
}

/** Headers that promise the whole and half of the body, then the end of the connection. */
function sendHalf(response: ServerResponse, answer: SimulatedResponse): void {
  const body = Buffer.from(answer.body);
  head(response, answer, Math.max(2, body.length));
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
