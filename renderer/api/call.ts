import type { CallName, InputOf, OutputOf } from '#shared/contract/index.ts';
import { failure, type Result } from '#shared/errors/index.ts';
import { bridge } from './bridge.ts';
import { readReply } from './reply.ts';

export interface CallOptions {
  /**
   * Aborting gives the call up: the result is `cancelled` at once. A query is stopped in main too; a command that was
   * sent is carried out all the same.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls main.
 * @param name a query or command of the contract
 * @param input what the contract asks for
 * @returns the value or the error as plain data; never rejects
 */
export async function call<K extends CallName>(
  name: K,
  input: InputOf<K>,
  { signal }: CallOptions = {},
): Promise<Result<OutputOf<K>>> {
  if (signal?.aborted) return cancelled();
  const id = crypto.randomUUID();
  const answer = bridge()
    .call({ id, name, input })
    .then((reply) => readReply<OutputOf<K>>(reply))
    // The transport itself failed, for instance because main is closing.
    .catch((error: unknown): Result<never> => failure('internal', `The call did not reach main: ${String(error)}`));
  if (!signal) return await answer;
  return await new Promise((resolve) => {
    const giveUp = (): void => {
      bridge().cancel(id);
      resolve(cancelled());
    };
    signal.addEventListener('abort', giveUp, { once: true });
    void answer.then((result) => {
      signal.removeEventListener('abort', giveUp);
      resolve(result);
    });
  });
}

function cancelled(): Result<never> {
  return failure('cancelled', 'Given up.');
}
