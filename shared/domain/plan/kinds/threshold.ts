import type { KindOfChange } from './kind.ts';
import { differs, ofServer, readAgain } from './settings.ts';

/** After how many failed commands a member is disabled, and whether somebody is told. */
export const threshold: KindOfChange<'threshold'> = {
  ...ofServer,
  phase: () => 2,
  words(change, names) {
    const on = names.server(change.server);
    return {
      does: `${on}: ${change.threshold === 0 ? 'keep all cluster members online at all times' : `disable a member after ${change.threshold} failed dnsadmin commands`}, ${change.notify ? 'with' : 'without'} a notification.`,
      verification: readAgain(on),
      undo: 'Set what was there before.',
    };
  },
  risks: (change) =>
    change.threshold === 0 ? ['A member that stays down slows every zone change: each waits for it.'] : [],
  facet: (_change, server) => ({ threshold: server.threshold, notify: server.notify }),
  apply: (change, server) => ({ ...server, threshold: change.threshold, notify: change.notify }),
  inverse: ({ kind, server }, before) =>
    before.threshold === null || before.notify === null
      ? null
      : { kind, server, threshold: before.threshold, notify: before.notify },
  differences: (server, from, to) =>
    to.threshold !== null &&
    to.notify !== null &&
    (differs(from.threshold, to.threshold) || differs(from.notify, to.notify))
      ? [{ kind: 'threshold', server, threshold: to.threshold, notify: to.notify }]
      : [],
};
