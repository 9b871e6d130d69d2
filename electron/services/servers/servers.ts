import type { OutputOf, ParsedInputOf } from '#shared/contract/index.ts';
import type { Certificate } from '#shared/contract/servers.ts';
import { unprobedChannels } from '#shared/domain/topology/observed.ts';
import { appError, err, failure, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { InventoryServer } from '#shared/schema/inventory/index.ts';
import type { ChannelProbe, Log, WhmConnector } from '#electron/services/ports.ts';
import type { Services } from '#electron/services/services.ts';
import type { Vault } from '#electron/services/vault/vault.ts';
import { newServerId } from './identifiers.ts';
import { addressOf, knownServer, samePlace, unknownServer, type InventoryKeeper } from './inventory.ts';

/** What the fleet has to hear of the inventory. */
export interface FleetRoster {
  /** A new server, or one that was changed so that everything about it has to be found out again. */
  changed(id: string, probe: ChannelProbe | null): void;
  /** Only its words changed. */
  renamed(id: string): void;
  removed(id: string): void;
}

/** Most certificates that were looked at and not accepted yet. */
const mostLooked = 50;

/** Codes with which the server has accepted the token all the same: what it may do is shown by its channels. */
const acceptedCodes: ReadonlySet<AppError['code']> = new Set(['whm.forbidden', 'whm.rejected']);

const duplicate = (host: string, port: number, existing: InventoryServer): Result<never> =>
  failure('servers.duplicate', `${existing.name} is already there with the address ${host}:${port}.`);

/**
 * The use cases on the list of servers. A token is tried before it is stored, and stored before the list names its
 * server.
 */
// oxlint-disable-next-line max-lines-per-function -- one service: its methods share the inventory and what is being tried
export function createServersService(
  inventory: InventoryKeeper,
  vault: Vault,
  connector: WhmConnector,
  fleet: FleetRoster,
  log: Log,
): Services['servers'] {
  /** Ids and places of servers that are being added: a second call must not take the same. */
  const pendingIds = new Set<string>();
  const pendingPlaces = new Set<{ host: string; port: number }>();
  const looked = new Map<string, NonNullable<InventoryServer['certificate']>>();

  /** What the user saw of a certificate, by its SHA-256: kept with the server when it is accepted. */
  const noteSeen = ({ sha256, issuer, validFrom, validTo }: Certificate): void => {
    const [oldest] = looked.keys();
    if (looked.size >= mostLooked && oldest !== undefined) looked.delete(oldest);
    looked.set(sha256, { sha256, issuer, validFrom, validTo });
  };
  const acceptedAs = (sha256: string): NonNullable<InventoryServer['certificate']> => looked.get(sha256) ?? { sha256 };

  /** Asks for the version first: one request, with the token, under the accepted certificate; never repeated here. */
  const tryToken = async (server: InventoryServer, token: string): Promise<Result<void>> => {
    const identity = await connector.client(addressOf(server), token).identity();
    return identity.ok || acceptedCodes.has(identity.error.code) ? ok(undefined) : identity;
  };
  const probe = async (server: InventoryServer, token: string): Promise<Result<ChannelProbe>> =>
    connector.client(addressOf(server), token).probe();
  const channelsOf = (probed: Result<ChannelProbe>): OutputOf<'servers.add'>['channels'] =>
    probed.ok ? probed.value.channels : { ...unprobedChannels, api: { available: null, reason: probed.error.message } };

  /** Stores the token, then the list; the token goes back to what it was when the list cannot be written. */
  const store = async (
    id: string,
    token: string | null,
    change: (servers: readonly InventoryServer[]) => Result<readonly InventoryServer[]>,
  ): Promise<Result<void>> => {
    if (token === null) return inventory.change(change);
    const before = await vault.token(id);
    if (!before.ok && before.error.code !== 'keychain.missing') return before;
    const stored = await vault.storeToken(id, token);
    if (!stored.ok) return stored;
    const written = await inventory.change(change);
    if (written.ok) return written;
    const undone = before.ok ? await vault.storeToken(id, before.value) : await vault.deleteToken(id);
    if (!undone.ok) log.error('a token could not be taken back', { server: id, code: undone.error.code });
    return written;
  };

  const add = async (input: ParsedInputOf<'servers.add'>): Promise<Result<OutputOf<'servers.add'>>> => {
    const existing = inventory.at(input.host, input.port);
    if (existing) return duplicate(input.host, input.port, existing);
    if ([...pendingPlaces].some((place) => samePlace(place, input.host, input.port))) {
      return failure('servers.duplicate', `${input.host}:${input.port} is being added already.`);
    }
    if (vault.locked()) return failure('vault.locked', 'The vault is locked: unlock it to add a server.');
    const id = newServerId(input.name, input.host, (taken) => pendingIds.has(taken) || inventory.find(taken) !== null);
    const server: InventoryServer = {
      id,
      name: input.name || input.host,
      host: input.host,
      port: input.port,
      user: input.user,
      tags: [...new Set(input.tags)],
      ...(input.certificateSha256 === null ? {} : { certificate: acceptedAs(input.certificateSha256) }),
    };
    const place = { host: input.host, port: input.port };
    pendingIds.add(id);
    pendingPlaces.add(place);
    try {
      const tried = await tryToken(server, input.token);
      const stored = tried.ok
        ? await store(id, input.token, (servers) => {
            const other = servers.find((candidate) => samePlace(candidate, input.host, input.port));
            return other ? duplicate(input.host, input.port, other) : ok([...servers, server]);
          })
        : tried;
      if (!stored.ok) {
        connector.forget(id);
        return stored;
      }
      const probed = await probe(server, input.token);
      fleet.changed(id, probed.ok ? probed.value : null);
      return ok({ id, channels: channelsOf(probed) });
    } finally {
      pendingIds.delete(id);
      pendingPlaces.delete(place);
    }
  };

  const edited = (server: InventoryServer, input: ParsedInputOf<'servers.edit'>): InventoryServer => {
    const { certificate, ...rest } = server;
    const { certificateSha256 } = input;
    const accepted =
      certificateSha256 === undefined ? certificate : certificateSha256 === null ? null : acceptedAs(certificateSha256);
    const host = input.host ?? server.host;
    return {
      ...rest,
      name: (input.name ?? server.name) || host,
      host,
      port: input.port ?? server.port,
      user: input.user ?? server.user,
      tags: input.tags ? [...new Set(input.tags)] : server.tags,
      ...(accepted ? { certificate: accepted } : {}),
    };
  };

  const edit = async (input: ParsedInputOf<'servers.edit'>): Promise<Result<OutputOf<'servers.edit'>>> => {
    const before = inventory.find(input.id);
    if (!before) return err(unknownServer(input.id));
    const after = edited(before, input);
    const moved = !samePlace(before, after.host, after.port);
    const other = moved ? inventory.at(after.host, after.port) : null;
    if (other) return duplicate(after.host, after.port, other);
    if (moved && input.certificateSha256 === undefined) {
      return failure('input.invalid', 'The address has changed: look at the certificate there and accept it first.');
    }
    const replace = (servers: readonly InventoryServer[]): Result<readonly InventoryServer[]> =>
      servers.some((server) => server.id === before.id)
        ? ok(servers.map((server) => (server.id === before.id ? after : server)))
        : err(unknownServer(before.id));
    const reconnects =
      moved ||
      input.token !== undefined ||
      after.user !== before.user ||
      after.certificate?.sha256 !== before.certificate?.sha256;
    if (!reconnects) {
      const written = await inventory.change(replace);
      if (!written.ok) return written;
      fleet.renamed(after.id);
      return ok({ channels: null });
    }
    const token = input.token === undefined ? await vault.token(before.id) : ok(input.token);
    if (!token.ok) return token;
    if (vault.locked()) return failure('vault.locked', 'The vault is locked: unlock it to edit a server.');
    connector.forget(before.id);
    const tried = await tryToken(after, token.value);
    const stored = tried.ok ? await store(after.id, input.token ?? null, replace) : tried;
    if (!stored.ok) {
      // The connections of the try are for a place or a certificate that is not the server's.
      connector.forget(before.id);
      return stored;
    }
    const probed = await probe(after, token.value);
    fleet.changed(after.id, probed.ok ? probed.value : null);
    return ok({ channels: channelsOf(probed) });
  };

  /**
   * The token goes first and comes back when the list cannot be written: a lost entry is typed again, a left-over token
   * is a leak.
   */
  const remove = async ({ id }: ParsedInputOf<'servers.remove'>): Promise<Result<Record<string, never>>> => {
    if (!inventory.find(id)) return err(unknownServer(id));
    const before = await vault.token(id);
    if (!before.ok && before.error.code !== 'keychain.missing') return before;
    const deleted = await vault.deleteToken(id);
    if (!deleted.ok) return deleted;
    const written = await inventory.change((servers) => ok(servers.filter((server) => server.id !== id)));
    if (!written.ok) {
      const undone = before.ok ? await vault.storeToken(id, before.value) : ok(undefined);
      return undone.ok
        ? written
        : err(appError(written.error.code, `${written.error.message} The token of ${id} has to be entered again.`));
    }
    fleet.removed(id);
    connector.forget(id);
    return ok({});
  };

  return {
    list: async () =>
      ok(
        await Promise.all(
          inventory.all().map(async (server) => ({
            ...knownServer(server),
            tags: [...server.tags],
            certificate: server.certificate ?? null,
            tokenStored: (await vault.isStored(server.id)) === true,
          })),
        ),
      ),
    async inspectCertificate({ host, port }) {
      const seen = await connector.inspectCertificate(host, port);
      if (seen.ok) noteSeen(seen.value);
      return seen;
    },
    add,
    edit,
    remove,
    async retry({ id }) {
      if (!inventory.find(id)) return err(unknownServer(id));
      if (vault.locked()) return failure('vault.locked', 'The vault is locked: unlock it to ask the server again.');
      connector.forget(id);
      fleet.changed(id, null);
      return ok({});
    },
  };
}
