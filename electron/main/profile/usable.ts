import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileFolder } from '#electron/profile/folder.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'your share of its disk is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file is in its place',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
};

/**
 * Makes the folders of a profile, before Electron takes them, and finds out whether they can be written to. Without
 * waiting: the start has nothing to show yet.
 * @returns a sentence that says what is wrong and what to do; null: it can be used
 */
export function makeUsable({ directory, logs }: ProfileFolder): string | null {
  try {
    mkdirSync(logs, { recursive: true, mode: 0o700 });
  } catch (error) {
    return `The folder ${directory} cannot be made: ${reasonOf(error)}. ${advice}`;
  }
  const probe = join(directory, `.writable-${process.pid}`);
  try {
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe, { force: true });
  } catch (error) {
    return `The folder ${directory} cannot be written to: ${reasonOf(error)}. ${advice}`;
  }
  return null;
}

const advice = 'Nothing was opened. Make it writable, or start with another folder: --home FOLDER.';

function reasonOf(error: unknown): string {
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  return reasons[code] ?? (code === '' ? message : code);
}
