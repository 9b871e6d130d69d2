/** Whether a zone is known in the cluster already (`whm-protocol 2.7`, `8`). */
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { listedMembers } from './members.ts';
import { askPeer } from './request.ts';
import { recordResult } from './results.ts';
import { makeUniqid } from './uniqid.ts';

/**
 * Asks the members of role sync for a zone. Members that are only written to are not asked, which is how one zone comes
 * to have two owners there; one that does not answer has nothing.
 * @param user whose members
 */
export async function isZoneOnMembers(
  server: ServerState,
  zone: string,
  user: string,
  fleet: FleetContext,
): Promise<boolean> {
  if (!server.cluster.enabled) return false;
  const asked = listedMembers(server, user).filter(
    (entry) => entry.module === 'cPanel' && entry.role === 'sync' && !entry.down,
  );
  const answers = await Promise.all(
    asked.map(async (entry) => {
      const params = new URLSearchParams({ zone, dnsuniqid: makeUniqid(fleet) });
      const request = {
        method: 'POST',
        action: 'zoneexists_local',
        params,
        intent: `look for the zone ${zone}`,
      } as const;
      const answer = await askPeer(server, entry, request, fleet);
      recordResult(server, entry, answer.ok, fleet);
      return answer.ok && answer.body.trim() === '1';
    }),
  );
  return answers.includes(true);
}
