/** From a request to the part that answers it: authentication, policies, rights, routes (`whm-protocol 1.3`, `1.7`). */
import { holds } from '#simulator/api/acls.ts';
import { answerApi } from '#simulator/api/answer.ts';
import { noteTokenUse } from '#simulator/log/api-tokens-log.ts';
import type { ServerState } from '#simulator/model.ts';
import type { Caller, Route, SimulatedRequest, SimulatedResponse } from '#simulator/seams.ts';
import { wordsOf } from '#simulator/pages/words.ts';
import { randomText } from '#simulator/random.ts';
import { type Authentication, SESSION_COOKIE, authenticate, openSession } from './authentication.ts';
import { withoutEffect } from './ignored-writes.ts';
import { withHead } from './page-head.ts';
import type { ParsedRequest } from './parsing.ts';
import {
  SESSION_EXPIRED,
  apiAccessDenied,
  frontPage,
  htmlRefusal,
  loginFailed,
  loginPage,
  pagePermissionDenied,
  plainRefusal,
} from './refusals.ts';
import type { World } from './world.ts';

const API = '/json-api/';
/** The one page of the DNS Cluster interface that a token opens whatever the policy (`whm-protocol 1.3`). */
const TRUST_PAGE = '/cgi/trustclustermaster.cgi';
const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Answers one request whose body is in its parameters already.
 * @param ignoresWrites the fault of that name is in force: what would change something is answered as ever and changes
 *   nothing
 */
export async function dispatch(
  request: ParsedRequest,
  server: ServerState,
  world: World,
  ignoresWrites = false,
): Promise<SimulatedResponse> {
  const scripted = server.variants.answers.get(request.path) ?? anyFunction(request.path, server);
  if (scripted !== undefined) return scripted;
  if (request.path === '/login/' || request.path === '/login') return login(request, server, world);
  const found = authenticate(server, credentialsOf(request), world.fleet.now());
  if (found.kind !== 'known') {
    const reason = found.kind === 'token-refused' ? found.reason : (found.text ?? 'no credentials');
    world.fleet.emit({
      kind: 'authentication-failed',
      at: world.fleet.now(),
      server: server.id,
      path: request.path,
      reason,
    });
    return unauthenticated(request.path, found);
  }
  const answer = await answerKnown({ ...request, caller: found.caller }, request, server, world, ignoresWrites);
  if (found.caller.via === 'token') {
    const { method, target, httpVersion, address } = request;
    const { user, tokenName } = found.caller;
    const use = { user, tokenName: tokenName ?? '', method, target, httpVersion, status: answer.status, address };
    noteTokenUse(server, use, world.fleet);
  }
  return answer;
}

async function answerKnown(
  simulated: SimulatedRequest,
  request: ParsedRequest,
  server: ServerState,
  world: World,
  ignoresWrites: boolean,
): Promise<SimulatedResponse> {
  const stageOf = () => (ignoresWrites ? withoutEffect(server, world.fleet) : { server, fleet: world.fleet });
  if (request.path.startsWith(API)) {
    const stage = stageOf();
    return answerApi(request.path.slice(API.length), simulated, stage.server, stage.fleet);
  }
  const peer = world.peer.get(request.path);
  if (peer !== undefined) {
    if (!mayOpen(simulated.caller, peer)) return plainRefusal(403, 'Forbidden', 'Permission denied');
    const stage = stageOf();
    return peer.handler(simulated, stage.server, stage.fleet);
  }
  return page(simulated, request.securityToken, server, world, ignoresWrites);
}

function anyFunction(path: string, server: ServerState): SimulatedResponse | undefined {
  return path.startsWith(API) ? server.variants.answers.get(`${API}*`) : undefined;
}

/** What the authentication looks at. */
export function credentialsOf(request: ParsedRequest): Parameters<typeof authenticate>[1] {
  return {
    authorization: first(request.headers['authorization']),
    cookie: first(request.headers['cookie']),
    securityToken: request.securityToken,
    address: request.address,
  };
}

async function page(
  request: SimulatedRequest,
  securityToken: string | null,
  server: ServerState,
  world: World,
  ignoresWrites: boolean,
): Promise<SimulatedResponse> {
  const { caller, path } = request;
  const byToken = caller.via === 'token';
  if (byToken && path !== TRUST_PAGE && server.tokenPages === 'refused') {
    return plainRefusal(403, 'Forbidden', 'Token authentication is allowed for API calls and DNS clusters only.');
  }
  if (server.variants.pagesShut) {
    const text = wordsOf(caller.locale).mayNotOpen;
    return byToken ? plainRefusal(403, 'Forbidden', text) : htmlRefusal(403, text);
  }
  const route = world.pages.get(path);
  if (route === undefined) {
    if (byToken) return plainRefusal(404, 'Not Found', 'Not Found');
    return path === '/' ? frontPage(securityToken ?? '') : htmlRefusal(404, 'The page does not exist.');
  }
  if (!mayOpen(caller, route)) {
    const words = wordsOf(caller.locale);
    if (route.shut !== true) return pagePermissionDenied(words.permissionDenied);
    return byToken ? plainRefusal(403, 'Forbidden', words.mayNotOpen) : htmlRefusal(403, words.mayNotOpen);
  }
  const stage =
    ignoresWrites && route.writes === true ? withoutEffect(server, world.fleet) : { server, fleet: world.fleet };
  const answer = await route.handler(request, stage.server, stage.fleet);
  return server.variants.pageHead === 'common' ? withHead(answer, server, caller, securityToken) : answer;
}

function mayOpen(caller: Caller, route: Route): boolean {
  return route.acl === '' || holds(caller, route.acl);
}

function unauthenticated(path: string, found: Exclude<Authentication, { kind: 'known' }>): SimulatedResponse {
  if (found.kind === 'session-refused') return loginPage(found.text);
  if (path.startsWith(API)) return apiAccessDenied();
  if (found.kind === 'token-refused') return plainRefusal(401, 'Access Denied', 'Access denied');
  // Peers and their set-up never get a login page either, with or without a header.
  if (path.startsWith('/scripts2/') || path === TRUST_PAGE) return plainRefusal(401, 'Access Denied', 'Access denied');
  return loginPage(found.text);
}

/** The one-time URL, or a form login, which nobody here can pass. */
function login(request: ParsedRequest, server: ServerState, world: World): SimulatedResponse {
  const key = request.params.get('session');
  const random = (length: number) => randomText(() => world.fleet.random(), KEY_ALPHABET, length);
  if (key === null) {
    if (request.method !== 'POST') return loginPage(null);
    return loginFailed(request.params.get('login_only') === '1', sessionCookie(`:${random(16)},${random(32)}`));
  }
  const session = openSession(server, credentialsOf(request), key, random, world.fleet.now());
  if (session === null) return loginPage(SESSION_EXPIRED);
  const location = `${session.securityToken}${session.startPath}`;
  return {
    status: 307,
    reason: 'Moved',
    contentType: 'text/html; charset="utf-8"',
    headers: { location, 'set-cookie': sessionCookie(session.cookie ?? '') },
    body: `<html><head><META HTTP-EQUIV="refresh" CONTENT="2;URL=${location}"></head><body></body></html>\n`,
  };
}

function sessionCookie(value: string): string {
  return `${SESSION_COOKIE}=${encodeURIComponent(value)}; HttpOnly; path=/; port=2087; secure`;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
