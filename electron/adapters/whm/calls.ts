import type { Access, PlainRequest } from './access.ts';
import { parseBody, unauthorized, type Outcome, refusalOf } from './envelope.ts';
import type { Asked } from './asked.ts';
import { whmFailure, type WhmFailure } from './failure.ts';
import { version as versionFunction, type NoParameters, type WhmFunction } from './functions.ts';
import type { HttpAnswer } from './http-answer.ts';
import { pageInstead, serverTrouble } from './page-instead.ts';
import { maskPath } from './redaction.ts';
import type { HttpRequest } from './transport.ts';

/** How functions of WHM API 1, pages and peer paths are asked: one request each, through the gate of the server. */

/**
 * The value of the Authorization header, `whm USER:TOKEN` (`whm-protocol 1.2`). An access key is a block of lines between BEGIN and END; it is sent in one line.
 * @throws WhmFailure `whm.unauthorized` when the token could not stand in a header; nothing is sent
 */
export function authorizationOf(user: string, token: string): string {
  const secret = token
    .split(/\r?\n/)
    .filter((line) => !/^-{2,}/.test(line.trim()))
    .join('')
    .replace(/\s+/g, '');
  if (!/^[\x21-\x7e]+$/.test(secret)) {
    throw whmFailure('whm.unauthorized', 'The stored token is empty or holds characters that no token has.');
  }
  return `whm ${user}:${secret}`;
}

