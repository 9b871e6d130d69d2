import type { Access } from '#electron/adapters/whm/access.ts';
import { callFunction, ensureAccepted } from '#electron/adapters/whm/api/calls.ts';
import { sendPlain } from '#electron/adapters/whm/requests.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { createUserSession } from '#electron/adapters/whm/api/functions.ts';
import type { HttpAnswer } from '#electron/adapters/whm/http/http-answer.ts';
import type { Session } from '#electron/adapters/whm/server-memory.ts';

/** The page that the one-time URL leads to (`whm-protocol 1.9`); it is not followed there. */
export const sessionApp = 'dns_cluster';

function cookieOf(answer: HttpAnswer): string | null {
  const set = [answer.headers['set-cookie'] ?? []].flat();
  let cookie: string | null = null;
  for (const line of set) {
    const value = /^whostmgrsession=([\x21-\x3a\x3c-\x7e]+)/.exec(line)?.[1];
    if (value !== undefined && value !== '""') cookie = `whostmgrsession=${value}`;
  }
  return cookie;
}

/**
 * Makes a session and visits its one-time URL (`whm-protocol 1.9`, `2.6`): the path only, on our own judged connection,
 * never the host or port that the answer names.
 * @throws WhmFailure `whm.forbidden` without the ACL create-user-session, `whm.protocol` when no cookie came
 */
export async function openSession(access: Access, signal?: AbortSignal): Promise<Session> {
  await ensureAccepted(access, signal);
  const login = await callFunction(access, createUserSession, { user: access.server.user, app: sessionApp }, signal);
  const answer = await sendPlain(
    access,
    { method: 'GET', path: login.path, deadlineMs: access.deadlines.pageMs, holds: 'page', as: 'nobody', kind: 'once' },
    signal,
  );
  const cookie = cookieOf(answer);
  if (cookie === null) {
    throw whmFailure('whm.protocol', `${access.place} made a session and then did not open it.`, { reason: 'session' });
  }
  const session = { securityToken: login.securityToken, cookie };
  access.memory.session = session;
  return session;
}
