/** A running fleet: its servers, the world they share, and the hands of a test on it. */
import { isIPv6 } from 'node:net';
import type { EventPage, RecordedEvent } from './events.ts';
import { EventRecorder } from './events.ts';
import type { FaultRule, ServerState } from './model.ts';
import type { ClusterEngine, FleetContext, ScenarioPlan } from './seams.ts';
import { rotateLog } from '#simulator/log/index.ts';
import { seededRandom } from './random.ts';
import { WHM_PORT } from '#simulator/server/addresses.ts';
import { type Authority, createAuthority } from '#simulator/server/certificate.ts';
import { PeerCalls, PeerError } from '#simulator/server/peer-calls.ts';
import { WhmServer } from '#simulator/server/whm-server.ts';
import type { World } from '#simulator/server/world.ts';
import { type FleetSnapshot, takeSnapshot } from './snapshot.ts';

/** `inventory.json` of the command line; no secret in it, and no product: that has to be found out. */
export interface Inventory {
  readonly version: 1;
  readonly servers: readonly {
    readonly id: string;
    readonly name: string;
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly certificate: { readonly sha256: string };
    readonly tags: readonly string[];
  }[];
}

/** `tokens.json` of the command line: secrets. */
export interface Tokens {
  readonly version: 1;
  readonly tokens: Readonly<Record<string, string>>;
}

export interface Fleet {
  /** Folder of the servers' logs. */
  readonly directory: string;
  readonly servers: ReadonlyMap<string, ServerState>;
  inventory(): Inventory;
  tokens(): Tokens;
  /** The fleet as plain data without any secret. */
  state(): FleetSnapshot;
  /** Adds a fault; several may be in force. Rejects for an unknown server or a rule that makes no sense. */
  setFault(id: string, rule: FaultRule): Promise<void>;
  /** Ends the faults of one server, or of all. */
  clearFaults(id?: string): Promise<void>;
  /** The server goes down: connections end, nothing listens. */
  stopServer(id: string): Promise<void>;
  startServer(id: string): Promise<void>;
  /** An edit of the zone on that server, pushed to its members. */
  changeZone(id: string, zone: string): Promise<void>;
  /**
   * The server gets another address, its old one is nobody's from now on. Entries of others stay as they are, as in
   * life. With addresses of their own it listens there, so that the inventory is another one too; in one-address mode
   * it is named so within the cluster only. Rejects for an address that another server has.
   */
  renumber(id: string, address: string): Promise<void>;
  /** The server gets another host name; its certificate stays. Throws for a name that another server has. */
  rename(id: string, hostname: string): void;
  /**
   * The server shows another certificate for good: the inventory has its sum. By the authority it is one as the nightly
   * update gets, without it the self-signed placeholder that is put there when that fails (`whm-protocol 13.4`).
   */
  recertify(id: string, by?: 'authority'): void;
  /** PEM of the authority's own certificate, for clients that are to trust it. */
  authority(): string;
  /** Takes away every token of that name; calls that use it fail from now on. */
  revokeToken(id: string, name: string): void;
  /** Every session of the server ends, as after 15 idle minutes; links that were not opened yet stay good. */
  expireSessions(id: string): void;
  /**
   * The server asks its member for its state now, as its page does a little later by itself.
   * @param user whose list, root's when absent
   */
  pollMember(id: string, address: string, user?: string): Promise<void>;
  /** One run of the server's queue now. */
  runQueue(id: string): Promise<void>;
  /** The server's dnsadmin_log gets another name and a new one is begun. */
  rotateLog(id: string): void;
  /** `/etc/ips.dnsmaster` is filled from the members' addresses. */
  refreshTrustedAddresses(id: string): Promise<void>;
  /** Rejects after `timeoutMs`. Past events count when they came after `cursor`; only future ones when it is absent. */
  awaitEvent(predicate: (event: RecordedEvent) => boolean, timeoutMs: number, cursor?: number): Promise<RecordedEvent>;
  /** What happened after the event of that number; the oldest fall out of memory. */
  events(after?: number): EventPage;
  close(): Promise<void>;
}

/** The parts that the core does not know from inside. */
export interface FleetParts extends Pick<World, 'pages' | 'peer' | 'attachCommandStream'> {
  readonly createClusterEngine: (fleet: FleetContext, servers: ReadonlyMap<string, ServerState>) => ClusterEngine;
}

export interface FleetOptions {
  readonly plan: ScenarioPlan;
  readonly seed: number;
  readonly directory: string;
  readonly trickle: boolean;
  /** All on 127.0.0.1 with ports of their own; else each on its own address and port 2087. */
  readonly oneAddress: boolean;
  /** Told of every request of a client from outside. */
  readonly onRequest?: (request: HeardRequest) => void;
}

