/** The counting of failures that disables a member (`whm-protocol 4`). */
import { writeLog } from '#simulator/log/index.ts';
import { loggerLine } from '#simulator/log/line.ts';
import type { MemberEntry, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { entriesAt } from './members.ts';
import { overwriteStatusFiles } from './stored-files.ts';

/** How much of the string of results is kept. */
const KEPT = 256;

/**
 * Appends a result to the member's string. A success puts a disabled member back to use; when the failures since the
 * last success reach the server's threshold the member is disabled. How WHM counts is not known: a success between two
 * failures starts the count anew here.
 */
export function recordResult(server: ServerState, entry: MemberEntry, ok: boolean, fleet: FleetContext): void {
  const wasDown = entry.down;
  const counted = count(server, entry, ok);
  for (const same of entriesAt(server, entry.address)) Object.assign(same, counted);
  overwriteStatusFiles(server, entry.address);
  const event = { at: fleet.now(), server: server.id, member: entry.address };
  if (wasDown && !counted.down) fleet.emit({ kind: 'member-reactivated', ...event });
  if (wasDown || !counted.down) return;
  writeLog(server, fleet, [loggerLine(server, fleet.now(), 'warn', `Unreachable DNS Cluster Member “${entry.host}”.`)]);
  fleet.emit({ kind: 'member-disabled', ...event });
  // What 'Receive a notification when WHM disables an unresponsive cluster member' is about.
  if (server.cluster.notifications) {
    const subject = `Unreachable DNS Cluster Member “${entry.host}”.`;
    fleet.emit({ kind: 'notified', at: fleet.now(), server: server.id, subject });
  }
}

function count(server: ServerState, entry: MemberEntry, ok: boolean): Pick<MemberEntry, 'results' | 'down'> {
  const limit = Math.max(KEPT, server.cluster.threshold);
  const results = `${entry.results}${ok ? '1' : '0'}`.slice(-limit);
  if (ok) return { down: false, results: entry.down ? '1' : results };
  const failures = results.length - (results.lastIndexOf('1') + 1);
  const { threshold } = server.cluster;
  return { results, down: entry.down || (threshold !== 0 && failures >= threshold) };
}
