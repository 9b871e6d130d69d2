import type { Access } from '#electron/adapters/whm/access.ts';
import type { Asked } from '#electron/adapters/whm/answers/asked.ts';
import { parseBody, refusalOf, unauthorized, type Outcome } from '#electron/adapters/whm/answers/envelope.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { version as versionFunction, type NoParameters, type WhmFunction } from './functions.ts';
import type { HttpAnswer } from '#electron/adapters/whm/http/http-answer.ts';
import { sendRequest } from '#electron/adapters/whm/requests.ts';

/** How functions of WHM API 1 are called: one request each, through the gate of the server. */

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
    const answer = await sendRequest(
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
 * @throws WhmFailure `whm.unauthorized` (the json-api refused the token), `whm.forbidden` (`details.acl`),
 *   `whm.unsupported`, `whm.rejected`, `whm.protocol`, and what the gate and the transport give
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
 * Makes sure that the json-api knows the token before it is shown to any other path: only then a refusal there speaks
 * of rights and policies, and a wrong token is tried once.
 */
export async function ensureAccepted(access: Access, signal?: AbortSignal): Promise<void> {
  if (access.memory.tokenAccepted) return;
  access.memory.version = await callFunction(access, versionFunction, none, signal);
}
