import { homedir } from 'node:os';
import { join } from 'node:path';

/** Everything of one profile stands in one folder. */
export interface ProfileFolder {
  readonly name: string;
  /** The profile's documents, the log and the browser's own files below. */
  readonly directory: string;
  readonly logs: string;
  readonly plans: string;
}

/** The profile of the user's own servers; it is there from the first start of the app on. */
export const ownProfile = 'default';
/** The profile of the simulated fleet. */
export const labProfile = 'lab';

/**
 * The folder of Nameward among the user's application data, as Electron has it for the window.
 * @param env of the process
 */
export function namewardHome(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Nameward');
  if (process.platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Nameward');
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'Nameward');
}

/** @param home as {@link namewardHome}, or what the user chose */
export function profilesFolder(home: string): string {
  return join(home, 'profiles');
}

/**
 * @param home folder that holds `profiles/`
 * @param name a valid profile name
 */
export function profileFolder(home: string, name: string): ProfileFolder {
  const directory = join(profilesFolder(home), name);
  return { name, directory, logs: join(directory, 'logs'), plans: join(directory, 'plans') };
}

/** Service name in the keychain: tokens of the lab stand apart from real ones. */
export function keychainService(profile: string): string {
  return profile === ownProfile ? 'Nameward' : `Nameward (${profile})`;
}

/** Service name for what plans keep that belong to no profile. */
export const commandLineService = 'Nameward (command line)';
