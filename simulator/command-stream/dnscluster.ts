/** `/usr/local/cpanel/scripts/dnscluster` (`whm-protocol 3.8`). */
import { UnknownZone } from '../cluster/synchronize.ts';
import type { FleetContext, ServerState, Synchronization } from '../model.ts';
import type { Outcome, Unknown } from './outcome.ts';

const USAGE = 'Usage: dnscluster syncall [--full] | synclocal [--full] | synczone ZONE | synczonelocal ZONE\n';

/**
 * Synchronizes all zones or one, everywhere or to this server only; without `--full` those that are hosted here.
 * @param args all after the program's name
 */
export async function dnscluster(
  args: readonly string[],
  server: ServerState,
  fleet: FleetContext,
): Promise<Outcome | Unknown> {
  const what = readArguments(args);
  if (what === null) return { stdout: '', stderr: USAGE, code: 1 };
  if (!server.cluster.enabled) return { stdout: '', stderr: 'DNS Clustering is not enabled\n', code: 1 };
  try {
    const { zones } = await fleet.cluster.synchronize(server, what);
    const where = what.scope === 'all' ? 'to all machines in cluster' : 'to local machine';
    const lines = zones.map((zone) => `Syncing ${zone} ${where}...Done\n`).join('');
    return { stdout: server.variants.synchronization.says ?? lines, stderr: '', code: 0 };
  } catch (error) {
    if (error instanceof UnknownZone) return { stdout: '', stderr: `${error.message}\n`, code: 1 };
    throw error;
  }
}

function readArguments([action, argument, ...more]: readonly string[]): Synchronization | null {
  if (more.length > 0) return null;
  const isAll = action === 'syncall' || action === 'syncalllocal' || action === 'synclocal';
  if (isAll) {
    const full = argument === '--full' || argument === '-F';
    if (argument !== undefined && !full) return null;
    return { zones: null, full, scope: action === 'syncall' ? 'all' : 'local', user: 'root' };
  }
  if ((action !== 'synczone' && action !== 'synczonelocal') || argument === undefined || argument.startsWith('-')) {
    return null;
  }
  return { zones: [argument], full: false, scope: action === 'synczone' ? 'all' : 'local', user: 'root' };
}
