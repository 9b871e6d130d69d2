/** The Secret Service as another program sees it, by `secret-tool`. */
import { expect } from '@playwright/test';
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

/** Locks the keyring, as a desktop does it for a user who went away. */
export async function lockSecrets(): Promise<void> {
  // One that has never stored anything has no collection yet.
  await askBus('org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', [
    'array:objpath:/org/freedesktop/secrets/collection/login',
  ]);
}

/** Kills the daemon; scripts/desktop.js starts it again, unlocked. */
export async function restartSecretService(): Promise<void> {
  const before = await daemon();
  if (before === null) throw new Error('No Secret Service is there to be killed.');
  process.kill(before, 'SIGKILL');
  await expect
    .poll(async () => {
      const now = await daemon();
      return now !== null && now !== before;
    })
    .toBe(true);
}

/** @returns the id of the process that is the Secret Service now, null when there is none */
async function daemon(): Promise<number | null> {
  const bus = 'org.freedesktop.DBus';
  const answer = await askBus(bus, '/org/freedesktop/DBus', `${bus}.GetConnectionUnixProcessID`, [
    'string:org.freedesktop.secrets',
  ]).catch(() => '');
  const found = /uint32 (\d+)/.exec(answer)?.[1];
  return found === undefined ? null : Number(found);
}

async function askBus(to: string, path: string, method: string, args: readonly string[]): Promise<string> {
  return (await run('dbus-send', ['--session', '--print-reply', `--dest=${to}`, path, method, ...args])).stdout;
}
