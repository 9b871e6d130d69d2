/** Commands that members missed, kept to be sent again (`whm-protocol 4`: the queue). */
import type { MemberEntry, PeerCommand, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { entriesAt, isWriting } from './members.ts';

const DROP_AFTER_SECONDS = 14 * 86_400;
/** How often a run tries a disabled member. */
const FORCED_ATTEMPTS = 5;
/** A server that cannot reach its members for long must not grow without end. */
const LONGEST = 500;

/** Notes that a member still needs the command. */
export function enqueue(server: ServerState, entry: MemberEntry, command: PeerCommand, fleet: FleetContext): void {
  const { queue } = server.cluster;
  const same = queue.find((queued) => queued.command === command);
  if (same !== undefined) {
    same.pending.add(entry.address);
    return;
  }
  queue.push({ command, queuedAt: Math.floor(fleet.now() / 1000), pending: new Set([entry.address]) });
  if (queue.length > LONGEST) queue.splice(0, queue.length - LONGEST);
}

/**
 * One run of the queue: every member gets what it missed, the oldest first, until it fails; a disabled one is tried
 * five times.
 * @param attempt sends a command to a member, counts the result, and tells whether it arrived
 */
export async function runQueue(
  server: ServerState,
  attempt: (entry: MemberEntry, command: PeerCommand) => Promise<boolean>,
  fleet: FleetContext,
): Promise<void> {
  const { queue } = server.cluster;
  const oldest = fleet.now() / 1000 - DROP_AFTER_SECONDS;
  const addresses = new Set(queue.flatMap((queued) => [...queued.pending]));
  for (const queued of queue) if (queued.queuedAt < oldest) queued.pending.clear();
  await Promise.all([...addresses].map((address) => serve(address)));
  for (let at = queue.length - 1; at >= 0; at -= 1) if (queue[at]?.pending.size === 0) queue.splice(at, 1);

  async function serve(address: string): Promise<void> {
    const entry = entriesAt(server, address).find((one) => isWriting(one.role));
    let left = entry?.down === true ? FORCED_ATTEMPTS : 1;
    for (const queued of queue.filter((one) => one.pending.has(address))) {
      // A member that was removed or is no longer written to needs nothing any more.
      if (entry === undefined || !server.cluster.enabled) {
        queued.pending.delete(address);
        continue;
      }
      let arrived = false;
      while (!arrived && left > 0) {
        arrived = await attempt(entry, queued.command);
        if (!arrived) left -= 1;
      }
      if (!arrived) return;
      queued.pending.delete(address);
    }
  }
}
