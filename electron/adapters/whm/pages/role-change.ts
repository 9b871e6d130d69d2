import type { RequestDescription } from '#shared/contract/roles.ts';
import type { MemberRecord, Role } from '#shared/domain/topology/observation.ts';
import { sendPlain, type Access } from '../access.ts';
import { speaksOfPrivileges } from '../envelope.ts';
import { whmFailure } from '../failure.ts';
import { masked } from '../redaction.ts';
import { createUserSession } from '../functions.ts';
import { outcomeMessage, parsePage } from './html.ts';
import { readPages } from './page-access.ts';
import { sessionApp } from './session.ts';

/** `whm-protocol 3.2`: POST, the only page that changes a role. */
const path = '/cgi/changeclusterdns.cgi';

/** Characters that WHM takes in the name of a member (`whm-protocol 4`). */
const memberPattern = /^[A-Za-z0-9:.-]{1,64}$/;
const roles: ReadonlySet<string> = new Set<Role>(['standalone', 'sync', 'write-only']);

function formOf(access: Access, member: string, role: Role): string {
  const form = new URLSearchParams({ server: member, dnsrole: role });
  // Root names the list it means; any other user has only his own.
  if (access.server.user === 'root') form.set('cluster_user', 'root');
  return form.toString();
}

function check(member: string, role: Role): void {
  if (!memberPattern.test(member))
    throw whmFailure('input.invalid', 'The name of the member holds characters that WHM refuses.');
  if (!roles.has(role)) throw whmFailure('input.invalid', 'There is no such DNS role.');
}

/** What opens a session, where none is kept. */
function describeLogin(access: Access): readonly RequestDescription[] {
  const query = new URLSearchParams([
    ['api.version', '1'],
    ...createUserSession.query({ user: access.server.user, app: sessionApp }),
  ]);
  const root = `https://${access.place}`;
  const headers = [`Authorization: whm ${access.server.user}:${masked}`];
  return [
    { method: 'GET', url: `${root}/json-api/${createUserSession.name}?${query.toString()}`, body: null, headers },
    { method: 'GET', url: `${root}/cpsess${masked}/login/?session=${masked}`, body: null, headers: [] },
  ];
}

/**
 * The requests of a role change in the order in which they are sent: the page is read, so that nothing is written where the member is
 * not found, then the change. In a session they carry its prefix and cookie, and it is opened first where none is kept. Where no way to
 * the pages is known yet, the token's is described.
 */
export function describeRoleChange(access: Access, member: string, role: Role): readonly RequestDescription[] {
  const { memory, place, server } = access;
  const bySession = memory.pageAccess === 'session';
  const root = `https://${place}${bySession ? `/cpsess${masked}` : ''}`;
  const listPath = memory.statusPath ?? (bySession ? '/scripts7/clusterstatus' : '/cgi/clusterstatus.cgi');
  const headers = [bySession ? `Cookie: whostmgrsession=${masked}` : `Authorization: whm ${server.user}:${masked}`];
  return [
    ...(bySession && memory.session === null ? describeLogin(access) : []),
    { method: 'GET', url: `${root}${listPath}`, body: null, headers },
    { method: 'POST', url: `${root}${path}`, body: formOf(access, member, role), headers },
  ];
}

function checkMember(access: Access, record: MemberRecord | undefined, member: string): void {
  if (record === undefined) {
    // WHM would write a role file for a member that does not exist, and its page would break (`whm-protocol 4`).
    throw whmFailure('whm.rejected', `${access.place} has no member ${member} in its list; nothing was sent.`);
  }
  if (record.inherited) {
    throw whmFailure(
      'whm.rejected',
      `${member} is inherited from another cluster user on ${access.place} and cannot be edited here; nothing was sent.`,
    );
  }
}

/**
 * Gives a member another DNS role. Sent once; the caller reads back, because the words prove nothing (`whm-protocol 12`).
 * @returns what WHM said
 * @throws WhmFailure `input.invalid`, `whm.rejected` (WHM said no, or the member is not in the list), `whm.forbidden`, `whm.protocol` (an answer that is not known: what became of the change is open), and what the gate and the transport give
 */
export async function changeRole(
  access: Access,
  member: string,
  role: Role,
  signal?: AbortSignal,
): Promise<{ readonly message: string }> {
  check(member, role);
  const { members } = await readPages(access, signal);
  checkMember(
    access,
    members.records.find((record) => record.address === member),
    member,
  );
  const session = access.memory.pageAccess === 'session' ? access.memory.session : null;
  const answer = await sendPlain(
    access,
    {
      method: 'POST',
      path: `${session?.securityToken ?? ''}${path}`,
      body: formOf(access, member, role),
      deadlineMs: access.deadlines.pageMs,
      as: session === null ? 'token' : { cookie: session.cookie },
      kind: 'write',
    },
    signal,
  );
  const outcome = answer.status === 200 ? outcomeMessage(parsePage(answer.body)) : null;
  if (outcome === null) {
    throw whmFailure(
      'whm.protocol',
      `${access.place} answered the change of the DNS role with an unrecognised page. Read the list again before anything else is changed.`,
      { reason: 'unrecognised-page' },
    );
  }
  const text = access.redact(outcome.text, 300);
  if (outcome.kind === 'ok') return { message: text };
  throw whmFailure(
    speaksOfPrivileges(text) ? 'whm.forbidden' : 'whm.rejected',
    `${access.place} refused the change of the DNS role: “${text}”`,
  );
}
