import {
  IconArrowBackUp,
  IconBinaryTree,
  IconCommand,
  IconEdit,
  IconEye,
  IconFilter,
  IconFilterExclamation,
  IconGitPullRequest,
  IconGridDots,
  IconHeartHandshake,
  IconKey,
  IconKeyboard,
  IconLayoutBottombar,
  IconLayoutSidebarRight,
  IconLock,
  IconMoon,
  IconPlayerPlay,
  IconPlus,
  IconRefresh,
  IconReplace,
  IconServerBolt,
  IconSettings,
  IconTable,
  IconTopologyStar3,
  IconTrash,
  IconUserPlus,
} from '@tabler/icons-react';
import { windowActionNames, type WindowActionId } from '#shared/contract/window-actions.ts';
import { entryRefusal } from '#shared/domain/refusals/link.ts';
import { refusal, type Refusal } from '#shared/domain/refusals/refusal.ts';
import { pendingCount } from '#shared/domain/plan/pending.ts';
import { scopeTopology } from '#shared/domain/topology/scope.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import { topologyNow } from '#renderer/state/fleet.ts';
import { bringBack, discardPending, usePending } from '#renderer/state/pending.ts';
import { previewPending } from '#renderer/state/plans.ts';
import { useSelection } from '#renderer/state/selection.ts';
import { arrange, useSettings, writeSettings } from '#renderer/state/settings.ts';
import { lockVault } from '#renderer/state/vault.ts';
import { disabledLinks, enableMembers } from '#renderer/state/wishes.ts';
import {
  editRole,
  goTo,
  hasInspector,
  openDialog,
  refresh,
  showMatrix,
  showProblemsOnly,
  useWorkspace,
  type View,
} from '#renderer/state/workspace.ts';
import { offersOf, type Action, type Offer } from './action.ts';

export const viewNames: Readonly<Record<View, string>> = {
  map: 'Map',
  members: 'Members',
  changes: 'Changes',
  vault: 'Vault',
  settings: 'Settings',
};

