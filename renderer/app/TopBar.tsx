import { IconPencil, IconSearch, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { windowOffer } from '#renderer/state/actions/window.ts';
import { useApplication } from '#renderer/state/application.ts';
import { menuProps } from '#renderer/state/context-menu.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { clusterChoices } from '#shared/domain/topology/scope.ts';
import { usePending } from '#renderer/state/pending.ts';
import { pendingCount } from '#shared/domain/plan/pending.ts';
import { useSettings } from '#renderer/state/settings.ts';
import { chooseCluster, goTo, hasInspector, setFilter, useWorkspace, type View } from '#renderer/state/workspace.ts';
import { OfferButton } from '#renderer/ui/OfferButton.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { Freshness } from './Freshness.tsx';
import classes from './TopBar.module.css';

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
      {...menuProps(chosen === '' ? { kind: 'window' } : { kind: 'cluster', anchor: chosen })}
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
      <OfferButton offer={windowOffer('discard')} label="Discard" />
      <OfferButton offer={{ ...windowOffer('preview'), primary: true }} label="Preview" />
    </div>
  );
}

export function TopBar() {
  const description = useApplication((state) => state.description);
  const inspectorOpen = useSettings((state) => state.settings.layout.inspectorOpen);
  const inspectable = useWorkspace((state) => hasInspector(state.view));
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
      <OfferButton offer={windowOffer('refresh')} iconOnly />
      <OfferButton offer={windowOffer('palette')} iconOnly />
      <OfferButton
        offer={windowOffer('inspector')}
        label="Inspector"
        iconOnly
        aria-pressed={inspectable && inspectorOpen}
        data-testid="inspector-toggle"
      />
      <OfferButton offer={windowOffer('lock')} iconOnly data-testid="lock-button" />
    </section>
  );
}
