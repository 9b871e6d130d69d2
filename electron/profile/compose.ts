import { join } from 'node:path';
import { createKeychain, type Keychain } from '#electron/adapters/keychain/index.ts';
import { createPassphraseVerifier } from '#electron/adapters/passphrase/index.ts';
import { createDocumentStore, createPlanArchive } from '#electron/adapters/store/index.ts';
import type { WhmConnectorOptions } from '#electron/adapters/whm/index.ts';
import type { ChangeConnector } from '#electron/services/change-ports.ts';
import type { ServicePorts } from '#electron/services/index.ts';
import type { Log, WhmConnector } from '#electron/services/ports.ts';
import { fleetDocument } from '#shared/schema/fleet/index.ts';
import { inventoryDocument } from '#shared/schema/inventory/index.ts';
import { pendingDocument } from '#shared/schema/pending/index.ts';
import { settingsDocument } from '#shared/schema/settings/index.ts';
import { deferConnector, type DeferredConnector } from './deferred-connector.ts';
import { commandLineService, keychainService, type ProfileFolder } from './folder.ts';

/** What the services of a profile are built on; the connections are made anew each time they are opened. */
export type ProfilePorts = Omit<ServicePorts, 'connector'> & { readonly secrets: Keychain };

/** What services need of no profile. */
function ground(log: Log) {
  const clock = { now: () => Date.now() };
  return { passphrases: createPassphraseVerifier(), clock, log, random: Math.random };
}

/** The adapters of one profile, in one place each: two stores of one file would not know of each other. */
export function composePorts(folder: ProfileFolder, log: Log): ProfilePorts {
  const common = ground(log);
  const { clock } = common;
  return {
    ...common,
    secrets: createKeychain({ service: keychainService(folder.name) }),
    documents: {
      inventory: createDocumentStore(folder.directory, inventoryDocument, clock, { protects: true }),
      settings: createDocumentStore(folder.directory, settingsDocument, clock, { protects: true }),
      fleet: createDocumentStore(folder.directory, fleetDocument, clock),
      pending: createDocumentStore(folder.directory, pendingDocument, clock),
    },
    plans: createPlanArchive(folder.plans, clock),
  };
}

/** Documents that a program holds in memory, in place of those it must not touch. */
type Held = Pick<ServicePorts['documents'], 'fleet' | 'pending'>;

/**
 * The ports of a program that looks at a profile beside its window: the window repairs its files and tells its user;
 * whoever else did it would hide the loss from the next one.
 * @param plans another folder of plans than the profile's
 */
export function composeLookingPorts(
  folder: ProfileFolder,
  { log, held, plans = folder.plans }: { readonly log: Log; readonly held: Held; readonly plans?: string },
): ProfilePorts {
  const common = ground(log);
  const { clock } = common;
  const looking = { readOnly: true, protects: true };
  return {
    ...common,
    secrets: createKeychain({ service: keychainService(folder.name) }),
    documents: {
      ...held,
      inventory: createDocumentStore(folder.directory, inventoryDocument, clock, looking),
      settings: createDocumentStore(folder.directory, settingsDocument, clock, looking),
    },
    plans: createPlanArchive(plans, clock),
  };
}

/** The ports of a program whose servers are in no profile. The keychain holds what its plans have to keep. */
export function composeBarePorts(
  documents: ServicePorts['documents'],
  { log, plans }: { readonly log: Log; readonly plans: string },
): ProfilePorts {
  const common = ground(log);
  return {
    ...common,
    secrets: createKeychain({ service: commandLineService }),
    documents,
    plans: createPlanArchive(plans, common.clock),
  };
}

/** What is told of requests and commands. */
export type Tracing = Pick<WhmConnectorOptions, 'onExchange'>;

/** Both ways to a server. Its HTTP client is loaded only now: it takes longer than a first picture may take. */
export async function openConnector(tracing: Tracing = {}): Promise<WhmConnector & ChangeConnector> {
  const { createWhmConnector } = await import('#electron/adapters/whm/index.ts');
  return createWhmConnector({ ...pageThread, ...tracing });
}

/** Beside the built programs; run from its sources, as tests do, there is none. */
const pageThread = import.meta.filename.endsWith('.ts')
  ? {}
  : { pageThread: join(import.meta.dirname, 'page-thread.js') };

/** Connections of their own for each opening of the services, not yet loaded. */
export function connect(
  ports: ProfilePorts,
  tracing: Tracing = {},
): ServicePorts & { readonly connector: DeferredConnector } {
  return { ...ports, connector: deferConnector(async () => await openConnector(tracing)) };
}
