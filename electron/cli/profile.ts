import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { wrongUsage } from './io.ts';

/** The profile of the user's own servers; it is there from the first start of the app on. */
const ownProfile = 'default';

/** The folder in which Electron keeps the app's data, for the command line, which runs without Electron. */
function appData(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  if (process.platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  return env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
}

/** Where a profile's documents are. */
export function profileDirectory(env: Readonly<Record<string, string | undefined>>, profile: string): string {
  return join(profilesDirectory(env), profile);
}

function profilesDirectory(env: Readonly<Record<string, string | undefined>>): string {
  return join(appData(env), 'Nameward', 'profiles');
}

/**
 * Sees to it that a profile is one of the app's: a mistyped name would be a profile without servers, and everything fine.
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
    const entries = await readdir(profilesDirectory(env), { withFileTypes: true });
    return [...new Set([ownProfile, ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)])];
  } catch (error) {
    // The app was never started here.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [ownProfile];
    throw error;
  }
}
