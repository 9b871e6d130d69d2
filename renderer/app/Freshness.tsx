import { IconCircleFilled, IconHistory, IconPlugConnectedX } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { useFleet } from '../state/fleet.ts';
import { useLab } from '../state/lab.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { wordsFor } from '../ui/errorWords.ts';
import classes from './Freshness.module.css';

/** The newest moment at which any server was asked, epoch ms; null when none ever was. */
function newestContact(nodes: Topology['nodes']): number | null {
  let newest: number | null = null;
  for (const node of Object.values(nodes)) {
    const at = node.observation?.contact.at ?? null;
    if (at !== null && (newest === null || at > newest)) newest = at;
  }
  return newest;
}

/** Whether what is shown is live or the last known state, and how old it is. */
export function Freshness() {
  const projection = useFleet((state) => state.projection);
  const error = useFleet((state) => state.error);
  const starting = useLab(({ lab }) => lab?.state === 'starting');
  const nodes = projection?.topology.nodes;
  const newest = useMemo(() => (nodes ? newestContact(nodes) : null), [nodes]);
  if (error !== null) {
    return (
      <span
        className={classes.state}
        data-kind="broken"
        role="status"
        title={`${wordsFor(error.code).what}: ${error.message}`}
      >
        <IconPlugConnectedX size={14} aria-hidden />
        Not updated any more
      </span>
    );
  }
  if (projection === null) return <span className={classes.state} role="status" />;
  return (
    <span className={classes.state} data-kind={projection.live ? 'live' : 'known'} data-testid="freshness">
      {projection.live ? <IconCircleFilled size={8} aria-hidden /> : <IconHistory size={14} aria-hidden />}
      {projection.live ? 'Live' : starting ? 'Last known state, the lab is starting' : 'Last known state'}
      {newest === null ? null : (
        <span className={classes.age}>
          <RelativeTime at={newest} />
        </span>
      )}
    </span>
  );
}
