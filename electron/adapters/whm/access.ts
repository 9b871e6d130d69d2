import type { Exchange } from './exchange.ts';
import type { ServerAddress } from '#electron/services/ports.ts';
import type { AnswerKind } from './budgets.ts';
import type { Gate } from '#electron/adapters/whm/http/gate.ts';
import type { PageDesk } from '#electron/adapters/whm/page-readers/page-desk.ts';
import type { Redact } from './redaction.ts';
import type { ServerMemory } from './server-memory.ts';
import type { Deadlines, Transport } from '#electron/adapters/whm/http/transport.ts';

/** A request as it goes out, for tests and measurements; session tokens masked. */
export interface SentRequest {
  readonly server: string;
  readonly method: 'GET' | 'POST' | 'WEBSOCKET';
  /** Path and query. */
  readonly path: string;
}

/**
 * Everything one client needs of its server: the lasting parts are kept per server id, the header lives as long as the
 * client.
 */
export interface Access {
  readonly server: ServerAddress;
  /** Whose the token is; another user than the server's where root acts as a reseller. */
  readonly caller: string;
  /** `HOST:PORT`, for words. */
  readonly place: string;
  readonly transport: Transport;
  /** Where the texts of its pages are read. */
  readonly pages: PageDesk;
  readonly gate: Gate;
  readonly memory: ServerMemory;
  readonly deadlines: Deadlines;
  /** Value of the Authorization header. @throws WhmFailure as {@link authorizationOf} */
  readonly authorization: () => string;
  readonly redact: Redact;
  /** What is secret and known: the token, sessions, what passed through. Long enough not to mask plain words. */
  readonly secrets: () => readonly string[];
  /** Adds a secret that passes through this client, so that it is taken out of every text as well. */
  readonly hold: (secret: string) => void;
  readonly onRequest: ((request: SentRequest) => void) | undefined;
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
}

/** A request besides `/json-api`, answered in plain text or HTML. */
export interface PlainRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly deadlineMs: number;
  /** What the answer holds at most (`budgets.ts`). */
  readonly holds: AnswerKind;
  /** Who asks: the token, the cookie of a session, or nobody yet (the one-time URL of a session). */
  readonly as: 'token' | 'nobody' | { readonly cookie: string };
  /**
   * `read`: changes nothing and may be repeated on a broken connection; `once` and `write` are sent once, whatever
   * happens.
   */
  readonly kind: 'read' | 'once' | 'write';
}
