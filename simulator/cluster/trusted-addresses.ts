/** `/etc/ips.dnsmaster` (`whm-protocol 2.12`, `8`). */
import { isIPv4 } from 'node:net';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { listedMembers } from './members.ts';
import { askPeer } from './request.ts';
import { makeUniqid } from './uniqid.ts';

/**
 * Asks every cPanel member for its addresses and adds those that are missing. Lines that stand there already stay, as
 * they may have been added by hand; a member that does not answer adds nothing.
 */
export async function refreshTrustedAddresses(server: ServerState, fleet: FleetContext): Promise<void> {
  const members = listedMembers(server, 'root').filter((entry) => entry.module === 'cPanel' && !entry.down);
  const trusted = server.trustedAddresses.dnsmaster;
  await Promise.all(
    members.map(async (entry) => {
      const params = new URLSearchParams({ dnsuniqid: makeUniqid(fleet) });
      const request = { method: 'GET', action: 'getips_local', params, intent: 'get the ips' } as const;
      const answer = await askPeer(server, entry, request, fleet);
      if (!answer.ok) return;
      for (const line of answer.body.split('\n')) {
        const address = line.split(':')[0]?.trim() ?? '';
        if (isIPv4(address) && !trusted.includes(address)) trusted.push(address);
      }
    }),
  );
}
