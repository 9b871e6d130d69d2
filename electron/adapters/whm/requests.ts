import { beginExchange } from './trace.ts';
import { bareSecret } from './names-and-secrets.ts';
import type { Access, PlainRequest } from './access.ts';
import { pageInstead, serverTrouble } from '#electron/adapters/whm/answers/page-instead.ts';
import { whmFailure, type WhmFailure } from './failure.ts';
import type { HttpAnswer } from '#electron/adapters/whm/http/http-answer.ts';
import { maskPath } from './redaction.ts';
import type { HttpRequest } from '#electron/adapters/whm/http/transport.ts';

/** How one request is sent and what its answer means whatever was asked; pages and peer paths as a whole. */

/**
 * The value of the Authorization header, `whm USER:TOKEN` (`whm-protocol 1.2`). An access key is a block of lines
 * between BEGIN and END; it is sent in one line.
 * @throws WhmFailure `whm.unauthorized` when the token could not stand in a header; nothing is sent
 */
export function authorizationOf(user: string, token: string): string {
  const secret = bareSecret(token);
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

/**
 * Sends one request, from inside the gate.
 * @throws WhmFailure for an answer that means the same on every path: no licence, full disk, too busy
 */
export async function sendRequest(
  access: Access,
  request: HttpRequest,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  access.onRequest?.({ server: access.server.id, method: request.method, path: maskPath(request.path) });
  const { body = '' } = request;
  const exchange = beginExchange(access, request.method, request.path, Buffer.byteLength(body));
  const answer = await access.transport.send(request, signal).catch((error: unknown) => {
    exchange.failed(error);
    throw error;
  });
  exchange.ended(answer.status, () => Buffer.byteLength(answer.body));
  const failure = commonFailure(access, answer);
  if (failure !== null) throw failure;
  return answer;
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
    const answer = await sendRequest(access, { ...request, headers, lane }, signal);
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
