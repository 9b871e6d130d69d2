import {
  IconGitPullRequest,
  IconKey,
  IconSettings,
  IconTable,
  IconTopologyStar3,
  type Icon,
} from '@tabler/icons-react';
import { actions, shownKeys, viewNames } from '../state/actions.ts';
import { useApplication } from '../state/application.ts';
import { goTo, useWorkspace, views, type View } from '../state/workspace.ts';
import classes from './Rail.module.css';

const icons: Readonly<Record<View, Icon>> = {
  map: IconTopologyStar3,
  members: IconTable,
  changes: IconGitPullRequest,
  vault: IconKey,
  settings: IconSettings,
};

export function Rail() {
  const current = useWorkspace((state) => state.view);
  const platform = useApplication((state) => state.description?.platform ?? '');
  return (
    <nav className={classes.rail} aria-label="Views">
      {views.map((view) => {
        const Icon = icons[view];
        const keys = actions.find(({ id }) => id === view)?.keys;
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
            {viewNames[view]}
          </button>
        );
      })}
    </nav>
  );
}
