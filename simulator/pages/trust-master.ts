/**
 * `/cgi/trustclustermaster.cgi`: the reverse half of a set-up, which another server asks for with a token
 * (`whm-protocol 3.5`).
 */
import { storeMember, writeRole } from '#simulator/cluster/membership.ts';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext, RequestHandler, SimulatedRequest } from '#simulator/seams.ts';
import { queueSynchronization } from './activate.ts';
import { clusterUserOf, isRootLike } from './cluster-user.ts';
import { page } from './html.ts';
import { invalidUserPage, linesMessage } from './outcome.ts';
import { askRemote, isOwnAddress, resolveHost, versionRefusal } from './remote.ts';
import { wordsOf } from './words.ts';

/**
 * Adds the calling server as a standalone member once it has answered with the token that was given. The success is in
 * the caller's language, and a stock server looks for English words in it (`whm-protocol 3.5`): where root has another
 * language, it takes this for a failure. The reasons are English.
 */
export const trustMaster: RequestHandler = async (request, server, fleet) => {
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return invalidUserPage(request, found.invalid);
  const words = wordsOf(request.caller.locale);
  const refusal = await refusalOf(request, server, fleet);
  if (refusal === null) {
    const host = given(request, 'clustermaster');
    const address = resolveHost(host, fleet);
    storeMember(
      server,
      found.user,
      {
        address,
        user: given(request, 'user'),
        host,
        token: given(request, 'pass'),
        module: 'cPanel',
        debug: ['on', '1'].includes(given(request, 'debug')),
      },
      isRootLike(request.caller),
      fleet,
    );
    writeRole(server, found.user, address, 'standalone', fleet);
    if (isRootLike(request.caller) && found.user !== 'root') writeRole(server, 'root', address, 'standalone', fleet);
    const synchronizes = ['on', '1'].includes(given(request, 'synczones')) && !server.failing.has('task-queue');
    if (synchronizes) queueSynchronization(server, found.user, fleet);
  }
  // Success and failure have the same id; the class tells.
  const outcome = linesMessage(refusal === null ? 'okmsg' : 'errormsg', 'trustRelationshipFailed', [
    refusal ?? words.masterTrusted,
  ]);
  return page(words, request.caller, words.dnsCluster, outcome);
};

async function refusalOf(request: SimulatedRequest, server: ServerState, fleet: FleetContext): Promise<string | null> {
  const master = given(request, 'clustermaster');
  const place = /^[0-9.]+$/.test(master) ? master : (fleet.route(master)?.address ?? null);
  if (master === '' || place === null) return `Dns Lookup Failed for ${master}`;
  if (!/^[A-Za-z0-9._-]+$/.test(given(request, 'user'))) return 'Invalid user given';
  if (!/^[A-Za-z0-9]+$/.test(given(request, 'pass'))) return 'Invalid access hash given';
  if (isOwnAddress(server, place)) {
    return `The specified IP address would create a cyclic trust relationship: ${place}.`;
  }
  // It is cluster_user, not user, that the token has to be of.
  const user = given(request, 'cluster_user') === '' ? request.caller.user : given(request, 'cluster_user');
  const credentials = { user, token: given(request, 'pass') };
  const answer = await askRemote(server, place, credentials, '/scripts2/showversion', fleet);
  if ('body' in answer) return versionRefusal(answer.body.trim());
  return answer.refused
    ? `The remote server did not accept the access hash.  Please verify the access hash and username and try again.  The exact message was ${answer.error}`
    : `There was an error while processing your request: Cpanel::Accounting returned [${answer.error}]`;
}

function given(request: SimulatedRequest, name: string): string {
  return (request.params.get(name) ?? '').trim();
}
