import { membersOf } from '#simulator/cluster/members.ts';
import type { ServerState } from '#simulator/model.ts';
import { ApiFailure, type ApiFunction } from './call.ts';

/** Asked of a peer: has it an entry for the given address? (`whm-protocol 2.1`) */
export const trustFunctions: readonly ApiFunction[] = [
  {
    name: 'cluster_member_has_trust_with',
    acls: ['clustering'],
    dnsonly: true,
    since: 84,
    denied: 'You must have the clustering ACL to complete this request.',
    run: (call) => {
      const host = call.arguments.optional('host');
      if (host === null || host === '') throw new ApiFailure('Missing argument: host');
      const asked = [host, call.arguments.optional('althost')].filter(
        (one): one is string => one !== null && one !== '',
      );
      return { data: { has_trust: asked.some((one) => hasEntryFor(call.server, call.caller.user, one)) ? 1 : 0 } };
    },
  },
];

/** The config file counts, the caller's or root's, with or without a role file; so does a stored `host=`. */
function hasEntryFor(server: ServerState, user: string, host: string): boolean {
  return [membersOf(server, user), server.cluster.members].some(
    (members) => members.has(host) || [...members.values()].some((member) => member.host === host),
  );
}
