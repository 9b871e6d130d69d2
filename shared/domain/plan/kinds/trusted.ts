import type { KindOfChange } from './kind.ts';
import { listChanges, ofServer, withEntry } from './settings.ts';

/** An address in `/etc/ips.remotedns`, or out of it. */
export const trusted: KindOfChange<'trusted'> = {
  ...ofServer,
  phase: () => 1,
  words(change, names) {
    const [on, member] = [names.server(change.server), `${names.member(change.address)} (${change.address})`];
    return {
      does: change.trusted
        ? `Add ${member} to the trusted addresses of ${on}.`
        : `Take ${member} out of the trusted addresses of ${on}.`,
      verification: `/etc/ips.remotedns of ${on} is read again.`,
      undo: change.trusted ? 'Take it out again.' : 'Add it again.',
    };
  },
  risks: (change) =>
    change.trusted ? [] : ['Addon and parked domains may be refused while the address is not trusted.'],
  obstacle: ({ server }, before, names) =>
    before.trusted
      ? null
      : { code: 'unknown', message: `The trusted addresses of ${names.server(server)} could not be read.` },
  facet: ({ address }, server) => server.trusted && { trusted: server.trusted.remotedns.includes(address) },
  apply: (change, server) =>
    server.trusted
      ? {
          ...server,
          trusted: {
            ...server.trusted,
            remotedns: withEntry(server.trusted.remotedns, change.address, change.trusted),
          },
        }
      : server,
  inverse: (change, before) =>
    before.trusted === null ? null : { ...change, trusted: before.trusted.remotedns.includes(change.address) },
  differences: (server, from, to) =>
    from.trusted && to.trusted
      ? listChanges(from.trusted.remotedns, to.trusted.remotedns, (address, present) => ({
          kind: 'trusted',
          server,
          address,
          trusted: present,
        }))
      : [],
  subject: ({ kind, server, address }) => `${kind} ${server} ${address}`,
  farEnds: ({ address }, _links, names) => [names.serverAt(address)],
};
