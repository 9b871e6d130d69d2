import type { KindOfChange } from './kind.ts';
import { differs, ofServer, readAgain } from './settings.ts';

/** DNS clustering of a server as a whole, on or off. */
export const clustering: KindOfChange<'clustering'> = {
  ...ofServer,
  // Off before the entries of a server that leaves go; on before zones move.
  phase: ({ enabled }) => (enabled ? 8 : 0),
  words({ server, enabled }, names) {
    const on = names.server(server);
    return {
      does: `${enabled ? 'Enable' : 'Disable'} DNS clustering on ${on}.`,
      verification: readAgain(on),
      undo: `${enabled ? 'Disable' : 'Enable'} it again.`,
    };
  },
  risks: ({ server, enabled }, { situation }) =>
    enabled
      ? []
      : [
          `${situation.names.server(server)} sends no zone change to any member from now on, and receives none through its own list.`,
        ],
  facet: (_change, server) => ({ clustering: server.clustering }),
  apply: ({ enabled }, server) => ({ ...server, clustering: enabled }),
  inverse: ({ kind, server }, before) =>
    before.clustering === null ? null : { kind, server, enabled: before.clustering },
  differences: (server, from, to) =>
    differs(from.clustering, to.clustering) ? [{ kind: 'clustering', server, enabled: to.clustering }] : [],
};
