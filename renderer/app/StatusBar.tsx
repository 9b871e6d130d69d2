import { useMemo } from 'react';
import type { State } from '#shared/domain/topology/topology.ts';
import { windowOffer } from '#renderer/state/actions/window.ts';
import { useScopedTopology } from '#renderer/state/scope.ts';
import { useSettings } from '#renderer/state/settings.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { OfferButton } from '#renderer/ui/OfferButton.tsx';
import { counted } from '#shared/domain/words/counted.ts';
import { statesByWeight } from '#shared/domain/words/states.ts';
import classes from './StatusBar.module.css';

/** How many there are and how they are, in one line. */
export function StatusBar() {
  const topology = useScopedTopology();
  const dockOpen = useSettings((state) => state.settings.layout.dockOpen);
  const { servers, others, links, byState } = useMemo(() => {
    const nodes = Object.values(topology.nodes);
    const known = nodes.filter((node) => node.kind === 'server').length;
    const states = new Map<State, number>();
    for (const link of Object.values(topology.links)) states.set(link.state, (states.get(link.state) ?? 0) + 1);
    return {
      servers: known,
      others: nodes.length - known,
      links: Object.keys(topology.links).length,
      byState: states,
    };
  }, [topology]);
  return (
    <section className={classes.bar} aria-label="Fleet">
      <span data-testid="server-count">{counted(servers, 'server')}</span>
      {others > 0 ? <span>{counted(others, 'other member')}</span> : null}
      <span>{counted(links, 'link')}</span>
      {statesByWeight.map((state) =>
        byState.get(state) ? (
          <span key={state} className={classes.state}>
            <StateBadge state={state} /> <span className="nw-number">{byState.get(state)}</span>
          </span>
        ) : null,
      )}
      <span className={classes.gap} />
      <OfferButton
        offer={windowOffer('dock')}
        label="Logs"
        className={classes.dock ?? ''}
        aria-pressed={dockOpen}
        data-testid="dock-toggle"
      />
    </section>
  );
}
