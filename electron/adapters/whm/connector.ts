import type { Exchange } from './exchange.ts';
import type { ChangeConnector } from '#electron/services/change-ports.ts';
import type { ServerAddress, WhmConnector } from '#electron/services/ports.ts';
import { appError, err, ok } from '#shared/errors/index.ts';
import type { Access, SentRequest } from './access.ts';
import { authorizationOf } from './requests.ts';
import { createChangeClient } from '#electron/adapters/whm/changes/client.ts';
import { createCircuit, type Circuit } from '#electron/adapters/whm/http/circuit.ts';
import { createClient } from './client.ts';
import { createLineAllowance } from '#electron/adapters/whm/stream/line-allowance.ts';
import type { TailTiming } from '#electron/adapters/whm/stream/tail.ts';
import { WhmFailure } from './failure.ts';
import { createGate, type Gate } from '#electron/adapters/whm/http/gate.ts';
import { inspectCertificate } from '#electron/adapters/whm/http/inspection.ts';
import { createPageDesk } from '#electron/adapters/whm/page-readers/page-desk.ts';
import { createPlaces } from '#electron/adapters/whm/http/places.ts';
import { createRedaction, redactError, shortestSecret } from './redaction.ts';
import { createSecureContext, placeName } from '#electron/adapters/whm/http/secure-socket.ts';
import { newMemory, type ServerMemory } from './server-memory.ts';
import { createTransport, type Deadlines, type Transport } from '#electron/adapters/whm/http/transport.ts';

export interface WhmConnectorOptions {
  /** Requests under way at one time over all servers; 64 when absent. */
  readonly concurrency?: number;
  /** How long a request that is not answered counts among them, ms; 2 s when absent. */
  readonly patienceMs?: number;
  readonly deadlines?: Partial<Deadlines>;
  /** Longest body of an answer, bytes; 32 MiB when absent. */
  readonly bodyLimit?: number;
  /**
   * The built `pages/page-thread.ts`, in which long pages are read; without it they are read where they arrive, under
   * the same budget.
   */
  readonly pageThread?: string;
  /** Certificates of authorities instead of the well-known ones (PEM). */
  readonly authorities?: readonly string[];
  /** When a server that cannot be reached is left alone; 3 failures, 5 s to 5 min when absent. */
  readonly circuit?: { readonly failures?: number; readonly firstPauseMs?: number; readonly longestPauseMs?: number };
  /** Sign of life on a tail: a ping every 30 s, 75 s of silence when absent. */
  readonly tail?: Partial<Omit<TailTiming, 'allowance'>>;
  /** Told of every request just before it is sent; secrets masked. For tests and measurements. */
  readonly onRequest?: (request: SentRequest) => void;
  /** Told of every request, opened stream and command that has ended, with what came of it; secrets masked. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Epoch ms; the system's clock when absent. */
  readonly now?: () => number;
  /** In [0, 1); Math.random when absent. */
  readonly random?: () => number;
}

const defaultDeadlines: Deadlines = { connectMs: 10_000, answerMs: 30_000, pageMs: 60_000, bodyMs: 30_000 };
/** As a round of the fleet, which a server that hangs does not keep either. */
const defaultPatienceMs = 2000;
const defaultTail = { pingEveryMs: 30_000, silenceMs: 75_000 };

/** What is kept of a server between rounds. */
interface KeptServer {
  /** Another address, port, user or pin is another server. */
  readonly key: string;
  readonly circuit: Circuit;
  readonly transport: Transport;
  readonly gate: Gate;
  readonly memory: ServerMemory;
}

function keyOf({ host, port, user, pin }: ServerAddress): string {
  return JSON.stringify([host, port, user, pin]);
}

/** Connections, limits, circuits and what was learnt, by server id; the entrance of this adapter. */
// oxlint-disable-next-line max-lines-per-function -- one connector: its clients share connections, places and what was learnt
export function createWhmConnector(options: WhmConnectorOptions = {}): WhmConnector & ChangeConnector {
  const deadlines = { ...defaultDeadlines, ...options.deadlines };
  const tailTiming = { ...defaultTail, allowance: createLineAllowance(), ...options.tail };
  const now = options.now ?? Date.now;
  const random = options.random ?? Math.random;
  const context = createSecureContext(options.authorities ?? null);
  const places = createPlaces(options.concurrency ?? 64, options.patienceMs ?? defaultPatienceMs);
  const pages = createPageDesk({ thread: options.pageThread ?? null });
  const servers = new Map<string, KeptServer>();

  const keep = (server: ServerAddress): KeptServer => {
    const key = keyOf(server);
    const known = servers.get(server.id);
    if (known?.key === key) return known;
    if (known !== undefined) void known.transport.close();
    const circuit = createCircuit({
      failures: options.circuit?.failures ?? 3,
      firstPauseMs: options.circuit?.firstPauseMs ?? 5_000,
      longestPauseMs: options.circuit?.longestPauseMs ?? 300_000,
      now,
      random,
    });
    const kept: KeptServer = {
      key,
      circuit,
      transport: createTransport(server, { deadlines, bodyLimit: options.bodyLimit ?? 32 * 1024 * 1024, context }),
      gate: createGate({ place: placeName(server), circuit, places, now }),
      memory: newMemory(),
    };
    servers.set(server.id, kept);
    return kept;
  };

  const accessTo = (server: ServerAddress, token: string): Access => {
    const { transport, gate, memory } = keep(server);
    const lines = token.split(/\r?\n/).map((line) => line.trim());
    const held = new Set<string>();
    const secrets = (): readonly string[] => {
      const sessions = [memory, ...memory.resellers.values()].flatMap(({ session }) => session ?? []);
      const own = [token.replace(/\s+/g, ''), ...lines, ...held];
      return [
        ...own,
        ...sessions.flatMap(({ securityToken, cookie }) => [securityToken, cookie.replace(/^[^=]*=/, '')]),
      ];
    };
    return {
      server,
      caller: server.user,
      place: placeName(server),
      transport,
      pages,
      gate,
      memory,
      deadlines,
      authorization: () => authorizationOf(server.user, token),
      redact: createRedaction(secrets),
      secrets: () => secrets().filter((secret) => secret.length >= shortestSecret),
      hold: (secret) => held.add(secret),
      onRequest: options.onRequest,
      onExchange: options.onExchange,
    };
  };

  return {
    async inspectCertificate(host, port, signal) {
      try {
        return ok(await inspectCertificate(host, port, { timeoutMs: deadlines.connectMs, context, signal }));
      } catch (error) {
        if (error instanceof WhmFailure)
          return err(
            redactError(
              error.error,
              createRedaction(() => []),
            ),
          );
        return err(appError('internal', 'Looking at the certificate failed unexpectedly.'));
      }
    },
    client: (server, token) => createClient(accessTo(server, token), tailTiming),
    changes: (server, token) => createChangeClient(accessTo(server, token)),
    forget(id) {
      const known = servers.get(id);
      servers.delete(id);
      void known?.transport.close();
    },
    wake: (id) => servers.get(id)?.circuit.wake(),
    async close() {
      const all = [...servers.values()];
      servers.clear();
      await Promise.all([pages.close(), ...all.map(({ transport }) => transport.close())]);
    },
  };
}
