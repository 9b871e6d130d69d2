/** The Secret Service as another program sees it, by `secret-tool`. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Names under which the profiles keep their tokens. */
export const services = { default: 'Nameward', lab: 'Nameward (lab)' } as const;

/** @returns the secret of an account, null when there is none */
export async function storedSecret(service: string, account: string): Promise<string | null> {
  try {
    return (await run('secret-tool', ['lookup', 'service', service, 'username', account])).stdout;
  } catch (error) {
    // It ends with status 1 and says nothing when nothing is found.
    if (error instanceof Error && 'code' in error && error.code === 1 && 'stderr' in error && error.stderr === '')
      return null;
    throw error;
  }
}

/** @returns accounts that hold a secret, sorted */
export async function storedAccounts(service: string): Promise<string[]> {
  // What it found it writes to standard output, the attributes to standard error.
  const { stdout, stderr } = await run('secret-tool', ['search', '--all', 'service', service]);
  return [...`${stdout}\n${stderr}`.matchAll(/^attribute\.username = (.*)$/gm)]
    .map((match) => match[1] ?? '')
    .toSorted();
}

/** Removes every secret of a service: the files of this suite share one keychain. */
export async function forgetSecrets(service: string): Promise<void> {
  await run('secret-tool', ['clear', 'service', service]).catch(() => undefined);
}