/** A request as a server heard it, its tokens left out; what it asks may hold others. */
export interface HeardRequest {
  readonly server: string;
  readonly method: string;
  readonly path: string;
  /** Query and form body. */
  readonly params: URLSearchParams;
}

/** Enough for some minutes of a large fleet. */
const KEPT_EVENTS = 50_000;
const ONE_ADDRESS = '127.0.0.1';

/**
 * Opens the servers of a plan.
 * @param onClosed what else has to be given back when the fleet closes
 * @throws Error with code EADDRINUSE when an address is taken; nothing is left open then
 */
export async function openFleet(
  options: FleetOptions,
  parts: FleetParts,
  onClosed: () => Promise<void>,
): Promise<Fleet> {
  const fleet = new LiveFleet(options, parts, onClosed);
  try {
    await fleet.open();
  } catch (error) {
    await fleet.shut();
    throw error;
  }
  return fleet;
}

class LiveFleet implements Fleet {
  readonly directory: string;
  readonly servers: ReadonlyMap<string, ServerState>;
  readonly #options: FleetOptions;
  readonly #running: ReadonlyMap<string, WhmServer>;
  readonly #byName = new Map<string, WhmServer>();
  readonly #events = new EventRecorder(KEPT_EVENTS);
  #authority: Authority | null = null;
  readonly #calls: PeerCalls;
  readonly #cluster: ClusterEngine;
  readonly #contextOfAll: FleetContext;
  readonly #onClosed: () => Promise<void>;

  constructor(options: FleetOptions, parts: FleetParts, onClosed: () => Promise<void>) {
    this.#options = options;
    this.#onClosed = onClosed;
    this.directory = options.directory;
    this.servers = new Map(options.plan.servers.map((server) => [server.id, server]));
    this.#calls = new PeerCalls(!options.oneAddress);
    const context = this.#context();
    this.#contextOfAll = context;
    this.#cluster = parts.createClusterEngine(context, this.servers);
    const world: World = {
      ...parts,
      fleet: context,
      callerAt: (address, port) => this.#calls.callerAt(address, port),
      heard: (request) => this.#options.onRequest?.(request),
    };
    this.#running = new Map(options.plan.servers.map((state) => [state.id, new WhmServer(state, world)]));
    for (const server of this.#running.values()) {
      const { hostname, address, publicAddress, variants } = server.state;
      const further = (variants.addressLines ?? []).map((line) => line.replace(/^(\d+\.\d+\.\d+\.\d+):.*/, '$1'));
      for (const name of [hostname, address, publicAddress, ...further]) {
        if (name !== null) this.#byName.set(normalName(name), server);
      }
    }
  }

  /** A server that is down opens as well, so that it has its place, and closes again. */
  async open(): Promise<void> {
    const opened = await Promise.allSettled(
      [...this.#running.values()].map(async (server) => {
        if (this.#options.oneAddress) await server.open(ONE_ADDRESS, 0);
        else await server.open(server.state.listensAt ?? reachableAddress(server.state), WHM_PORT);
        if (server.state.down) await server.close();
      }),
    );
    for (const result of opened) if (result.status === 'rejected') throw result.reason;
    this.#cluster.start({ trickle: this.#options.trickle });
  }

  /** Ends everything that runs, without what belongs to the opener. */
  async shut(): Promise<void> {
    await this.#cluster.stop();
    this.#calls.close();
    await Promise.all([...this.#running.values()].map((server) => server.close()));
  }

  async close(): Promise<void> {
    await this.shut();
    await this.#onClosed();
  }

  inventory(): Inventory {
    const servers = this.#options.plan.known.map(({ id, user }) => {
      const server = this.#find(id);
      const { host, port } = server.endpoint;
      const certificate = { sha256: server.certificate.sha256 };
      return { id, name: server.state.hostname, host, port, user, certificate, tags: ['lab'] };
    });
    return { version: 1, servers };
  }

