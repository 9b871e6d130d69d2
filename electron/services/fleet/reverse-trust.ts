import type { Fact } from '#shared/domain/topology/observation.ts';
import type { ReverseQuestion } from '#shared/domain/trust/questions.ts';
import type { AppError } from '#shared/errors/index.ts';
import type { WhmClient } from '#electron/services/ports.ts';
import { endsRound } from './failures.ts';

export interface ReverseAnswers {
  /** By address asked; a server too old to be asked gives none. */
  readonly entriesFor: Readonly<Record<string, Fact<boolean>>>;
  /** Addresses that were asked for, whatever came back. */
  readonly asked: readonly string[];
  /** The first failure. */
  readonly error: AppError | null;
}

/** Asked side by side: what waits for its turn at the adapter goes out in one batch (`whm-protocol 1.8`). */
const together = 32;

/** Asks one server all questions for it; ends early when the server can no longer be asked. */
export async function askReverseTrust(
  client: WhmClient,
  questions: readonly ReverseQuestion[],
  now: () => number,
  signal: AbortSignal,
): Promise<ReverseAnswers> {
  const entriesFor: Record<string, Fact<boolean>> = {};
  const asked: string[] = [];
  let error: AppError | null = null;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < questions.length && !(error && endsRound(error))) {
      const question = questions[next];
      next += 1;
      if (!question) return;
      const answer = await client.hasEntryFor(question.address, question.alternative, signal);
      asked.push(question.address);
      if (!answer.ok) error ??= answer.error;
      else if (answer.value !== null) {
        entriesFor[question.address] = { value: answer.value, source: 'api', at: now() };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, questions.length) }, work));
  return { entriesFor, asked, error };
}
