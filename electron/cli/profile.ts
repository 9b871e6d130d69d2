import { readdir } from 'node:fs/promises';
import { namewardHome, ownProfile, profilesFolder } from '#electron/profile/folder.ts';
import { wrongUsage } from './io.ts';

/**
 * Sees to it that a profile is one of the app's: a mistyped name would be a profile without servers, and everything
 * fine.
 * @throws CommandFailure `profiles.unknown` that names the profiles there are
 */
export async function requireProfile(
  env: Readonly<Record<string, string | undefined>>,
  profile: string,
): Promise<void> {
  const names = (await profileNames(env)).toSorted();
  if (names.includes(profile)) return;
  throw wrongUsage(`There is no profile ${profile}. There is: ${names.join(', ')}.`, 'profiles.unknown');
}

async function profileNames(env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  try {
    const entries = await readdir(profilesFolder(namewardHome(env)), { withFileTypes: true });
    return [...new Set([ownProfile, ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)])];
  } catch (error) {
    // The app was never started here.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [ownProfile];
    throw error;
  }
}