function header(answer: HttpAnswer, name: string): string | null {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Seconds or an HTTP date. @returns ms from now; null when the header is missing or unreadable */
function retryAfterMs(answer: HttpAnswer): number | null {
  const value = header(answer, 'retry-after');
  if (value === null) return null;
  const wait = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(wait) && wait > 0 ? wait : null;
}

/** Answers that mean the same on every path. */
function commonFailure({ place }: Access, answer: HttpAnswer): WhmFailure | null {
  // Whatever the status: a server without a licence has not refused a token.
  if (answer.status >= 400) {
    const trouble = serverTrouble(place, pageInstead(answer.body));
    if (trouble !== null) return trouble;
  }
  if (answer.status === 429 || answer.status === 503) {
    return whmFailure('whm.busy', `${place} is too busy to answer (HTTP ${answer.status}).`, {
      status: answer.status,
      retryAfterMs: retryAfterMs(answer),
    });
  }
  return null;
}

async function send(access: Access, request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpAnswer> {
  access.onRequest?.({ server: access.server.id, method: request.method, path: maskPath(request.path) });
  const answer = await access.transport.send(request, signal);
  const failure = commonFailure(access, answer);
  if (failure !== null) throw failure;
  return answer;
}

function judgeApiStatus(access: Access, answer: HttpAnswer, asked: Asked): void {
  if (answer.status === 200) {
    access.memory.tokenAccepted = true;
    return;
  }
  if (answer.status === 401 || answer.status === 403) {
    access.memory.tokenAccepted = false;
    throw unauthorized(access.place);
  }
  const kind = answer.status >= 300 && answer.status < 400 ? 'a redirect, which is never followed' : 'an error';
  throw whmFailure('whm.protocol', `${asked.place} answered ${asked.name} with HTTP ${answer.status}, ${kind}.`, {
    reason: 'status',
    status: answer.status,
  });
}

/** Calls a function and gives the outcome as WHM worded it. */
async function outcomeOfCall<P extends object, A>(
  access: Access,
  called: WhmFunction<P, A>,
  parameters: P,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const version: [string, string] = ['api.version', '1'];
  const given = called.query(parameters);
  const form = called.inBody === true ? new URLSearchParams(given).toString() : null;
  const query = new URLSearchParams(form === null ? [version, ...given] : [version]).toString();
  const asked = { place: access.place, name: called.name };
  const queue = called.writes === true ? 'writes' : 'reads';
  return access.gate.pass({ queue, repeatable: called.safe, signal }, async () => {
    const answer = await send(
      access,
      {
        method: form === null ? 'GET' : 'POST',
        path: `/json-api/${called.name}?${query}`,
        headers: {
          authorization: access.authorization(),
          accept: 'application/json',
          ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form === null ? {} : { body: form }),
        deadlineMs: access.deadlines.answerMs,
        holds: called.answerHolds ?? 'function',
        lane: queue,
      },
      signal,
    );
    judgeApiStatus(access, answer, asked);
    return parseBody(answer.body, asked);
  });
}

/** The answer of a function out of its outcome. */
export function answerOf<P extends object, A>(access: Access, called: WhmFunction<P, A>, outcome: Outcome): A {
  const asked = { place: access.place, name: called.name };
  if (!outcome.ok) throw refusalOf(outcome.reason, asked, called.acl);
  const answer = called.answer(outcome.data);
  if (answer !== null) return answer;
  throw whmFailure('whm.protocol', `${asked.place} left out of its answer to ${asked.name} what it is asked for.`, {
    reason: 'shape',
  });
}

/**
 * Calls one function of WHM API 1.
 * @throws WhmFailure `whm.unauthorized` (the json-api refused the token), `whm.forbidden` (`details.acl`), `whm.unsupported`, `whm.rejected`, `whm.protocol`, and what the gate and the transport give
 */
export async function callFunction<P extends object, A>(
  access: Access,
  called: WhmFunction<P, A>,
  parameters: P,
  signal?: AbortSignal,
): Promise<A> {
  return answerOf(access, called, await outcomeOfCall(access, called, parameters, signal));
}

/**
 * Calls a function that changes something: sent once.
 * @returns the answer and what WHM says of it
 * @throws WhmFailure as {@link callFunction}
 */
export async function callForWords<P extends object, A>(
  access: Access,
  called: WhmFunction<P, A>,
  parameters: P,
  signal?: AbortSignal,
): Promise<{ readonly answer: A; readonly reason: string }> {
  const outcome = await outcomeOfCall(access, called, parameters, signal);
  return { answer: answerOf(access, called, outcome), reason: outcome.ok ? outcome.reason : '' };
}

const none: NoParameters = {};

/**
 * Makes sure that the json-api knows the token before it is shown to any other path: only then a refusal there speaks of rights and
 * policies, and a wrong token is tried once.
 */
export async function ensureAccepted(access: Access, signal?: AbortSignal): Promise<void> {
  if (access.memory.tokenAccepted) return;
  access.memory.version = await callFunction(access, versionFunction, none, signal);
}

function identification(access: Access, as: PlainRequest['as']): Readonly<Record<string, string>> {
  if (as === 'token') return { authorization: access.authorization() };
  return as === 'nobody' ? {} : { cookie: as.cookie };
}

/**
 * Sends a request to a page or a peer path.
 * @returns the answer with HTTP 200, and redirects, which are not followed
 * @throws WhmFailure `whm.forbidden` (401 to 405, `details.status`), `whm.protocol` for any other status
 */
export async function sendPlain(
  access: Access,
  { as, kind, ...request }: PlainRequest,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const form = request.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  // Some answers come packed to whoever does not say otherwise (`whm-protocol 5`).
  const headers = { ...identification(access, as), ...form, accept: '*/*', 'accept-encoding': 'identity' };
  const lane = kind === 'write' ? 'writes' : 'reads';
  return access.gate.pass({ queue: lane, repeatable: kind === 'read', signal }, async () => {
    const answer = await send(access, { ...request, headers, lane }, signal);
    if (answer.status >= 200 && answer.status < 400) return answer;
    const where = maskPath(request.path.split('?')[0] ?? '');
    // `whm-protocol 1.7`: peers treat 401, 402, 403 and 405 alike.
    if ([401, 402, 403, 405].includes(answer.status)) {
      // The token may have been revoked meanwhile: the json-api is asked before the next of these.
      access.memory.tokenAccepted = false;
      throw whmFailure('whm.forbidden', `${access.place} refused ${where} (HTTP ${answer.status}).`, {
        status: answer.status,
      });
    }
    throw whmFailure('whm.protocol', `${access.place} answered ${where} with HTTP ${answer.status}.`, {
      reason: 'status',
      status: answer.status,
    });
  });
}
