import { join } from 'node:path';
import { createKeychain, type Keychain } from '#electron/adapters/keychain/index.ts';
import { createPassphraseVerifier } from '#electron/adapters/passphrase/index.ts';
import { createDocumentStore, createPlanArchive } from '#electron/adapters/store/index.ts';
import type { ServicePorts } from '#electron/services/index.ts';
import type { Log } from '#electron/services/ports.ts';
import { fleetDocument } from '#shared/schema/fleet/index.ts';
import { inventoryDocument } from '#shared/schema/inventory/index.ts';
import { pendingDocument } from '#shared/schema/pending/index.ts';
import { settingsDocument } from '#shared/schema/settings/index.ts';
import { deferConnector, type DeferredConnector } from './deferred-connector.ts';
import { keychainService, type ProfileFolder } from './folder.ts';

/** What the services of a profile are built on; the connections are made anew each time they are opened. */
export type ProfilePorts = Omit<ServicePorts, 'connector'> & { readonly secrets: Keychain };

/** The adapters of one profile, in one place each: two stores of one file would not know of each other. */
export function composePorts(folder: ProfileFolder, log: Log): ProfilePorts {
  const clock = { now: () => Date.now() };
  return {
    secrets: createKeychain({ service: keychainService(folder.name) }),
    passphrases: createPassphraseVerifier(),
    documents: {
      inventory: createDocumentStore(folder.directory, inventoryDocument, clock, { protects: true }),
      settings: createDocumentStore(folder.directory, settingsDocument, clock, { protects: true }),
      fleet: createDocumentStore(folder.directory, fleetDocument, clock),
      pending: createDocumentStore(folder.directory, pendingDocument, clock),
    },
    plans: createPlanArchive(folder.plans, clock),
    clock,
    log,
    random: Math.random,
  };
}

/** Connections of their own for each opening of the services, not yet loaded. */
export function connect(ports: ProfilePorts): ServicePorts & { readonly connector: DeferredConnector } {
  const connector = deferConnector(async () => {
    const { createWhmConnector } = await import('#electron/adapters/whm/index.ts');
    return createWhmConnector({ pageThread: join(import.meta.dirname, 'page-thread.js') });
  });
  return { ...ports, connector };
}
