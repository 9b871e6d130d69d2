/** Pages that remove a member or put it back to use (`whm-protocol 3.2`). */
import { enableMember, isMember, removeMember } from '#simulator/cluster/membership.ts';
import type { RequestHandler } from '#simulator/seams.ts';
import { clusterUserOf } from './cluster-user.ts';
import { invalidUserPage, outcomePage } from './outcome.ts';
import { wordsOf } from './words.ts';

/**
 * `/cgi/remclusterserver.cgi`: says that it was removed whether or not it was there. Tokens and the entry on the other
 * side stay.
 */
export const removeServer: RequestHandler = (request, server, fleet) => {
  const words = wordsOf(request.caller.locale);
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return invalidUserPage(request, found.invalid);
  const member = request.params.get('server') ?? '';
  if (member === '') return outcomePage(request, found.user, 'errormsg', words.notSpecified);
  removeMember(server, found.user, member, fleet);
  return outcomePage(request, found.user, 'okmsg', words.removed);
};

/** `/cgi/enableclusterserver.cgi`: the down flag goes, the results begin anew, the state is asked for. */
export const enableServer: RequestHandler = async (request, server, fleet) => {
  const words = wordsOf(request.caller.locale);
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return invalidUserPage(request, found.invalid);
  const member = request.params.get('server') ?? '';
  if (!isMember(server, found.user, member)) {
    return outcomePage(request, found.user, 'errormsg', words.notAMember(member));
  }
  if (server.failing.has('member-files')) {
    const text = words.couldNotOpen(`/var/cpanel/clusterqueue/status/${member}`);
    return outcomePage(request, found.user, 'errormsg', text);
  }
  const wasDown = server.cluster.members.get(member)?.down === true;
  enableMember(server, member);
  if (wasDown) fleet.emit({ kind: 'member-reactivated', at: fleet.now(), server: server.id, member });
  await fleet.cluster.pollMember(server, member, found.user);
  return outcomePage(request, found.user, 'okmsg', words.nowEnabled(member));
};
