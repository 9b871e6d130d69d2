import { ok } from '#shared/errors/index.ts';
import { defaultLimits, openFleetObserver, type FleetLimits } from '#electron/services/fleet/observer.ts';
import { createLogsService } from '#electron/services/logs/logs.ts';
import { createNoticeBoard } from './notices.ts';
import { openHistory } from '#electron/services/plans/keep/history.ts';
import { openPending } from '#electron/services/plans/keep/pending.ts';
import { createPlansService } from '#electron/services/plans/plans.ts';
import { defaultPlanLimits, type PlanLimits } from '#electron/services/plans/run/step-work.ts';
import { openInventory } from '#electron/services/servers/inventory.ts';
import { createServersService } from '#electron/services/servers/servers.ts';
import type { ServicePorts, Services } from './services.ts';
import { openSettings } from '#electron/services/settings/settings.ts';
import { openVault } from '#electron/services/vault/vault.ts';

/**
 * Reads the profile's documents and builds the services on them. Nothing is sent before `fleet.start()` or a call that
 * asks for it.
 * @param ports the adapters
 * @param limits how much is asked at once and for how long; what is absent is as in the app
 * @returns the services; what was wrong with the documents stands in `notices()`
 */
export async function openServices(
  ports: ServicePorts,
  limits: Partial<FleetLimits & PlanLimits> = {},
): Promise<Services> {
  const notices = createNoticeBoard();
  // Side by side: the keychain is another process and takes longer than the files.
  const [vault, settings, inventory, pending] = await Promise.all([
    openVault(ports.secrets, ports.passphrases, ports.clock, ports.log),
    openSettings(ports.documents.settings, notices),
    openInventory(ports.documents.inventory, notices),
    openPending(ports.documents.pending, notices),
  ]);
  settings.protectLost(inventory.all().map(({ id }) => id));
  const [fleet, history] = await Promise.all([
    openFleetObserver(
      { ports, inventory, vault, notices, limits: { ...defaultLimits, ...limits } },
      settings.current(),
    ),
    openHistory(ports.plans, vault, ports.log, notices),
  ]);
  const logs = createLogsService(ports, inventory, vault, fleet);
  const plans = createPlansService({
    ground: { inventory, vault, connector: ports.connector, fleet },
    archive: ports.plans,
    history,
    pending,
    settings,
    clock: ports.clock,
    log: ports.log,
    limits: { ...defaultPlanLimits, ...limits },
  });
  vault.setIdleMinutes(settings.current().lockAfterMinutes);
  settings.onChange((changed) => {
    vault.setIdleMinutes(changed.lockAfterMinutes);
    fleet.setPace(changed);
  });

  return {
    servers: createServersService(inventory, vault, ports.connector, fleet, ports.log),
    fleet: fleet.service,
    plans: plans.service,
    logs: { tail: (input, sink) => logs.tail(input, sink) },
    vault: {
      state: () => vault.state(),
      watch: (listener) => vault.watch(listener),
      locked: () => vault.locked(),
      onLock: (listener) => vault.onLock(listener),
      lock: () => vault.lock(),
      unlock: ({ passphrase }) => vault.unlock(passphrase),
      setPassphrase: ({ current, next }) => vault.setPassphrase(current, next),
      async touch() {
        vault.touch();
        return ok({});
      },
    },
    settings: {
      read: async () => ok(settings.current()),
      write: (change) => settings.write(change),
    },
    notices: () => notices.all(),
    async close() {
      logs.close(null);
      await plans.close();
      await fleet.close();
      vault.close();
      await ports.connector.close();
      await settings.settled();
    },
  };
}
