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

/** What can be done with the window as a whole, from anywhere. */
export const windowActions: readonly Action<null>[] = [
  {
    id: 'palette',
    title: 'Open the command palette',
    icon: IconCommand,
    keys: 'Mod K',
    refusal: always,
    run: () => openDialog({ kind: 'palette' }),
  },
  {
    id: 'filter',
    title: 'Filter where you are',
    icon: IconFilter,
    keys: '/',
    refusal: () =>
      useWorkspace.getState().view === 'settings'
        ? nothingChosen('There is nothing to filter among the settings.')
        : null,
    run: focusFilter,
  },
  {
    id: 'map',
    title: 'Go to Map',
    icon: IconTopologyStar3,
    keys: 'Mod 1',
    apart: true,
    refusal: always,
    run: go('map'),
  },
  { id: 'members', title: 'Go to Members', icon: IconTable, keys: 'Mod 2', refusal: always, run: go('members') },
  {
    id: 'changes',
    title: 'Go to Changes',
    icon: IconGitPullRequest,
    keys: 'Mod 3',
    refusal: always,
    run: go('changes'),
  },
  { id: 'vault', title: 'Go to Vault', icon: IconKey, keys: 'Mod 4', refusal: always, run: go('vault') },
  { id: 'settings', title: 'Go to Settings', icon: IconSettings, keys: 'Mod 5', refusal: always, run: go('settings') },
  {
    id: 'matrix',
    title: 'Show the map as a matrix or as a picture',
    icon: IconGridDots,
    keys: 'm',
    refusal: always,
    run: toggleMatrix,
  },
  {
    id: 'problems',
    title: 'Show problems only, or everything',
    icon: IconFilterExclamation,
    refusal: always,
    run: toggleProblemsOnly,
  },
  {
    id: 'role',
    title: 'Edit the role of the selected link',
    icon: IconEdit,
    keys: 'Mod E',
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
  {
    id: 'add-server',
    title: 'Add a server',
    icon: IconPlus,
    keys: 'Mod N',
    refusal: always,
    run: () => openDialog({ kind: 'add-server' }),
  },
  {
    id: 'add-member',
    title: 'Add a member to a DNS cluster list',
    icon: IconUserPlus,
    keys: 'Mod M',
    refusal: always,
    run: () => openDialog({ kind: 'add-member', server: selectedServer() }),
  },
  {
    id: 'add-nameserver',
    title: 'Add a nameserver to a cluster',
    icon: IconServerBolt,
    refusal: always,
    run: () => openDialog({ kind: 'add-nameserver', nameserver: null }),
  },
  {
    id: 'replace-nameserver',
    title: 'Replace a nameserver',
    icon: IconReplace,
    refusal: always,
    run: () => openDialog({ kind: 'replace-nameserver', nameserver: null }),
  },
  {
    id: 'set-up-trust',
    title: 'Set up trust between two servers',
    icon: IconHeartHandshake,
    refusal: always,
    run: () => openDialog({ kind: 'set-up-trust', servers: [selectedServer() ?? ''] }),
  },
  {
    id: 'enable-members',
    title: 'Enable all disabled members and resynchronize',
    icon: IconPlayerPlay,
    refusal: () => (disabledLinks(topologyNow()).length === 0 ? nothingChosen('No member is disabled.') : null),
    run: () => enableMembers(disabledLinks(topologyNow())),
  },
  {
    id: 'cluster-options',
    title: 'Cluster options of every server in sight',
    icon: IconBinaryTree,
    refusal: () => (scopedServers().length === 0 ? nothingChosen('No server is in sight.') : null),
    run: () => openDialog({ kind: 'cluster-options', servers: scopedServers() }),
  },
  {
    id: 'preview',
    title: 'Preview the pending changes',
    icon: IconEye,
    keys: 'Mod P',
    apart: true,
    refusal: ifPending,
    run: () => void previewPending(),
  },
  { id: 'discard', title: 'Discard the pending changes', icon: IconTrash, refusal: ifPending, run: discardPending },
  {
    id: 'bring-back',
    title: 'Bring back the discarded changes',
    icon: IconArrowBackUp,
    refusal: () => (usePending.getState().discarded === null ? nothingChosen('Nothing was discarded.') : null),
    run: bringBack,
  },
  {
    id: 'refresh',
    title: 'Ask every server now',
    icon: IconRefresh,
    keys: 'F5',
    apart: true,
    refusal: always,
    run: () => void refresh(null),
  },
  {
    id: 'dock',
    title: 'Open or close the log dock',
    icon: IconLayoutBottombar,
    keys: 'Mod J',
    refusal: always,
    run: toggleDock,
  },
  {
    id: 'inspector',
    title: 'Open or close the inspector',
    icon: IconLayoutSidebarRight,
    keys: 'Mod I',
    refusal: () => (hasInspector(useWorkspace.getState().view) ? null : noInspector),
    run: toggleInspector,
  },
  {
    id: 'lock',
    title: 'Lock the vault',
    icon: IconLock,
    keys: 'Mod L',
    refusal: always,
    run: () => void lockVault(),
  },
  { id: 'theme', title: 'Toggle dark and light', icon: IconMoon, refusal: always, run: toggleTheme },
  {
    id: 'keys',
    title: 'Show the keys',
    icon: IconKeyboard,
    keys: '?',
    refusal: always,
    run: () => openDialog({ kind: 'keys' }),
  },
];

/** One of them by its id, as it is now. */
export function windowOffer(id: string): Offer {
  const [offer] = offersOf(
    windowActions.filter((action) => action.id === id),
    null,
  );
  if (offer === undefined) throw new Error(`There is no action ${id}.`);
  return offer;
}
