/** The pages of switches: clustering, its options, unique clustering (`whm-protocol 3.2`). */
import { setUniqueClustering } from '#simulator/cluster/membership.ts';
import type { RequestHandler } from '#simulator/seams.ts';
import { clusterUserOf } from './cluster-user.ts';
import { invalidUserPage, outcomePage } from './outcome.ts';
import { wordsOf } from './words.ts';

const DEFAULT_THRESHOLD = 10;

/** `/cgi/adjustclusterdns.cgi`: 1 creates the touch file, anything else deletes it. */
export const adjustClustering: RequestHandler = (request, server) => {
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return invalidUserPage(request, found.invalid);
  server.cluster.enabled = request.params.get('clusterdns') === '1';
  return outcomePage(request, found.user, 'okmsg', wordsOf(request.caller.locale).saved);
};

/**
 * `/cgi/adjustclusteroptions.cgi`: threshold and notification. An absent notification switches it off, as a checkbox
 * does.
 */
export const adjustOptions: RequestHandler = (request, server) => {
  const words = wordsOf(request.caller.locale);
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return invalidUserPage(request, found.invalid);
  const threshold = chosenThreshold(request.params);
  if (threshold === null) return outcomePage(request, found.user, 'errormsg', words.missingThreshold);
  server.cluster.threshold = threshold;
  server.cluster.notifications = request.params.get('cluster_failure_notifications') === '1';
  return outcomePage(request, found.user, 'okmsg', words.saved);
};

/** `/cgi/adjustuniquedns.cgi`: whether the reseller's zones go to members of his own. */
export const adjustUnique: RequestHandler = (request, server) => {
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return invalidUserPage(request, found.invalid);
  setUniqueClustering(server, found.user, request.params.get('clusterdns') === '1');
  return outcomePage(request, found.user, 'okmsg', wordsOf(request.caller.locale).saved);
};

/** @returns 0 for never, null when nothing that makes sense was chosen */
function chosenThreshold(params: URLSearchParams): number | null {
  switch (params.get('autodisablethreshold_control')) {
    case 'default':
      return DEFAULT_THRESHOLD;
    case 'disabled':
      return 0;
    case 'custom': {
      const given = params.get('autodisablethreshold') ?? '';
      return /^\d{1,9}$/.test(given) ? Number(given) : null;
    }
    default:
      return null;
  }
}
