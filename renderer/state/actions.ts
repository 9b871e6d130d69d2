import { topologyNow } from './fleet.ts';
import { bringBack, discardPending } from './pending.ts';
import { previewPending } from './plans.ts';
import { scopeTopology } from '#shared/domain/topology/scope.ts';
import { useSelection } from './selection.ts';
import { arrange, useSettings, writeSettings } from './settings.ts';
import { useVault, lockVault } from './vault.ts';
import { disabledLinks, enableMembers } from './wishes.ts';
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
} from './workspace.ts';

/** One thing the user can do from anywhere: by key, by palette, by button. */
export interface Action {
  readonly id: string;
  readonly title: string;
  /** `Mod` is Ctrl, or Cmd on macOS; the rest is a KeyboardEvent's `key`. */
  readonly keys?: string;
  readonly run: () => void;
}

export const viewNames: Readonly<Record<View, string>> = {
  map: 'Map',
  members: 'Members',
  changes: 'Changes',
  vault: 'Vault',
  settings: 'Settings',
};

export function focusFilter(): void {
  const field = document.getElementById('filter');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

export function toggleDock(): void {
  arrange({ dockOpen: !useSettings.getState().settings.layout.dockOpen });
}

/** Does nothing where there is none. */
export function toggleInspector(): void {
  if (!hasInspector(useWorkspace.getState().view)) return;
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

function editSelectedRole(): void {
  const { selection } = useSelection.getState();
  if (selection?.kind === 'link') editRole([selection.id]);
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

export const actions: readonly Action[] = [
  { id: 'palette', title: 'Open the command palette', keys: 'Mod K', run: () => openDialog({ kind: 'palette' }) },
  { id: 'filter', title: 'Filter where you are', keys: '/', run: focusFilter },
  { id: 'map', title: 'Go to Map', keys: 'Mod 1', run: go('map') },
  { id: 'members', title: 'Go to Members', keys: 'Mod 2', run: go('members') },
  { id: 'changes', title: 'Go to Changes', keys: 'Mod 3', run: go('changes') },
  { id: 'vault', title: 'Go to Vault', keys: 'Mod 4', run: go('vault') },
  { id: 'settings', title: 'Go to Settings', keys: 'Mod 5', run: go('settings') },
  { id: 'matrix', title: 'Show the map as a matrix or as a picture', keys: 'm', run: toggleMatrix },
  { id: 'problems', title: 'Show problems only, or everything', run: toggleProblemsOnly },
  { id: 'role', title: 'Edit the role of the selected link', keys: 'Mod E', run: editSelectedRole },
  { id: 'add-server', title: 'Add a server', keys: 'Mod N', run: () => openDialog({ kind: 'add-server' }) },
  {
    id: 'add-member',
    title: 'Add a member to a DNS cluster list',
    keys: 'Mod M',
    run: () => openDialog({ kind: 'add-member', server: selectedServer() }),
  },
  {
    id: 'add-nameserver',
    title: 'Add a nameserver to a cluster',
    run: () => openDialog({ kind: 'add-nameserver', nameserver: null }),
  },
  {
    id: 'replace-nameserver',
    title: 'Replace a nameserver',
    run: () => openDialog({ kind: 'replace-nameserver', nameserver: null }),
  },
  {
    id: 'set-up-trust',
    title: 'Set up trust between two servers',
    run: () => openDialog({ kind: 'set-up-trust', servers: [selectedServer() ?? ''] }),
  },
  {
    id: 'enable-members',
    title: 'Enable all disabled members and resynchronize',
    run: () => enableMembers(disabledLinks(topologyNow())),
  },
  {
    id: 'cluster-options',
    title: 'Cluster options of every server in sight',
    run: () => openDialog({ kind: 'cluster-options', servers: scopedServers() }),
  },
  { id: 'preview', title: 'Preview the pending changes', keys: 'Mod P', run: () => void previewPending() },
  { id: 'discard', title: 'Discard the pending changes', run: discardPending },
  { id: 'bring-back', title: 'Bring back the discarded changes', run: bringBack },
  { id: 'refresh', title: 'Ask every server now', keys: 'F5', run: () => void refresh(null) },
  { id: 'dock', title: 'Open or close the log dock', keys: 'Mod J', run: toggleDock },
  { id: 'inspector', title: 'Open or close the inspector', keys: 'Mod I', run: toggleInspector },
  { id: 'lock', title: 'Lock the vault', keys: 'Mod L', run: () => void lockVault() },
  { id: 'theme', title: 'Toggle dark and light', run: toggleTheme },
  { id: 'keys', title: 'Show the keys', keys: '?', run: () => openDialog({ kind: 'keys' }) },
];

/** @returns whether a key event is the one that `keys` names */
export function isKey(keys: string, event: KeyboardEvent): boolean {
  const mod = keys.startsWith('Mod ');
  const key = mod ? keys.slice('Mod '.length) : keys;
  return mod === (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === key.toLowerCase();
}

/** Keys as printed: `Ctrl K`, or `⌘ K` on macOS. */
export function shownKeys(keys: string, platform: string): string {
  return keys.replace('Mod', platform === 'darwin' ? '\u2318' : 'Ctrl');
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/**
 * Listens for the keys of all actions. A dialog, the lock screen and the first screen keep the keyboard to themselves, and
 * bare keys do nothing while text is typed.
 * @returns a function that ends it
 */
export function listenForKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || useWorkspace.getState().dialog !== null) return;
    if (useVault.getState().vault?.locked !== false) return;
    const action = actions.find(({ keys }) => keys !== undefined && isKey(keys, event));
    if (action?.keys === undefined) return;
    if (action.keys.length === 1 && isTyping(event.target)) return;
    event.preventDefault();
    action.run();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
