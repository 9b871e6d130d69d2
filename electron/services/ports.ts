import type { Certificate } from '#shared/contract/servers.ts';
import type { KeychainState } from '#shared/contract/vault.ts';
import type {
  ChannelStates,
  Clustering,
  MemberList,
  NameserverSoftware,
  Product,
} from '#shared/domain/topology/observation.ts';
import type { LogLine } from '#shared/domain/logs/line.ts';
import type { AppError, ErrorDetails, Result } from '#shared/errors/index.ts';

/**
 * What the services need of the world. Each port is implemented by one folder of electron/adapters; tests pass their
 * own.
 */

export interface Clock {
  /** Epoch ms. */
  now(): number;
}

/** What was kept of a certificate when it was accepted, to compare another one with. */
export interface AcceptedCertificate {
  readonly issuer: string;
  /** Epoch ms. */
  readonly validFrom: number;
  readonly validTo: number;
}

/** Where a server is and how it is known to be the right one. */
export interface ServerAddress {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Accepted SHA-256 of the certificate (`AB:CD:…`); null: a known CA must vouch for `host`. */
  readonly pin: string | null;
  /** The certificate of the pin, as far as it is known. */
  readonly accepted?: AcceptedCertificate | null;
}

/** Answer to the poll batch (`whm-protocol 1.8`) and gethostname. */
export interface Identity {
  readonly version: string | null;
  readonly hostname: string | null;
  readonly nameserver: NameserverSoftware | null;
  /** Null: installed but not monitored, so WHM does not know. */
  readonly namedRunning: boolean | null;
  /**
   * The accepted certificate that the server still shows has expired, epoch ms; absent: it has not, or an authority
   * vouches for it.
   */
  readonly certificateExpiredAt?: number;
}

export interface ChannelProbe {
  readonly channels: ChannelStates;
  readonly product: { readonly value: Product; readonly source: 'api' | 'pages' | 'command' } | null;
  /** Own addresses, main one first (`getips_local`); null when they could not be read. */
  readonly addresses: readonly string[] | null;
}

export type MemberChannel = 'command' | 'pages' | 'peer';

export interface ClusterReading {
  /** Null when the channel cannot tell. */
  readonly clustering: Clustering | null;
  readonly members: MemberList;
}

/** Receives a tail. All calls come in order; nothing after `onEnd`. */
export interface TailSink {
  /** Lines in the order of the log, secrets masked: no text of a log passes the port as the server sent it. */
  onLines(lines: readonly LogLine[]): void;
  /** The command runs on the server: lines follow. */
  onStart(): void;
  /** Null: ended by us. */
  onEnd(error: AppError | null): void;
}

export interface Tail {
  /** Stops reading the socket, so that TCP pushes back on the server. */
  pause(): void;
  resume(): void;
  close(): void;
}

/**
 * One server, with a token in hand for the length of a round. It only reads: what changes a server goes by
 * `ChangeClient` and a plan. Nothing is sent before the certificate is known.
 */
export interface WhmClient {
  identity(signal?: AbortSignal): Promise<Result<Identity>>;
  /** Finds out what each channel can do, with harmless reads only. */
  probe(signal?: AbortSignal): Promise<Result<ChannelProbe>>;
  readMembers(channel: MemberChannel, signal?: AbortSignal): Promise<Result<ClusterReading>>;
  /**
   * Asks this server whether it has an entry for the address (`cluster_member_has_trust_with`); null: too old to be
   * asked.
   */
  hasEntryFor(address: string, alternative: string | null, signal?: AbortSignal): Promise<Result<boolean | null>>;
  /** Starts `tail -n LINES -F dnsadmin_log` by CommandStream. */
  tail(lines: number, sink: TailSink): Tail;
}

export interface WhmConnector {
  /** Opens TLS to see the certificate and closes it again; sends no request. */
  inspectCertificate(host: string, port: number, signal?: AbortSignal): Promise<Result<Certificate>>;
  /**
   * Cheap: connections, limits and the circuit breaker are kept per server id. Forget the client when the round is
   * over: it holds the token.
   */
  client(server: ServerAddress, token: string): WhmClient;
  /**
   * Closes the connections of a server and forgets its circuit and probed sessions (edited, removed, the user acts).
   */
  forget(id: string): void;
  /** The user asks: a server that is left alone after failures is tried at once. A refused token stays refused. */
  wake(id: string): void;
  close(): Promise<void>;
}

/** Secrets by account name under one service name. */
export interface SecretStore {
  state(): Promise<KeychainState>;
  get(account: string): Promise<Result<string>>;
  set(account: string, secret: string): Promise<Result<void>>;
  /** Deleting what is not there is fine. */
  delete(account: string): Promise<Result<void>>;
  /** The user wants it asked, whatever it has refused a moment ago. Absent where nothing is ever refused. */
  askAgain?(): void;
  /** Drops what it holds for the next questions, because the vault was locked. Absent where nothing is held. */
  forget?(): void;
}

/** Remembers a passphrase as something it cannot be found out from. */
export interface PassphraseVerifier {
  /** @returns the text to store for a new passphrase */
  create(passphrase: string): Promise<string>;
  /** @returns whether it is the passphrase that `stored` was made of; null: `stored` is none of ours */
  matches(stored: string, passphrase: string): Promise<boolean | null>;
}

export type DocumentReading<T> =
  | { readonly state: 'absent' }
  | { readonly state: 'ok'; readonly data: T }
  /** The file could not be used and now stands at `file`. */
  | { readonly state: 'set-aside'; readonly file: string; readonly reason: string }
  /** Written by a newer Nameward: shown, never overwritten. */
  | { readonly state: 'newer'; readonly file: string; readonly data: T | null };

/** One versioned document on disk, written atomically. */
export interface DocumentStore<T> {
  read(): Promise<DocumentReading<T>>;
  /** Refused with `store.newer` when a newer Nameward wrote the file. */
  write(data: T): Promise<Result<void>>;
}

/** Fields are redacted by the adapter; a message is a constant, never text from a server. */
export interface Log {
  info(message: string, fields?: ErrorDetails): void;
  warn(message: string, fields?: ErrorDetails): void;
  error(message: string, fields?: ErrorDetails): void;
}
