import { normalizeHost } from '#shared/domain/topology/directory.ts';
import type { KnownServer } from '#shared/domain/topology/observation.ts';
import { appError, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { Inventory, InventoryServer } from '#shared/schema/inventory/index.ts';
import { noticeOf, type NoticeBoard } from '#electron/services/notices.ts';
import type { AcceptedCertificate, DocumentStore, ServerAddress } from '#electron/services/ports.ts';

/** The servers that Nameward knows, in memory and on disk. Nothing changes in memory that is not on disk. */
export interface InventoryKeeper {
  all(): readonly InventoryServer[];
  find(id: string): InventoryServer | null;
  /** The server at this place, whatever its id. */
  at(host: string, port: number): InventoryServer | null;
  /**
   * @param change what to make of the list as it is when the turn comes
   * @returns `store.newer|failed`, or the failure of the change itself, and then nothing has changed
   */
  change(change: (servers: readonly InventoryServer[]) => Result<readonly InventoryServer[]>): Promise<Result<void>>;
}

export async function openInventory(
  document: DocumentStore<Inventory>,
  notices: NoticeBoard,
): Promise<InventoryKeeper> {
  const reading = await document.read();
  const notice = noticeOf('servers', reading);
  if (notice) notices.add(notice);
  let servers: readonly InventoryServer[] =
    ((reading.state === 'ok' || reading.state === 'newer') && reading.data?.servers) || [];
  let byId = new Map(servers.map((server) => [server.id, server]));
  let turn: Promise<unknown> = Promise.resolve();

  const apply = async (
    change: (servers: readonly InventoryServer[]) => Result<readonly InventoryServer[]>,
  ): Promise<Result<void>> => {
    const next = change(servers);
    if (!next.ok) return next;
    const written = await document.write({ servers: [...next.value] });
    if (!written.ok) return written;
    servers = next.value;
    byId = new Map(servers.map((server) => [server.id, server]));
    return ok(undefined);
  };

  return {
    all: () => servers,
    find: (id) => byId.get(id) ?? null,
    at: (host, port) => servers.find((server) => samePlace(server, host, port)) ?? null,
    change(change) {
      const result = turn.then(() => apply(change));
      turn = result.catch(() => undefined);
      return result;
    },
  };
}

/** Whether the server listens there; host names compare without case and the root's dot. */
export function samePlace(server: { host: string; port: number }, host: string, port: number): boolean {
  return server.port === port && normalizeHost(server.host) === normalizeHost(host);
}

/** The part of an entry that the domain works with. */
export function knownServer(server: InventoryServer): KnownServer {
  const { id, name, host, port, user, tags, product } = server;
  return { id, name, host, port, user, tags, product: product ?? null };
}

function acceptedOf(certificate: InventoryServer['certificate']): AcceptedCertificate | null {
  const { issuer, validFrom, validTo } = certificate ?? {};
  return issuer === undefined || validFrom === undefined || validTo === undefined
    ? null
    : { issuer, validFrom, validTo };
}

/** Where to connect and which certificate is accepted. */
export function addressOf(server: InventoryServer): ServerAddress {
  const { id, host, port, user, certificate } = server;
  return { id, host, port, user, pin: certificate?.sha256 ?? null, accepted: acceptedOf(certificate) };
}

export function unknownServer(id: string): AppError {
  return appError('servers.unknown', `There is no server with the id ${id}.`);
}
