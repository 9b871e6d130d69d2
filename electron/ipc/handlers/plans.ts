import { followOpen } from '#electron/ipc/while-locked.ts';
import type { CurrentServices } from '#electron/ipc/application.ts';
import type { Handlers } from './handler.ts';

type Names =
  | 'plans.preview'
  | 'plans.expand'
  | 'plans.pending'
  | 'plans.keepPending'
  | 'plans.apply'
  | 'plans.stop'
  | 'plans.resume'
  | 'plans.undo'
  | 'plans.watch'
  | 'plans.report'
  | 'plans.settings'
  | 'plans.members'
  | 'plans.holdToken';

export function plansHandlers(current: CurrentServices): Pick<Handlers, Names> {
  return {
    // What sends waits for the connector; what only looks does not.
    'plans.preview': async (input) => await (await current.connected()).plans.preview(input),
    'plans.expand': async (input) => await (await current.get()).plans.expand(input),
    'plans.pending': async (input) => await (await current.get()).plans.pending(input),
    'plans.keepPending': async (input) => await (await current.get()).plans.keepPending(input),
    'plans.apply': async (input) => await (await current.connected()).plans.apply(input),
    'plans.stop': async (input) => await (await current.get()).plans.stop(input),
    'plans.resume': async (input) => await (await current.connected()).plans.resume(input),
    'plans.undo': async (input) => await (await current.connected()).plans.undo(input),
    'plans.watch': (_input, sink) => ({
      close: followOpen(current, (services) => services.plans.watch((runs) => sink.item(runs))),
    }),
    'plans.report': async (input) => await (await current.get()).plans.report(input),
    'plans.settings': async (input) => await (await current.connected()).plans.settings(input),
    'plans.members': async (input) => await (await current.connected()).plans.members(input),
    'plans.holdToken': async (input) => await (await current.get()).plans.holdToken(input),
  };
}
