import { followOpen } from '../while-locked.ts';
import type { CurrentServices } from './application.ts';
import type { Handlers } from './handler.ts';

export function fleetHandlers(current: CurrentServices): Pick<Handlers, 'fleet.watch' | 'fleet.refresh'> {
  return {
    'fleet.watch': (_input, sink) => ({
      close: followOpen(current, (services) => services.fleet.watch((event) => sink.item(event))),
    }),
    'fleet.refresh': async (input) => await (await current.connected()).fleet.refresh(input),
  };
}
