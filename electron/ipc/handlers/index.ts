import type { Application, CurrentServices } from '#electron/ipc/application.ts';
import { appHandlers } from './app.ts';
import { fleetHandlers } from './fleet.ts';
import type { Handlers } from './handler.ts';
import { logsHandlers } from './logs.ts';
import { plansHandlers } from './plans.ts';
import { serversHandlers } from './servers.ts';
import { settingsHandlers } from './settings.ts';
import { vaultHandlers } from './vault.ts';

/** All handlers of the contract over the services of the open profile. */
export function createHandlers(current: CurrentServices, application: Application): Handlers {
  return {
    ...appHandlers(application),
    ...settingsHandlers(current, application),
    ...vaultHandlers(current),
    ...serversHandlers(current),
    ...fleetHandlers(current),
    ...logsHandlers(current),
    ...plansHandlers(current),
  };
}
