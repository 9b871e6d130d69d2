import type { KindOfChange } from './kind.ts';
import { differs, ofServer } from './settings.ts';

const labels = { bind: 'BIND', powerdns: 'PowerDNS', disabled: 'disabled' } as const;

/** The nameserver software of a server. */
export const software: KindOfChange<'software'> = {
  ...ofServer,
  phase: () => 2,
  words({ server, nameserver }, names) {
    const on = names.server(server);
    return {
      does: `Set the nameserver software of ${on} to ${labels[nameserver]}.`,
      verification: `${on} is asked for its software until the queued change shows.`,
      undo: 'Set the software that was there before.',
    };
  },
  risks: ({ server, nameserver }, { situation }) => [
    `The nameserver of ${situation.names.server(server)} restarts with other software; it answers no query meanwhile.`,
    ...(nameserver === 'powerdns'
      ? []
      : ['Domains with DNSSEC need PowerDNS on every member of the cluster: without it they stop validating.']),
  ],
  facet: (_change, { nameserver }) => ({ nameserver }),
  apply: ({ nameserver }, server) => ({ ...server, nameserver }),
  inverse: ({ kind, server }, { nameserver }) => (nameserver === null ? null : { kind, server, nameserver }),
  differences: (server, from, to) =>
    differs(from.nameserver, to.nameserver) ? [{ kind: 'software', server, nameserver: to.nameserver }] : [],
};
