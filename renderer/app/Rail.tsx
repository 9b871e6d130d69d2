import {
  IconGitPullRequest,
  IconKey,
  IconSettings,
  IconTable,
  IconTopologyStar3,
  type Icon,
} from '@tabler/icons-react';
import { shownKeys } from '#renderer/state/actions/shown-keys.ts';
import { viewNames, windowActions } from '#renderer/state/actions/window.ts';
import { useApplication } from '#renderer/state/application.ts';
import { usePending } from '#renderer/state/pending.ts';
import { pendingCount } from '#shared/domain/plan/pending.ts';
import { useStoppedPlan } from '#renderer/state/plans.ts';
import { goTo, useWorkspace, views, type View } from '#renderer/state/workspace.ts';
import classes from './Rail.module.css';

const icons: Readonly<Record<View, Icon>> = {
  map: IconTopologyStar3,
  members: IconTable,
  changes: IconGitPullRequest,
  vault: IconKey,
  settings: IconSettings,
};

/** Whether something waits among the changes: a plan that came to no end, or what is pending. */
function ChangesBadge() {
  const stopped = useStoppedPlan() !== null;
  const pending = usePending((state) => pendingCount(state.pending));
  if (!stopped && pending === 0) return null;
  const words = stopped ? 'a plan has stopped' : `${pending.toLocaleString('en')} pending`;
  return (
    <span
      className={classes.badge}
      data-kind={stopped ? 'stopped' : 'pending'}
      data-testid="changes-badge"
      title={words}
    >
      <span aria-hidden>{stopped ? '!' : pending > 99 ? '99+' : pending}</span>
      <span className="nw-visually-hidden">{words}</span>
    </span>
  );
}

export function Rail() {
  const current = useWorkspace((state) => state.view);
  const platform = useApplication((state) => state.description?.platform ?? '');
  return (
    <nav className={classes.rail} aria-label="Views">
      {views.map((view) => {
        const Icon = icons[view];
        const keys = windowActions.find(({ id }) => id === view)?.keys;
        return (
          <button
            key={view}
            type="button"
            className={classes.item}
            data-testid={`nav-${view}`}
            aria-current={view === current ? 'page' : undefined}
            title={keys ? `${viewNames[view]} (${shownKeys(keys, platform)})` : undefined}
            onClick={() => goTo(view)}
          >
            <Icon size={20} stroke={1.5} aria-hidden />
            {view === 'changes' ? <ChangesBadge /> : null}
            {viewNames[view]}
          </button>
        );
      })}
    </nav>
  );
}
