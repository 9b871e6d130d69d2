import { isRole } from '#shared/domain/roles/roles.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { clusterUserFor, requireOwnEntry } from './own-entry.ts';
import { writePage, type PageOutcome, type PageRequest } from './page-request.ts';

/** `whm-protocol 3.2`: POST, the only page that changes a role. */
const path = '/cgi/changeclusterdns.cgi';

/** Characters that WHM takes in the name of a member (`whm-protocol 4`). */
const memberPattern = /^[A-Za-z0-9:.-]{1,64}$/;

/** The member of a list, and the role it is to have. */
export interface RoleRequest {
  /** Whose list: root's, or a reseller's. */
  readonly as: string;
  readonly member: string;
  readonly role: Role;
}

/** @throws WhmFailure `input.invalid` for what WHM's pages do not take as the name of a member */
export function checkMemberName(member: string): void {
  if (!memberPattern.test(member))
    throw whmFailure('input.invalid', 'The name of the member holds characters that WHM refuses.');
}

function requestOf(clusterUser: string | null, member: string, role: Role): PageRequest {
  const list: PageRequest['fields'] = clusterUser === null ? [] : [['cluster_user', clusterUser]];
  return { method: 'POST', path, fields: [['server', member], ['dnsrole', role], ...list] };
}

/** @throws WhmFailure `input.invalid`, and as `clusterUserFor` */
export function roleRequest(access: Access, { as, member, role }: RoleRequest): PageRequest {
  checkMemberName(member);
  if (!isRole(role)) throw whmFailure('input.invalid', 'There is no such DNS role.');
  return requestOf(clusterUserFor(access, as), member, role);
}

/**
 * Gives a member another DNS role. Sent once; the caller reads back, because the words prove nothing
 * (`whm-protocol 12`).
 * @returns what WHM said
 * @throws WhmFailure `input.invalid`, `whm.rejected` (WHM said no, or the member is not in the list), and as
 *   `writePage`
 */
export async function changeRole(access: Access, wanted: RoleRequest, signal?: AbortSignal): Promise<PageOutcome> {
  const request = roleRequest(access, wanted);
  const question = { as: wanted.as, address: wanted.member, withForm: false };
  const { session } = await requireOwnEntry(access, question, signal);
  return writePage(access, request, session, { what: 'the change of the DNS role' }, signal);
}
