/** `/cgi/changeclusterdns.cgi`: gives a member another DNS role (`whm-protocol 3.2`, `4`). */
import { judgeRole, writeRole } from '#simulator/cluster/membership.ts';
import type { Role } from '#simulator/model.ts';
import type { RequestHandler } from '#simulator/seams.ts';
import { clusterUserOf } from './cluster-user.ts';
import { goBack, message, page } from './html.ts';
import { invalidUserPage } from './outcome.ts';
import { wordsOf } from './words.ts';

const ROLES: ReadonlySet<string> = new Set<Role>(['standalone', 'sync', 'write-only']);

/**
 * Writes the role file. Neither GET nor POST is refused (`whm-protocol 3.1`), and standalone is written whether or not
 * the member exists: the stray role file then breaks the page that lists the members. A reseller's standalone that
 * root's role rules out is said to be done and is not (`whm-protocol 8`).
 */
export const changeRole: RequestHandler = (request, server, fleet) => {
  const words = wordsOf(request.caller.locale);
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return invalidUserPage(request, found.invalid);
  const member = request.params.get('server') ?? '';
  const role = request.params.get('dnsrole') ?? '';
  const done = (outcome: string) =>
    page(words, request.caller, words.dnsCluster, `${outcome}\n${goBack(words, found.user)}`);
  const refused = (text: string) => done(message('errormsg', text, true));
  if (!isRole(role)) {
    const named = judgeRole(server, found.user, member, 'standalone') !== 'invalid-characters';
    return refused(named ? words.invalidRole : words.invalidCharacters);
  }
  const judged = judgeRole(server, found.user, member, role);
  if (judged === 'invalid-characters') return refused(words.invalidCharacters);
  if (judged === 'root-must-add') return refused(words.rootMustAdd);
  if (server.failing.has('member-files')) return refused(words.failedToSave('No space left on device'));
  if (judged === null) writeRole(server, found.user, member, role, fleet);
  return done(message('okmsg', words.newRole(member, role), true));
};

function isRole(text: string): text is Role {
  return ROLES.has(text);
}
