/** The counting of failures that disables a member (`whm-protocol 4`). */
import { writeLog } from '../log/index.ts';
import { loggerLine } from '../log/line.ts';
import type { FleetContext, MemberEntry, ServerState } from '../model.ts';

/** How much of the string of results is kept. */
const KEPT = 256;

/**
 * Appends a result to the member's string. A success puts a disabled member back to use; when the failures since the last success reach
 * the server's threshold the member is disabled. How WHM counts is not known: a success between two failures starts the count anew here.
 */
export function recordResult(server: ServerState, entry: MemberEntry, ok: boolean, fleet: FleetContext): void {
  const limit = Math.max(KEPT, server.cluster.threshold);
  entry.results = `${entry.results}${ok ? '1' : '0'}`.slice(-limit);
  const event = { at: fleet.now(), server: server.id, member: entry.address };
  if (ok && entry.down) {
    entry.down = false;
    entry.results = '1';
    fleet.emit({ kind: 'member-reactivated', ...event });
    return;
  }
  const failures = entry.results.length - (entry.results.lastIndexOf('1') + 1);
  const { threshold } = server.cluster;
  if (ok || entry.down || threshold === 0 || failures < threshold) return;
  entry.down = true;
  writeLog(server, fleet, [loggerLine(server, fleet.now(), 'warn', `Unreachable DNS Cluster Member “${entry.host}”.`)]);
  fleet.emit({ kind: 'member-disabled', ...event });
}
