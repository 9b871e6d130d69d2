/** `/cgi/changeclusterdns.cgi`: gives a member another DNS role (`whm-protocol 3.2`, `4`). */
import type { RequestHandler, Role, ServerState } from '../model.ts';
import { clusterUserOf } from './cluster-user.ts';
import { goBack, message, page } from './html.ts';
import { wordsOf, type Words } from './words.ts';

const ROLES: ReadonlySet<string> = new Set<Role>(['standalone', 'sync', 'write-only']);

/**
 * Writes the role file. Neither GET nor POST is refused (`whm-protocol 3.1`), and standalone is written whether or not the member exists:
 * the stray role file then breaks the page that lists the members.
 */
export const changeRole: RequestHandler = (request, server, fleet) => {
  const words = wordsOf(request.caller.locale);
  const found = clusterUserOf(request, server);
  if ('invalid' in found) {
    return page(words, request.caller, words.dnsCluster, message('errormsg', words.invalidUser(found.invalid)));
  }
  const member = request.params.get('server') ?? '';
  const role = request.params.get('dnsrole') ?? '';
  const refusal = refusalOf(server, found.user, member, role, words);
  if (refusal === null && isRole(role)) {
    writeRole(server, member, role);
    fleet.emit({ kind: 'role-changed', at: fleet.now(), server: server.id, member, role });
  }
  const outcome =
    refusal === null ? message('okmsg', words.newRole(member, role), true) : message('errormsg', refusal, true);
  return page(words, request.caller, words.dnsCluster, `${outcome}\n${goBack(words, found.user)}`);
};

function refusalOf(server: ServerState, user: string, member: string, role: string, words: Words): string | null {
  if (!/^[A-Za-z0-9:.-]+$/.test(member)) return words.invalidCharacters;
  if (!isRole(role)) return words.invalidRole;
  if (role !== 'standalone' && !server.cluster.members.has(member)) return words.rootMustAdd;
  // Members of resellers have no place in the state yet.
  return user === 'root' ? null : words.failedToSave('Function not implemented');
}

function isRole(text: string): text is Role {
  return ROLES.has(text);
}

function writeRole(server: ServerState, member: string, role: Role): void {
  const entry = server.cluster.members.get(member);
  if (entry === undefined) server.cluster.strayRoles.set(member, role);
  else entry.role = role;
}
