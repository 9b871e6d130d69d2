/**
 * The stage of the fault `ignore-writes`: everything happens to a copy, and what peers are asked to change never
 * reaches them.
 */
import { shareLog } from '#simulator/log/index.ts';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';

/** What is asked of peers without changing them. */
const READING =
  /^\/scripts2\/(get\w+_local|zoneexists_local|showversion|gethostname)$|^\/json-api\/(batch|version|cluster_member_has_trust_with)$/;

/**
 * A copy of the server, and a world in which peers can be asked but not changed: such a call is answered the way a
 * success would be. Nothing that happens on this stage is in the fleet's events.
 */
export function withoutEffect(
  server: ServerState,
  fleet: FleetContext,
): { readonly server: ServerState; readonly fleet: FleetContext } {
  const copy = structuredClone(server);
  shareLog(server, copy, fleet);
  return {
    server: copy,
    fleet: {
      now: () => fleet.now(),
      random: () => fleet.random(),
      route: (name) => fleet.route(name),
      emit: () => undefined,
      callPeer: (_from, to, request) => {
        if (READING.test(request.path)) return fleet.callPeer(server, to, request);
        const isApi = request.path.startsWith('/json-api/');
        const envelope = { metadata: { command: '', version: 1, result: 1, reason: 'OK' }, data: {} };
        const body = isApi ? JSON.stringify(envelope) : 'The trust relationship has been established.';
        return Promise.resolve({ status: 200, body });
      },
      cluster: {
        ...fleet.cluster,
        changeZone: () => Promise.resolve(),
        addZone: () => Promise.resolve(),
        removeZone: () => Promise.resolve(),
        receive: () => '',
        synchronize: (_server, what) => {
          const zones = what.zones ?? [...copy.zones.keys()];
          return Promise.resolve({ zones, taken: [], dead: [] });
        },
        queueTask: () => undefined,
        refreshTrustedAddresses: () => Promise.resolve(),
        runQueue: () => Promise.resolve(),
        schedulePoll: () => undefined,
      },
    },
  };
}
