import type { KindOfChange } from './kind.ts';
import { differs, ofServer } from './settings.ts';

/** What dnsadmin writes into its log. */
export const logging: KindOfChange<'logging'> = {
  ...ofServer,
  // Two calls of WHM (`whm-protocol 2.9`): the second may never have been sent, and both can be repeated.
  isInParts: true,
  phase: () => 1,
  words({ server, level, verboseSync }, names) {
    const on = names.server(server);
    return {
      does: `Set the level of dnsadmin_log on ${on} to ${level}, verbose synchronization ${verboseSync ? 'on' : 'off'}.`,
      verification: `The settings of ${on} are read again.`,
      undo: 'Set what was there before.',
    };
  },
  risks: ({ level, verboseSync }) =>
    level > 0 || verboseSync ? ['The log grows faster, and debug lines hold zone data.'] : [],
  facet: (_change, { logLevel, verboseSync }) => ({ logLevel, verboseSync }),
  apply: ({ level, verboseSync }, server) => ({ ...server, logLevel: level, verboseSync }),
  inverse: ({ kind, server }, { logLevel, verboseSync }) =>
    logLevel === null || verboseSync === null ? null : { kind, server, level: logLevel, verboseSync },
  differences: (server, from, to) =>
    to.logLevel !== null &&
    to.verboseSync !== null &&
    (differs(from.logLevel, to.logLevel) || differs(from.verboseSync, to.verboseSync))
      ? [{ kind: 'logging', server, level: to.logLevel, verboseSync: to.verboseSync }]
      : [],
};
