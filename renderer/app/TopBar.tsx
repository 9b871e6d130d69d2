import {
  IconCommand,
  IconLayoutSidebarRight,
  IconLock,
  IconPencil,
  IconRefresh,
  IconSearch,
  IconX,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { shownKeys, toggleInspector } from '#renderer/state/actions.ts';
import { useApplication } from '#renderer/state/application.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { clusterChoices } from '#shared/domain/topology/scope.ts';
import { discardPending, usePending } from '#renderer/state/pending.ts';
import { refusal } from '#shared/domain/refusals/refusal.ts';
import { pendingCount } from '#shared/domain/plan/pending.ts';
import { previewPending } from '#renderer/state/plans.ts';
import { useSettings } from '#renderer/state/settings.ts';
import { lockVault } from '#renderer/state/vault.ts';
import {
  chooseCluster,
  goTo,
  hasInspector,
  openDialog,
  refresh,
  setFilter,
  useWorkspace,
  type View,
} from '#renderer/state/workspace.ts';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { Freshness } from './Freshness.tsx';
import classes from './TopBar.module.css';

const noInspector = refusal(
  'view.no-inspector',
  { kind: 'window' },
  'The inspector stands beside the map and the members.',
);

const filterHints: Readonly<Record<View, string>> = {
  map: 'Find on the map',
  members: 'Filter members',
  changes: 'Filter changes',
  vault: 'Filter servers',
  settings: 'Nothing to filter here',
};

function ClusterSwitcher() {
  const topology = useTopology();
  const { nodes, clusters } = topology;
  const choices = useMemo(() => clusterChoices({ nodes, clusters }), [nodes, clusters]);
  const clusterOf = useWorkspace((state) => state.clusterOf);
  const index = clusterOf === null ? null : (nodes[clusterOf]?.cluster ?? null);
  const chosen = index === null ? '' : (choices[index]?.anchor ?? '');
  return (
    <select
      className={classes.switcher}
      aria-label="Cluster"
      data-testid="cluster-switcher"
      value={chosen}
      onChange={(event) => chooseCluster(event.target.value || null)}
    >
      <option value="">All clusters</option>
      {choices.map((choice) => (
        <option key={choice.anchor} value={choice.anchor}>
          {choice.name} ({choice.servers} {choice.servers === 1 ? 'server' : 'servers'})
        </option>
      ))}
    </select>
  );
}

function FilterField() {
  const filter = useWorkspace((state) => state.filter);
  const view = useWorkspace((state) => state.view);
  return (
    <div className={classes.filter} role="search">
      <IconSearch size={14} aria-hidden />
      <input
        id="filter"
        data-testid="filter"
        type="text"
        value={view === 'settings' ? '' : filter}
        placeholder={filterHints[view]}
        aria-label={filterHints[view]}
        spellCheck={false}
        autoComplete="off"
        disabled={view === 'settings'}
        onChange={(event) => setFilter(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (filter === '') event.currentTarget.blur();
          else setFilter('');
        }}
      />
      {view === 'settings' ? null : filter === '' ? (
        <kbd aria-hidden>/</kbd>
      ) : (
        <ToolButton icon={IconX} label="Clear the filter" iconOnly onClick={() => setFilter('')} />
      )}
    </div>
  );
}

/** What is not applied yet, from wherever the user is. */
function PendingChanges() {
  const count = usePending(({ pending }) => pendingCount(pending));
  if (count === 0) return null;
  const words = `${count.toLocaleString('en')} pending`;
  return (
    <div className={classes.pending} role="group" aria-label="Pending changes">
      <button
        type="button"
        className={classes.pendingCount}
        data-testid="pending-count"
        aria-live="polite"
        onClick={() => goTo('changes')}
      >
        <IconPencil size={14} aria-hidden />
        {words}
      </button>
      <ToolButton label="Discard" data-testid="discard" onClick={discardPending} />
      <ToolButton label="Preview" primary data-testid="preview" onClick={() => void previewPending()} />
    </div>
  );
}

export function TopBar() {
  const description = useApplication((state) => state.description);
  const inspectorOpen = useSettings((state) => state.settings.layout.inspectorOpen);
  const inspectable = useWorkspace((state) => hasInspector(state.view));
  const platform = description?.platform ?? '';
  return (
    <section className={classes.bar} aria-label="Window">
      <h1 className={classes.product}>
        Nameward
        {description && (description.lab || description.profile !== 'default') ? (
          <span className={classes.profile} title={description.lab ? 'A simulated fleet on this machine' : 'Profile'}>
            {description.lab ? 'Lab' : description.profile}
          </span>
        ) : null}
      </h1>
      <ClusterSwitcher />
      <FilterField />
      <span className={classes.gap} />
      <PendingChanges />
      <Freshness />
      <ToolButton
        icon={IconRefresh}
        label="Ask every server now"
        iconOnly
        keys="F5"
        onClick={() => void refresh(null)}
      />
      <ToolButton
        icon={IconCommand}
        label="Command palette"
        iconOnly
        keys={shownKeys('Mod K', platform)}
        onClick={() => openDialog({ kind: 'palette' })}
      />
      <ToolButton
        icon={IconLayoutSidebarRight}
        label="Inspector"
        iconOnly
        keys={shownKeys('Mod I', platform)}
        aria-pressed={inspectable && inspectorOpen}
        refusal={inspectable ? null : noInspector}
        data-testid="inspector-toggle"
        onClick={toggleInspector}
      />
      <ToolButton
        icon={IconLock}
        label="Lock the vault"
        iconOnly
        keys={shownKeys('Mod L', platform)}
        data-testid="lock-button"
        onClick={() => void lockVault()}
      />
    </section>
  );
}
