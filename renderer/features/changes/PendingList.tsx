import { IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { planNames } from '#shared/domain/plan/names.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { dropPending } from '#renderer/state/pending.ts';
import type { Pending } from '#shared/domain/plan/pending.ts';
import { inspect, goTo, useWorkspace } from '#renderer/state/workspace.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './ChangesView.module.css';
import { groupPending } from './groups.ts';

/** More than these nobody reads one by one; the filter narrows them. */
const shownAtMost = 300;

export function PendingList({ pending }: { pending: Pending }) {
  const topology = useTopology();
  const filter = useWorkspace((state) => state.filter);
  const groups = useMemo(
    () => groupPending(pending, planNames(topology), topology, filter),
    [pending, topology, filter],
  );
  const all = groups.reduce((sum, { items }) => sum + items.length, 0);
  const starts = groups.map((_, index) => groups.slice(0, index).reduce((sum, { items }) => sum + items.length, 0));
  if (all === 0) return <p className={classes.quiet}>No pending change matches the filter.</p>;
  return (
    <div className={classes.pending} data-testid="pending-list">
      {groups.map(({ server, title, items }, index) => {
        const room = shownAtMost - (starts[index] ?? 0);
        if (room <= 0) return null;
        return (
          <section key={server ?? ''} aria-label={title}>
            <h3 className={classes.groupTitle}>
              {server === null ? (
                title
              ) : (
                <button
                  type="button"
                  className={classes.name}
                  onClick={() => {
                    goTo('map');
                    inspect({ kind: 'node', id: server });
                  }}
                >
                  <MiddleEllipsis text={title} />
                </button>
              )}
            </h3>
            <ul className={classes.list}>
              {items.slice(0, room).map(({ item, words, short }) => (
                <li key={JSON.stringify(item)} className={classes.pendingItem} data-testid="pending-item">
                  <span>
                    <HostileText text={short} limit={600} />
                  </span>
                  <ToolButton
                    icon={IconX}
                    label={`Take back: ${words}`}
                    iconOnly
                    data-testid="pending-remove"
                    onClick={() => dropPending(item)}
                  />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {all > shownAtMost ? (
        <p className={classes.quiet}>and {(all - shownAtMost).toLocaleString('en')} more: filter to see them.</p>
      ) : null}
    </div>
  );
}
