/** `/usr/local/cpanel/scripts/dnscluster` (`whm-protocol 3.8`). */
import { UnknownZone } from '#simulator/cluster/synchronize.ts';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext, Synchronization } from '#simulator/seams.ts';
import type { Outcome, Unknown } from './outcome.ts';

const USAGE =
  'Usage: dnscluster syncall [--full] | synclocal [--full] | synczone ZONE [--full] | synczonelocal ZONE [--full]\n';

/**
 * Synchronizes all zones or one, everywhere or to this server only; without `--full` those that are hosted here. The
 * second word is the zone, an option too (`whm-protocol 13 C19`). Exit code 0 says nothing: only clustering that is off
 * ends with another.
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
  const where = what.scope === 'all' ? 'to all machines in cluster' : 'to local machine';
  try {
    const { zones } = await fleet.cluster.synchronize(server, what);
    const lines = zones.map((zone) => `Syncing ${zone} ${where}...Done\n`).join('');
    return { stdout: server.variants.synchronization.says ?? lines, stderr: '', code: 0 };
  } catch (error) {
    if (!(error instanceof UnknownZone)) throw error;
    // What it was doing, why it did not, and that it is done: on one line, then the next.
    const text = `Syncing ${what.zones?.join(' ') ?? ''} ${where}...${error.message}\nDone\n`;
    return { stdout: text, stderr: '', code: server.variants.missingZoneExit };
  }
}

function readArguments([action, ...words]: readonly string[]): Synchronization | null {
  const full = words.some((word) => /^--?f/i.test(word));
  if (action === 'syncall' || action === 'syncalllocal' || action === 'synclocal') {
    return { zones: null, full, scope: action === 'syncall' ? 'all' : 'local', user: 'root' };
  }
  const [zone] = words;
  if ((action !== 'synczone' && action !== 'synczonelocal') || zone === undefined) return null;
  return { zones: [zone], full, scope: action === 'synczone' ? 'all' : 'local', user: 'root' };
}