  tokens(): Tokens {
    return { version: 1, tokens: Object.fromEntries(this.#options.plan.known.map(({ id, token }) => [id, token])) };
  }

  state(): FleetSnapshot {
    return takeSnapshot(this.#running.values(), this.#events.cursor);
  }

  async setFault(id: string, rule: FaultRule): Promise<void> {
    if (rule.fault.kind === 'partition') this.#find(rule.fault.from);
    await this.#find(id).addFault(rule);
  }

  async clearFaults(id?: string): Promise<void> {
    const meant = id === undefined ? [...this.#running.values()] : [this.#find(id)];
    await Promise.all(meant.map((server) => server.clearFaults()));
  }

  async stopServer(id: string): Promise<void> {
    const server = this.#find(id);
    server.state.down = true;
    await server.close();
  }

  async startServer(id: string): Promise<void> {
    const server = this.#find(id);
    server.state.down = false;
    if (!server.listening && !server.faults.has('refuse')) await server.reopen();
  }

  async changeZone(id: string, zone: string): Promise<void> {
    await this.#cluster.changeZone(this.#find(id).state, zone);
  }

  async renumber(id: string, address: string): Promise<void> {
    const server = this.#find(id);
    this.#take(server, address);
    this.#byName.delete(server.state.address);
    server.state.address = address;
    const { publicAddress, listensAt } = server.state;
    if (this.#options.oneAddress || publicAddress !== null || listensAt !== undefined) return;
    const wasListening = server.listening;
    await server.close();
    await server.open(address, WHM_PORT);
    if (!wasListening) await server.close();
  }

  rename(id: string, hostname: string): void {
    const server = this.#find(id);
    this.#take(server, hostname);
    this.#byName.delete(server.state.hostname);
    server.state.hostname = hostname;
  }

  recertify(id: string, by?: 'authority'): void {
    this.#find(id).recertify(by === 'authority' ? this.#issuer() : 'self');
  }

  authority(): string {
    return this.#issuer().certificate;
  }

  #issuer(): Authority {
    this.#authority ??= createAuthority('Lab Authority', Date.now());
    return this.#authority;
  }

  /** The name is the server's from now on. */
  #take(server: WhmServer, name: string): void {
    const other = this.#byName.get(name);
    if (other !== undefined && other !== server) throw new Error(`${name} is ${other.state.id} already.`);
    this.#byName.set(name, server);
  }

  revokeToken(id: string, name: string): void {
    const { tokens } = this.#find(id).state;
    const named = [...tokens].filter(([, token]) => token.name === name);
    if (named.length === 0) throw new Error(`The server ${id} has no token named ${name}.`);
    for (const [key] of named) tokens.delete(key);
  }

  expireSessions(id: string): void {
    const { sessions } = this.#find(id).state;
    const open = sessions.filter((session) => session.cookie !== null);
    for (const session of open) sessions.splice(sessions.indexOf(session), 1);
  }

  async pollMember(id: string, address: string, user?: string): Promise<void> {
    await this.#cluster.pollMember(this.#find(id).state, address, user);
  }

  async runQueue(id: string): Promise<void> {
    await this.#cluster.runQueue(this.#find(id).state);
  }

  rotateLog(id: string): void {
    rotateLog(this.#find(id).state, this.#contextOfAll);
  }

  async refreshTrustedAddresses(id: string): Promise<void> {
    await this.#cluster.refreshTrustedAddresses(this.#find(id).state);
  }

  awaitEvent(predicate: (event: RecordedEvent) => boolean, timeoutMs: number, cursor?: number): Promise<RecordedEvent> {
    return this.#events.wait(predicate, timeoutMs, cursor);
  }

  events(after = 0): EventPage {
    return this.#events.after(after);
  }

  #find(id: string): WhmServer {
    const server = this.#running.get(id);
    if (server === undefined) throw new Error(`The fleet has no server ${id}.`);
    return server;
  }

  #context(): FleetContext {
    const random = seededRandom(this.#options.seed);
    const cluster = () => this.#cluster;
    return {
      now: () => Date.now(),
      random,
      emit: (event) => this.#events.record(event),
      route: (name) => {
        const server = this.#byName.get(normalName(name));
        if (server === undefined) return null;
        return { ...server.endpoint, address: reachableAddress(server.state), hostname: server.state.hostname };
      },
      callPeer: (from, to, request) => this.#callPeer(from, to, request),
      get cluster() {
        return cluster();
      },
    };
  }

  /** An address outside the fleet is never dialled. */
  async #callPeer(
    from: ServerState,
    to: string,
    request: Parameters<FleetContext['callPeer']>[2],
  ): Promise<{ status: number; body: string }> {
    const target = this.#byName.get(normalName(to));
    // Behind NAT the local address is in nobody else's network.
    const isHidden = target?.state.publicAddress != null && to === target.state.address && target.state.id !== from.id;
    if (target === undefined || isHidden) throw new PeerError('EHOSTUNREACH', `No route to host: ${to}`);
    const isCut =
      target.faults.isPartitionedFrom(from.id) || this.#find(from.id).faults.isPartitionedFrom(target.state.id);
    if (isCut) throw new PeerError('EHOSTUNREACH', `No route to host: ${to}`);
    const address = reachableAddress(target.state);
    return this.#calls.call(from, { ...target.endpoint, hostname: target.state.hostname, address }, request);
  }
}

/** One address of version 6 has many spellings; here it is the shortest one (RFC 5952). */
function normalName(name: string): string {
  return isIPv6(name) ? new URL(`https://[${name}]`).hostname.slice(1, -1) : name;
}

/** Under NAT a server is reached at its public address; the local one is a name that it has for itself. */
function reachableAddress(server: ServerState): string {
  return server.publicAddress ?? server.address;
}
