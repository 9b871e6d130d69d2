import { join } from 'node:path';

/** Everything of one profile stands in one folder. */
export interface ProfileFolder {
  readonly name: string;
  /** The profile's documents, the log and the browser's own files below. */
  readonly directory: string;
  readonly logs: string;
  readonly plans: string;
}

/** The profile of the simulated fleet. */
export const labProfile = 'lab';

/**
 * @param home folder that holds `profiles/`, e.g. `<application data>/Nameward`
 * @param name a valid profile name
 */
export function profileFolder(home: string, name: string): ProfileFolder {
  const directory = join(home, 'profiles', name);
  return { name, directory, logs: join(directory, 'logs'), plans: join(directory, 'plans') };
}

/** Service name in the keychain: tokens of the lab stand apart from real ones. */
export function keychainService(profile: string): string {
  if (profile === 'default') return 'Nameward';
  return profile === labProfile ? 'Nameward (lab)' : `Nameward (${profile})`;
}
