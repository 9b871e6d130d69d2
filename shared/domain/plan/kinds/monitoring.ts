import type { KindOfChange } from './kind.ts';
import { differs, ofServer } from './settings.ts';

/** Whether WHM watches the service named and restarts it. */
export const monitoring: KindOfChange<'monitoring'> = {
  ...ofServer,
  phase: () => 2,
  words({ server, monitored }, names) {
    const on = names.server(server);
    return {
      does: `${monitored ? 'Monitor' : 'Stop monitoring'} the service named on ${on}.`,
      verification: `The service status of ${on} is read again.`,
      undo: monitored ? 'Stop monitoring it.' : 'Monitor it again.',
    };
  },
  risks: ({ server, monitored }, { situation }) =>
    monitored
      ? []
      : [
          `WHM no longer restarts the service named of ${situation.names.server(server)}, and shows its status as unknown.`,
        ],
  facet: (_change, { monitored }) => ({ monitored }),
  apply: ({ monitored }, server) => ({ ...server, monitored }),
  inverse: ({ kind, server }, { monitored }) => (monitored === null ? null : { kind, server, monitored }),
  differences: (server, from, to) =>
    differs(from.monitored, to.monitored) ? [{ kind: 'monitoring', server, monitored: to.monitored }] : [],
};
