import { lookUp } from '#shared/domain/table.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { Intention } from '#shared/domain/plan/change.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import type { Expansion, KindOfIntention } from './intention.ts';
import { expansion, linksOf, removal, deletable, linksTo } from './links.ts';

/** Clustering off on a server, and its entry deleted on every other one. */
export const serverLeave: KindOfIntention<'server.leave'> = {
  expand: leave,
  title: ({ server }, names) => `Take ${names.server(server)} out of its cluster`,
  words: ({ server, entries }, names) =>
    `Take ${names.server(server)} out of its cluster: clustering off there, its entry deleted on every other server${entries === false ? '' : ', then its own entries'}.`,
  named: ({ server }) => [server],
  subjects: ({ server }) => [server],
  changed: ({ server }) => [server],
};

/** Entries of the server itself, to whomever. */
function linksFrom({ topology }: PlanSituation, server: ServerId): readonly Link[] {
  return linksOf(topology).filter((link) => link.from === server);
}

/**
 * The guide (`whm-protocol 8`): clustering off on the server that goes, then its entry deleted on every remaining one.
 * Its own entries would stay behind, send nothing and look like trouble: they go last.
 */
function leave(
  { server, entries = true }: Extract<Intention, { kind: 'server.leave' }>,
  situation: PlanSituation,
): Expansion {
  const isDeletable = deletable(situation);
  const own = linksFrom(situation, server).filter(isDeletable);
  const label = situation.names.server(server);
  const unread = lookUp(situation.topology.nodes, server)?.observation?.members ?? null;
  return expansion(
    [
      { kind: 'clustering', server, enabled: false },
      ...linksTo(situation, server).filter(isDeletable).map(removal),
      ...(entries ? own.map(removal) : []),
    ],
    [
      ...(!entries && own.length > 0
        ? [
            `${label} keeps ${own.length === 1 ? 'an entry' : `${own.length} entries`} that nothing is sent to: the map goes on to say so.`,
          ]
        : []),
      ...(unread === null || unread.value.partial
        ? [`The members of ${label} are not all known, so entries of its own may stay behind.`]
        : []),
    ],
  );
}
