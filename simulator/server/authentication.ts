/** Who is calling: by token or by session (`whm-protocol 1.2`, `1.9`). */
import { isAllowedAddress } from '#simulator/api/tokens.ts';
import { tokenAcls, userAcls } from '#simulator/api/acls.ts';
import type { ServerState, Session } from '#simulator/model.ts';
import type { Caller } from '#simulator/seams.ts';
import { SECURITY_TOKEN_INVALID, SECURITY_TOKEN_MISSING, SESSION_EXPIRED } from './refusals.ts';

const IDLE_MS = 15 * 60_000;
export const SESSION_COOKIE = 'whostmgrsession';

export interface Credentials {
  /** The header, as it came. */
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** `/cpsess…` of the URL, null without one. */
  readonly securityToken: string | null;
  /** The client's address. */
  readonly address: string;
}

export type Authentication =
  | { readonly kind: 'known'; readonly caller: Caller }
  /** A token was given and does not count. */
  | { readonly kind: 'token-refused'; readonly reason: string }
  /** A session whose URL has no or a wrong security token; `text` is for the page. */
  | { readonly kind: 'session-refused'; readonly text: string }
  | { readonly kind: 'nobody'; readonly text: string | null };

/**
 * Finds out who is calling. A token goes before a session; the use of a session keeps it alive.
 * @param now epoch ms
 */
export function authenticate(server: ServerState, given: Credentials, now: number): Authentication {
  if (given.authorization !== undefined) return byToken(server, given.authorization, given.address, now);
  return bySession(server, given, now);
}

function byToken(server: ServerState, header: string, address: string, now: number): Authentication {
  const match = /^whm (.*)$/is.exec(header);
  if (match === null) return { kind: 'token-refused', reason: 'not a token' };
  const [user = '', ...rest] = (match[1] ?? '').split(':');
  const text = rest.join(':').trim();
  if (text === '') return { kind: 'token-refused', reason: 'No token given.' };
  if (!server.users.has(user)) return { kind: 'token-refused', reason: 'user name not provided or invalid user' };
  const token = [...server.tokens.values()].find((one) => one.token === text && one.user === user);
  if (token === undefined) return { kind: 'token-refused', reason: 'invalid token' };
  if (token.expiresAt !== null && token.expiresAt * 1000 <= now)
    return { kind: 'token-refused', reason: 'expired token' };
  if (!isAllowedAddress(token.whitelistAddresses, address))
    return { kind: 'token-refused', reason: 'address not allowed' };
  const acls = tokenAcls(server, token);
  const locale = server.users.get(user)?.locale ?? 'en';
  return { kind: 'known', caller: { user, acls, via: 'token', tokenName: token.name, locale } };
}

function bySession(server: ServerState, given: Credentials, now: number): Authentication {
  const cookie = readCookie(given.cookie);
  if (cookie === null) return { kind: 'nobody', text: given.securityToken === null ? null : SESSION_EXPIRED };
  const session = server.sessions.find((one) => one.cookie === cookie);
  // The cookie is bound to the client's address (cookieipvalidation=strict), from another one it is nobody's.
  if (session === undefined || session.address !== given.address) return { kind: 'nobody', text: SESSION_EXPIRED };
  if (now - session.lastUsed > IDLE_MS) {
    server.sessions.splice(server.sessions.indexOf(session), 1);
    return { kind: 'nobody', text: SESSION_EXPIRED };
  }
  if (given.securityToken === null) return { kind: 'session-refused', text: SECURITY_TOKEN_MISSING };
  if (given.securityToken !== session.securityToken) return { kind: 'session-refused', text: SECURITY_TOKEN_INVALID };
  session.lastUsed = now;
  const { user, locale } = session;
  return { kind: 'known', caller: { user, acls: userAcls(server, user), via: 'session', tokenName: null, locale } };
}

/**
 * Opens the session of a one-time URL: once, within its 300 seconds.
 * @param key the `session=` value
 * @returns the session with its cookie, or null when the link is not or no longer good
 */
export function openSession(
  server: ServerState,
  given: Credentials,
  key: string | null,
  random: (length: number) => string,
  now: number,
): Session | null {
  const session = server.sessions.find(
    (one) => one.oneTimeKey !== null && one.oneTimeKey === key && one.securityToken === given.securityToken,
  );
  if (session === undefined) return null;
  session.oneTimeKey = null;
  if (now > session.oneTimeExpires) {
    server.sessions.splice(server.sessions.indexOf(session), 1);
    return null;
  }
  session.cookie = `${session.user}:${random(16)},${random(32)}`;
  session.address = given.address;
  session.lastUsed = now;
  return session;
}

function readCookie(header: string | undefined): string | null {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name !== SESSION_COOKIE || value === undefined || value === '') continue;
    try {
      return decodeURIComponent(value);
    } catch {
      return null;
    }
  }
  return null;
}
