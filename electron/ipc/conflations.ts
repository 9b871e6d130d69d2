import type { VaultState } from '#shared/contract/vault.ts';
import type { Conflations } from '#electron/ipc/handlers/handler.ts';
import { fleetConflation } from './fleet-events.ts';

/** How the streams of the contract conflate. */
export const conflations: Conflations = {
  'app.watchLab': { key: () => 'lab' },
  'fleet.watch': fleetConflation,
  'plans.watch': { key: () => 'plans' },
  'vault.watch': { key: (_state: VaultState) => 'vault' },
};
