import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import { ifAbsent, reasonOf } from './file-errors.ts';

const name = /^[A-Za-z0-9-]{1,64}$/;

/**
 * Names of tokens that stand in the keychain, which does not say what it holds. An empty file each, so that two
 * processes never write the same one and none can be half written.
 * @param directory made when it is missing
 */
export function createHeldNames(directory: string) {
  return {
    async all(): Promise<readonly string[]> {
      const found = await readdir(directory).catch(ifAbsent<string[]>([]));
      return found.filter((file) => name.test(file));
    },
    /** Durable when it resolves. */
    async note(id: string): Promise<Result<void>> {
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        const handle = await open(join(directory, id), 'a', 0o600);
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
        return ok(undefined);
      } catch (error) {
        return failure('store.failed', `${join(directory, id)} could not be written: ${reasonOf(error)}.`);
      }
    },
    async forget(id: string): Promise<void> {
      await rm(join(directory, id), { force: true });
    },
  };
}