function focusFilter(): void {
  const field = document.getElementById('filter');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

function toggleDock(): void {
  arrange({ dockOpen: !useSettings.getState().settings.layout.dockOpen });
}

const noInspector = refusal(
  'view.no-inspector',
  { kind: 'window' },
  'The inspector stands beside the map and the members.',
);

function toggleInspector(): void {
  arrange({ inspectorOpen: !useSettings.getState().settings.layout.inspectorOpen });
}

function toggleMatrix(): void {
  const { view, matrix } = useWorkspace.getState();
  showMatrix(view === 'map' ? !matrix : true);
  // The keyboard goes on in what is shown now; the matrix takes the focus by itself.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid=map] canvas')?.focus());
}

function toggleProblemsOnly(): void {
  const { view, problemsOnly } = useWorkspace.getState();
  showProblemsOnly(view === 'map' ? !problemsOnly : true);
  goTo('map');
}

function selectedLink(): Link | null {
  const { selection } = useSelection.getState();
  return (selection?.kind === 'link' ? topologyNow().links[selection.id] : undefined) ?? null;
}

/** The server that is selected, or that has the selected entry. */
function selectedServer(): string | null {
  const { selection } = useSelection.getState();
  const { nodes, links } = topologyNow();
  const id = selection?.kind === 'link' ? links[selection.id]?.from : selection?.id;
  return id !== undefined && nodes[id]?.kind === 'server' ? id : null;
}

/** Servers of the chosen cluster; of all when none is chosen. */
function scopedServers(): readonly string[] {
  const { nodes } = scopeTopology(topologyNow(), useWorkspace.getState().clusterOf);
  return Object.values(nodes).flatMap((node) => (node.kind === 'server' ? [node.id] : []));
}

function toggleTheme(): void {
  const dark = document.documentElement.dataset['mantineColorScheme'] === 'dark';
  void writeSettings({ theme: dark ? 'light' : 'dark' });
}

function go(view: View): () => void {
  return () => goTo(view);
}

const always = (): null => null;
const nothingChosen = (message: string): Refusal => refusal('choice.empty', { kind: 'window' }, message);
const ifPending = (): Refusal | null =>
  pendingCount(usePending.getState().pending) === 0 ? nothingChosen('Nothing is pending.') : null;

const deeds: Readonly<Record<WindowActionId, Omit<Action<null>, 'id' | 'title' | 'keys'>>> = {
  palette: { icon: IconCommand, refusal: always, run: () => openDialog({ kind: 'palette' }) },
  filter: {
    icon: IconFilter,
    refusal: () =>
      useWorkspace.getState().view === 'settings'
        ? nothingChosen('There is nothing to filter among the settings.')
        : null,
    run: focusFilter,
  },
  map: { icon: IconTopologyStar3, apart: true, refusal: always, run: go('map') },
  members: { icon: IconTable, refusal: always, run: go('members') },
  changes: { icon: IconGitPullRequest, refusal: always, run: go('changes') },
  vault: { icon: IconKey, refusal: always, run: go('vault') },
  settings: { icon: IconSettings, refusal: always, run: go('settings') },
  matrix: { icon: IconGridDots, refusal: always, run: toggleMatrix },
  problems: { icon: IconFilterExclamation, refusal: always, run: toggleProblemsOnly },
  role: {
    icon: IconEdit,
    apart: true,
    refusal() {
      const link = selectedLink();
      return link === null ? nothingChosen('No link is selected.') : entryRefusal(topologyNow(), link);
    },
    run() {
      const link = selectedLink();
      if (link) editRole([link.id]);
    },
  },
  'add-server': { icon: IconPlus, refusal: always, run: () => openDialog({ kind: 'add-server' }) },
  'add-member': {
    icon: IconUserPlus,
    refusal: always,
    run: () => openDialog({ kind: 'add-member', server: selectedServer() }),
  },
  'add-nameserver': {
    icon: IconServerBolt,
    refusal: always,
    run: () => openDialog({ kind: 'add-nameserver', nameserver: null }),
  },
  'replace-nameserver': {
    icon: IconReplace,
    refusal: always,
    run: () => openDialog({ kind: 'replace-nameserver', nameserver: null }),
  },
  'set-up-trust': {
    icon: IconHeartHandshake,
    refusal: always,
    run: () => openDialog({ kind: 'set-up-trust', servers: [selectedServer() ?? ''] }),
  },
  'enable-members': {
    icon: IconPlayerPlay,
    refusal: () => (disabledLinks(topologyNow()).length === 0 ? nothingChosen('No member is disabled.') : null),
    run: () => enableMembers(disabledLinks(topologyNow())),
  },
  'cluster-options': {
    icon: IconBinaryTree,
    refusal: () => (scopedServers().length === 0 ? nothingChosen('No server is in sight.') : null),
    run: () => openDialog({ kind: 'cluster-options', servers: scopedServers() }),
  },
  preview: { icon: IconEye, apart: true, refusal: ifPending, run: () => void previewPending() },
  discard: { icon: IconTrash, refusal: ifPending, run: discardPending },
  'bring-back': {
    icon: IconArrowBackUp,
    refusal: () => (usePending.getState().discarded === null ? nothingChosen('Nothing was discarded.') : null),
    run: bringBack,
  },
  refresh: { icon: IconRefresh, apart: true, refusal: always, run: () => void refresh(null) },
  dock: { icon: IconLayoutBottombar, refusal: always, run: toggleDock },
  inspector: {
    icon: IconLayoutSidebarRight,
    refusal: () => (hasInspector(useWorkspace.getState().view) ? null : noInspector),
    run: toggleInspector,
  },
  lock: { icon: IconLock, refusal: always, run: () => void lockVault() },
  theme: { icon: IconMoon, refusal: always, run: toggleTheme },
  keys: { icon: IconKeyboard, refusal: always, run: () => openDialog({ kind: 'keys' }) },
};

/** What can be done with the window as a whole, from anywhere. */
export const windowActions: readonly Action<null>[] = windowActionNames.map(({ id, title, keys }) => ({
  ...deeds[id],
  id,
  title,
  ...(keys === null ? {} : { keys }),
}));

/** One of them by its id, as it is now. */
export function windowOffer(id: WindowActionId): Offer {
  const [offer] = offersOf(
    windowActions.filter((action) => action.id === id),
    null,
  );
  if (offer === undefined) throw new Error(`There is no action ${id}.`);
  return offer;
}
