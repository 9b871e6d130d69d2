import { useMemo } from 'react';
import { freshnessOf, staleAfter, type Freshness } from '#shared/domain/trust/freshness.ts';
import { useFleet } from '#renderer/state/fleet.ts';
import { useSettings } from '#renderer/state/settings.ts';
import { useNow } from '#renderer/ui/RelativeTime.tsx';

/** How true the picture is now; it ages by itself while nothing comes. Null before the first snapshot. */
export function useFreshness(): Freshness | null {
  const projection = useFleet((state) => state.projection);
  const pollSeconds = useSettings((state) => state.settings.pollSeconds);
  const now = useNow();
  const nodes = projection?.topology.nodes;
  const observations = useMemo(
    () =>
      Object.values(nodes ?? {}).flatMap(({ server, observation }) =>
        server !== null && observation !== null ? [observation] : [],
      ),
    [nodes],
  );
  return useMemo(() => {
    if (projection === null) return null;
    const { live: everyoneTried, askedSince } = projection;
    return freshnessOf({ observations, everyoneTried, askedSince, now, staleAfterMs: staleAfter(pollSeconds) });
  }, [projection, observations, now, pollSeconds]);
}
