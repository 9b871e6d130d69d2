import type { Exchange } from '#electron/adapters/whm/index.ts';
import { exchangeLine } from '#electron/profile/trace.ts';
import { composeBarePorts, composeLookingPorts, openConnector } from '#electron/profile/compose.ts';
import { namewardHome, profileFolder } from '#electron/profile/folder.ts';
import { plansDirectory } from '#electron/profile/plan-folder.ts';
import { openServices, type ServicePorts, type Services } from '#electron/services/index.ts';
import type { DocumentStore, Log } from '#electron/services/ports.ts';
import { emptyTopology, type Topology } from '#shared/domain/topology/topology.ts';
import { applyDelta } from '#shared/domain/topology/delta.ts';
import { normalizeHost } from '#shared/domain/topology/directory.ts';
import type { InventoryServer } from '#shared/schema/inventory/index.ts';
import type { SettingsData } from '#shared/schema/settings/index.ts';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';
import { fileSecretsWithKeychain } from './file-secrets.ts';
import { heldDocument, heldSecrets, readInventoryFile, readTokensFile } from './files.ts';
import { CommandFailure, exitStatus, untilInterrupted, wrongUsage, type CommandIo } from './io.ts';
import type { CommonOptions } from './options.ts';
import { requireProfile } from './profile.ts';

/** The services on the servers that the options name, for the length of one command. */
export interface FleetSession {
  readonly services: Services;
  /** All servers of the inventory, and those that --server and --tag choose. */
  readonly servers: readonly InventoryServer[];
  readonly chosen: readonly InventoryServer[];
  /** The topology as it is now. */
  topology(): Topology;
  close(): Promise<void>;
}

/** The command line has no log file; what a user must know is told by the result. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function portsOf(options: CommonOptions, io: CommandIo): Promise<ServicePorts> {
  const held = { fleet: heldDocument<never>(null), pending: heldDocument<never>(null) };
  const tracing = options.traceRequests === true ? { onExchange: traceTo(io, options.json === true) } : {};
  if (options.inventory !== undefined && options.tokens !== undefined) {
    const inventory = await readInventoryFile(options.inventory);
    const tokens = await readTokensFile(options.tokens);
    const ports = composeBarePorts(
      { ...held, settings: heldDocument<SettingsData>(null), inventory: heldDocument(inventory) },
      { log: silent, plans: options.plans ?? plansDirectory(io.env) },
    );
    return {
      ...ports,
      connector: await openConnector(tracing),
      secrets: fileSecretsWithKeychain(heldSecrets(tokens, options.tokens), ports.secrets),
    };
  }
  if (options.inventory !== undefined || options.tokens !== undefined) {
    throw wrongUsage('--inventory and --tokens go together: give both or neither.');
  }
  await requireProfile(io.env, options.profile);
  const folder = profileFolder(namewardHome(io.env), options.profile);
  const { plans = folder.plans } = options;
  const ports = composeLookingPorts(folder, { log: silent, held, plans });
  const { documents } = ports;
  return {
    ...ports,
    connector: await openConnector(tracing),
    documents: { ...documents, settings: safetyOnly(documents.settings) },
  };
}

/** With --json a line is a document of its own, as an error on standard error is. */
function traceTo(io: CommandIo, json: boolean): (exchange: Exchange) => void {
  return (exchange) => io.note(json ? `${JSON.stringify({ request: exchange })}\n` : `${exchangeLine(exchange)}\n`);
}

/** How careful a cluster wants to be treated holds here too; the rest is for a window, the lock on idle above all. */
function safetyOnly(store: DocumentStore<SettingsData>): DocumentStore<SettingsData> {
  return {
    async read() {
      const reading = await store.read();
      if (reading.state !== 'ok') return reading;
      return { state: 'ok', data: { ...defaultSettings, safety: reading.data.safety } };
    },
    write: (data) => store.write(data),
  };
}

/** @throws CommandFailure for a server or tag that nobody has */
function choose(servers: readonly InventoryServer[], options: CommonOptions): readonly InventoryServer[] {
  const unused = new Set([...options.server.map(normalizeHost), ...options.tag.map((tag) => `#${tag}`)]);
  const chosen = servers.filter((server) => {
    const names = [server.id, server.host, server.name].map(normalizeHost);
    const byName = options.server.map(normalizeHost).filter((wanted) => names.includes(wanted));
    const byTag = options.tag.filter((tag) => server.tags.includes(tag));
    for (const name of byName) unused.delete(name);
    for (const tag of byTag) unused.delete(`#${tag}`);
    return (options.server.length === 0 || byName.length > 0) && (options.tag.length === 0 || byTag.length > 0);
  });
  for (const name of unused) {
    throw wrongUsage(
      name.startsWith('#') ? `No server has the tag ${name.slice(1)}.` : `No server has the id, host or name ${name}.`,
      'servers.unknown',
    );
  }
  return chosen;
}

/**
 * Opens the services for a command; nothing is sent yet.
 * @throws CommandFailure for files that cannot be used, a locked vault, a profile or servers that do not exist
 */
export async function openFleetSession(options: CommonOptions, io: CommandIo): Promise<FleetSession> {
  return await untilInterrupted(io, openSession(options, io));
}

/** How long a command that was interrupted waits for its connections to be closed, ms. */
const closingAtMost = 500;

async function openSession(options: CommonOptions, io: CommandIo): Promise<FleetSession> {
  const ports = await portsOf(options, io);
  const services = await openServices(ports, {
    concurrency: options.concurrency,
    roundTimeoutMs: options.timeout * 1000,
    ...io.patience,
  });
  try {
    const [notice] = services.notices();
    if (notice) throw wrongUsage(`${notice.message}${notice.file ? ` (${notice.file})` : ''}`, notice.code);
    if ((await services.vault.state()).locked) {
      throw new CommandFailure(
        'vault.locked',
        'The vault of this profile is locked by a passphrase: take it away in the app, or use --inventory and --tokens.',
        exitStatus.unreachable,
      );
    }
    const reading = await ports.documents.inventory.read();
    const servers = reading.state === 'ok' ? reading.data.servers : [];
    // A monitor would take an empty answer for a fleet in which all is well.
    if (servers.length === 0) {
      throw wrongUsage('There are no servers: add one in the app, or use --inventory and --tokens.', 'servers.none');
    }
    const chosen = choose(servers, options);
    let topology = emptyTopology;
    services.fleet.watch((event) => {
      topology = event.kind === 'snapshot' ? event.topology : applyDelta(topology, event.delta);
    });
    return { services, servers, chosen, topology: () => topology, close: () => closeServices(services, io) };
  } catch (error) {
    await services.close();
    throw error;
  }
}

/** A server that does not answer must not hold up the end of a command that was interrupted. */
async function closeServices(services: Services, io: CommandIo): Promise<void> {
  const closed = services.close();
  await untilInterrupted(io, closed).catch(async (error: unknown) => {
    if (!io.interrupted.aborted) throw error;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise((resolve) => (timer = setTimeout(resolve, closingAtMost)));
    await Promise.race([closed.catch(() => undefined), enough]);
    clearTimeout(timer);
  });
}

/** Asks servers once and waits until everything about them is known; says on standard error that it does. */
export async function askServers(session: FleetSession, ids: readonly string[], io: CommandIo): Promise<void> {
  if (io.progress) io.note(`asking ${ids.length} ${ids.length === 1 ? 'server' : 'servers'} …\n`);
  const asked = await untilInterrupted(io, session.services.fleet.refresh({ ids: [...ids] }));
  if (!asked.ok) throw new CommandFailure(asked.error.code, asked.error.message, exitStatus.unreachable);
}
