import type { KindOfChange } from './kind.ts';
import { listChanges, ofServer, withEntry } from './settings.ts';

/** Unique DNS clustering of one reseller: a member list of his own instead of root's. */
export const unique: KindOfChange<'unique'> = {
  ...ofServer,
  phase: () => 1,
  words({ server, reseller, enabled }, names) {
    const on = names.server(server);
    return {
      does: `${enabled ? 'Enable' : 'Disable'} unique DNS clustering of the reseller ${reseller} on ${on}.`,
      verification: `The DNS Cluster page of ${reseller} on ${on} is read again.`,
      undo: `${enabled ? 'Disable' : 'Enable'} it again.`,
    };
  },
  risks: ({ reseller, enabled }) =>
    enabled
      ? [`Zones of ${reseller} go to the members of ${reseller} only, no longer to those of root.`]
      : [`Zones of ${reseller} go to root's members again; the reseller's own list is not used.`],
  obstacle: ({ server }, before, names) =>
    before.unique ? null : { code: 'unknown', message: `The resellers of ${names.server(server)} are not known.` },
  facet: ({ reseller }, server) => server.unique && { unique: server.unique.includes(reseller) },
  apply: ({ reseller, enabled }, server) =>
    server.unique ? { ...server, unique: withEntry(server.unique, reseller, enabled) } : server,
  inverse: (change, before) =>
    before.unique === null ? null : { ...change, enabled: before.unique.includes(change.reseller) },
  differences: (server, from, to) =>
    from.unique && to.unique
      ? listChanges(from.unique, to.unique, (reseller, enabled) => ({ kind: 'unique', server, reseller, enabled }))
      : [],
  subject: ({ kind, server, reseller }) => `${kind} ${server} ${reseller}`,
};
