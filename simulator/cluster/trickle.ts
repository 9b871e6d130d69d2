/** Zone changes that happen now and then, as customers make them. */
import type { ServerState } from '#simulator/model.ts';
import type { ClusterEngine, FleetContext } from '#simulator/seams.ts';
import { writingMembers } from './members.ts';

const SHORTEST_MS = 2000;
const LONGEST_MS = 5000;
/** Servers for which one change each 2 to 5 seconds is plenty; larger fleets get more, up to eight times as many. */
const SERVERS_PER_CHANGE = 14;
const MOST = 8;

/**
 * Changes a random zone of a random server every few seconds.
 * @returns ends it
 */
export function startTrickle(
  fleet: FleetContext,
  servers: ReadonlyMap<string, ServerState>,
  change: ClusterEngine['changeZone'],
): () => void {
  const everyone = [...servers.values()];
  const factor = Math.min(MOST, Math.max(1, everyone.length / SERVERS_PER_CHANGE));
  let timer: NodeJS.Timeout | null = null;
  const plan = (): void => {
    const delay = (SHORTEST_MS + fleet.random() * (LONGEST_MS - SHORTEST_MS)) / factor;
    timer = setTimeout(() => {
      const chosen = choose(everyone, fleet);
      if (chosen !== null) void change(chosen.server, chosen.zone);
      plan();
    }, delay);
    timer.unref();
  };
  plan();
  return () => {
    if (timer !== null) clearTimeout(timer);
  };
}

function choose(
  everyone: readonly ServerState[],
  fleet: FleetContext,
): { readonly server: ServerState; readonly zone: string } | null {
  const owners = everyone.filter((one) => one.product === 'cpanel' && !one.down && writingMembers(one).length > 0);
  const server = owners[Math.floor(fleet.random() * owners.length)];
  if (server === undefined) return null;
  // Nameservers and intermediaries hold copies of others' zones: those are changed where they are hosted.
  const own = [...server.zones.values()].filter((zone) => zone.text.includes(` hostname:${server.hostname} `));
  const zone = own[Math.floor(fleet.random() * own.length)];
  return zone === undefined ? null : { server, zone: zone.name };
}
