import { createFleetSlices } from '#electron/ipc/fleet-slices.ts';
import { followOpen } from '#electron/ipc/while-locked.ts';
import type { CurrentServices } from '#electron/ipc/application.ts';
import type { Handlers } from './handler.ts';

export function fleetHandlers(current: CurrentServices): Pick<Handlers, 'fleet.watch' | 'fleet.refresh'> {
  return {
    'fleet.watch': (_input, sink) => {
      const slices = createFleetSlices((event) => sink.item(event));
      return {
        close: followOpen(current, (services) => {
          const stop = services.fleet.watch(slices.item);
          // Slices that still wait are facts too, and none are told while locked.
          return () => {
            stop();
            slices.close();
          };
        }),
      };
    },
    'fleet.refresh': async (input) => await (await current.connected()).fleet.refresh(input),
  };
}
