import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder in which Electron keeps the app's data, for the command line, which runs without Electron. */
function appData(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  if (process.platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  return env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
}

/** Where a profile's documents are. */
export function profileDirectory(env: Readonly<Record<string, string | undefined>>, profile: string): string {
  return join(appData(env), 'Nameward', 'profiles', profile);
}
