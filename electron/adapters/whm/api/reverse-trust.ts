import { isAtLeast } from '#shared/domain/topology/version.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { answerOf, callFunction, ensureAccepted } from './calls.ts';
import type { Outcome } from '#electron/adapters/whm/answers/envelope.ts';
import { whmFailure, WhmFailure } from '#electron/adapters/whm/failure.ts';
import { batch, clusterMemberHasTrustWith, version } from './functions.ts';

/** Asks a server whether it has an entry for an address. */
export type AskTrust = (address: string, alternative: string | null, signal?: AbortSignal) => Promise<boolean | null>;

interface Question {
  readonly parameters: { readonly host: string; readonly althost: string | null };
  readonly resolve: (answer: boolean | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Most questions in one batch: they travel in the query of a GET. */
const batchLimit = 25;

/** A host name or an address: nothing else goes into the question. */
const hostPattern = /^[A-Za-z0-9:._-]{1,253}$/;

/** @returns false when the server is known to be too old */
async function canBeAsked(access: Access, signal: AbortSignal | undefined): Promise<boolean> {
  const { minVersion } = clusterMemberHasTrustWith;
  if (minVersion === null) return true;
  await ensureAccepted(access, signal);
  access.memory.version ??= await callFunction(access, version, {}, signal);
  return isAtLeast(access.memory.version, minVersion) !== false;
}

async function askOne(access: Access, question: Question, signal: AbortSignal | undefined): Promise<void> {
  try {
    question.resolve((await callFunction(access, clusterMemberHasTrustWith, question.parameters, signal)).hasTrust);
  } catch (error) {
    question.reject(error);
  }
}

function settle(access: Access, question: Question, outcome: Outcome | null | undefined): void {
  try {
    if (outcome === null || outcome === undefined) {
      throw whmFailure('whm.protocol', `${access.place} left an answer out of batch.`, { reason: 'shape' });
    }
    question.resolve(answerOf(access, clusterMemberHasTrustWith, outcome).hasTrust);
  } catch (error) {
    question.reject(error);
  }
}

/** Refused as a whole (`whm-protocol 1.8`): each question then gets an answer of its own. */
function isRefusalOfBatch(error: unknown): boolean {
  if (!(error instanceof WhmFailure)) return false;
  const { code, details } = error.error;
  return code === 'whm.forbidden' || code === 'whm.unsupported' || details?.['status'] === 500;
}

async function askMany(access: Access, questions: readonly Question[], signal: AbortSignal | undefined): Promise<void> {
  const { name, query } = clusterMemberHasTrustWith;
  const commands = questions.map(({ parameters }) => ({ name, query: query(parameters) }));
  try {
    const outcomes = await callFunction(access, batch, { commands }, signal);
    questions.forEach((question, index) => settle(access, question, outcomes[index]));
  } catch (error) {
    if (isRefusalOfBatch(error)) {
      for (const question of questions) await askOne(access, question, signal);
      return;
    }
    for (const question of questions) question.reject(error);
  }
}

/**
 * Gathers the questions of one moment: a nameserver is asked about every server that sends to it, and each request
 * costs a round trip.
 * @returns a function with the answer of `cluster_member_has_trust_with` (`whm-protocol 2.1`): null when the server is
 *   too old to be asked or leaves the answer out, which is not no; it rejects with WhmFailure `whm.forbidden` without
 *   the ACL clustering, `input.invalid`, and what a call gives
 */
export function createTrustQuestions(access: Access): AskTrust {
  const waiting = new Map<AbortSignal | undefined, Question[]>();

  const flush = async (signal: AbortSignal | undefined): Promise<void> => {
    const questions = waiting.get(signal) ?? [];
    waiting.delete(signal);
    try {
      if (!(await canBeAsked(access, signal))) {
        for (const question of questions) question.resolve(null);
        return;
      }
    } catch (error) {
      for (const question of questions) question.reject(error);
      return;
    }
    for (let at = 0; at < questions.length; at += batchLimit) {
      const some = questions.slice(at, at + batchLimit);
      const [only] = some;
      await (some.length === 1 && only !== undefined ? askOne(access, only, signal) : askMany(access, some, signal));
    }
  };

  return (address, alternative, signal) => {
    if (!hostPattern.test(address) || (alternative !== null && !hostPattern.test(alternative))) {
      return Promise.reject(whmFailure('input.invalid', 'Ask for an IP address or a host name.'));
    }
    return new Promise((resolve, reject) => {
      const question = { parameters: { host: address, althost: alternative }, resolve, reject };
      const queued = waiting.get(signal);
      if (queued !== undefined) {
        queued.push(question);
        return;
      }
      waiting.set(signal, [question]);
      setImmediate(() => void flush(signal));
    });
  };
}
