import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where plans are kept that belong to no profile: they are state, not configuration.
 * @param env of the process
 */
export function plansDirectory(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Nameward', 'plans');
  if (process.platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Nameward', 'plans');
  }
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'nameward', 'plans');
}
