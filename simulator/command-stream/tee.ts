/** `/usr/bin/tee -a FILE`, for the lists of trusted addresses only (`whm-protocol 2.12`). */
import type { ServerState } from '#simulator/model.ts';
import type { Outcome, Unknown } from './outcome.ts';

const FILES: Readonly<Record<string, keyof ServerState['trustedAddresses']>> = {
  '/etc/ips.dnsmaster': 'dnsmaster',
  '/etc/ips.remotedns': 'remotedns',
  '/etc/ips.remotemail': 'remotemail',
};

/**
 * Appends what comes by standard input and prints it again. Lines are kept as they are, empty ones and doubles too: a
 * file has no rules.
 * @param args all after the program's name
 */
export function tee(args: readonly string[], server: ServerState, stdin: string): Outcome | Unknown {
  const [append, file, ...more] = args;
  const list = FILES[file ?? ''];
  if (append !== '-a' || list === undefined || more.length > 0) return 'unknown';
  const lines = stdin.split('\n');
  if (lines.at(-1) === '') lines.pop();
  server.trustedAddresses[list].push(...lines);
  return { stdout: stdin, stderr: '', code: 0 };
}
