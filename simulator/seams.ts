/**
 * The seams between the simulator's parts: requests and their handlers, the world of a server, the engine, scenarios.
 */
import type { MemberPoll, PeerCommand, ServerState, FleetEvent } from './model.ts';

/** Who is calling: found by the authentication before any handler runs. */
export interface Caller {
  readonly user: string;
  /** Null: every right. */
  readonly acls: ReadonlySet<string> | null;
  readonly via: 'token' | 'session';
  readonly tokenName: string | null;
  readonly locale: string;
}

export interface SimulatedRequest {
  readonly method: string;
  /** Without the query and without a `/cpsess…` prefix. */
  readonly path: string;
  /** Query and form body together; repeated names keep every value. */
  readonly params: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly caller: Caller;
  /** Host header, for URLs that point back. */
  readonly host: string;
  /** The client's address; of a server of the fleet its cluster address. */
  readonly address: string;
}

export interface SimulatedResponse {
  readonly status: number;
  readonly reason?: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A zone and where to take or bring it, as 'Synchronize DNS Records' and `dnscluster` have it (`whm-protocol 3.2`,
 * `3.8`).
 */
export interface Synchronization {
  /** Null: all; without `full` those that are hosted on this server. */
  readonly zones: readonly string[] | null;
  /** All zones that this server or a member of role sync has. */
  readonly full: boolean;
  /** `local`: the newest is brought here; `all`: and to the members that are written to. */
  readonly scope: 'local' | 'all';
  /** Whose members. */
  readonly user: string;
}

export interface Synchronized {
  /** Zones that were looked at. */
  readonly zones: readonly string[];
  /** Those of them that a member had newer. */
  readonly taken: readonly string[];
  /** Host names of members that could not be asked. */
  readonly dead: readonly string[];
}

export type RequestHandler = (
  request: SimulatedRequest,
  server: ServerState,
  fleet: FleetContext,
) => Promise<SimulatedResponse> | SimulatedResponse;

/** What one server's program may use of the world: other servers only over their real HTTPS. */
export interface FleetContext {
  /** Epoch ms; the only clock of the simulator. */
  now(): number;
  /** Seeded randomness in [0, 1). */
  random(): number;
  /**
   * The listening place behind a peer's address or host name, as routing and DNS would give it; under NAT `address` is
   * the public one. Null: nowhere.
   */
  route(
    addressOrName: string,
  ): { readonly host: string; readonly port: number; readonly address: string; readonly hostname: string } | null;
  /**
   * A real HTTPS request from `from` to a peer, certificate not verified as cPanel's own code does
   * (`whm-protocol 1.1`); rejects on transport errors and partitions.
   */
  callPeer(
    from: ServerState,
    to: string,
    request: {
      readonly method: 'GET' | 'POST';
      readonly path: string;
      readonly params?: URLSearchParams;
      readonly user: string;
      readonly token: string;
      readonly timeoutMs: number;
    },
  ): Promise<{ readonly status: number; readonly body: string }>;
  emit(event: FleetEvent): void;
  /** What the servers do to each other by themselves. */
  readonly cluster: ClusterEngine;
}

/** One path of the server's interface; the authentication and the ACL are checked before the handler runs. */
export interface Route {
  /** Name of the ACL a caller must hold; 'root': every right of a root-like user. */
  readonly acl: string;
  /**
   * WHM shuts the page to callers without the right before it runs, as every page that is not of the DNS Cluster
   * interface (`whm-protocol 1.7`); those answer themselves.
   */
  readonly shut?: true;
  /** It may change something: what the fault `ignore-writes` is about. */
  readonly writes?: boolean;
  readonly handler: RequestHandler;
}

/** The dnsadmin of every server: pushes, polls, the counting of failures. */
export interface ClusterEngine {
  /** Starts what happens by itself: the queue's retries and, with `trickle`, zone changes now and then. */
  start(options: { readonly trickle: boolean; readonly queueIntervalMs?: number }): void;
  /** Ends every timer and waits for the work under way. */
  stop(): Promise<void>;
  /**
   * Raises the zone's serial (or takes the new text) and pushes it to the writing members; rejects for an unknown zone.
   */
  changeZone(server: ServerState, zone: string, newText?: string): Promise<void>;
  /** Whether a member of role sync has the zone. @param user whose members */
  isZoneOnMembers(server: ServerState, zone: string, user: string): Promise<boolean>;
  /** Adds a zone and pushes it by `quickzoneadd`; rejects when the zone exists. */
  addZone(server: ServerState, zone: string, text: string): Promise<void>;
  /** Removes a zone here and on the writing members; rejects for an unknown zone. */
  removeZone(server: ServerState, zone: string): Promise<void>;
  /**
   * Carries out what a peer asked for, and passes it on to the members of the user that it came as.
   * @returns the text of the answer
   */
  receive(server: ServerState, command: PeerCommand, user?: string): string;
  /**
   * Brings zones to their newest state here and, with the scope `all`, on the members. Rejects for a named zone that
   * nobody has.
   */
  synchronize(server: ServerState, what: Synchronization): Promise<Synchronized>;
  /** Puts a task into the server's queue: it runs a little later (`whm-protocol 3.8`). */
  queueTask(server: ServerState, task: string, run: () => Promise<void> | void): void;
  /** Adds to `/etc/ips.dnsmaster` the addresses that the members name (GETIPS, `whm-protocol 2.12`). */
  refreshTrustedAddresses(server: ServerState): Promise<void>;
  /** One run of the queue now: what members missed is sent again. */
  runQueue(server: ServerState): Promise<void>;
  /**
   * Asks a member of root's or of another user's list for its state now, stores and returns what was found; rejects for
   * an unknown member.
   */
  pollMember(server: ServerState, address: string, user?: string): Promise<MemberPoll>;
  /** Polls the member after a delay; a second call before that moment changes nothing. */
  schedulePoll(server: ServerState, address: string, delayMs: number, user?: string): void;
}

export interface ScenarioOptions {
  /** One of those in scenario/index.ts. */
  readonly name: string;
  /** Null: as many as the scenario has by itself. */
  readonly servers: number | null;
  readonly seed: number;
  /** Epoch ms. */
  readonly now: number;
  /** The cluster address of the n-th server, from 0. */
  addressOf(index: number): string;
  /** Folder for what the servers write; the log of server X is `DIR/X/dnsadmin_log`. */
  readonly directory: string;
}

export interface ScenarioPlan {
  readonly servers: readonly ServerState[];
  /** What the app is told: the servers of inventory.json and the token of each in tokens.json. */
  readonly known: readonly { readonly id: string; readonly user: string; readonly token: string }[];
}
