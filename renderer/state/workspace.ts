import { mostTailed } from '#shared/contract/flows.ts';
import { create } from 'zustand';
import type { ListedMember } from '#shared/contract/plans.ts';
import { call } from '#renderer/api/index.ts';
import { reportError } from './notify.ts';
import { select, type Selection } from './selection.ts';
import { arrange, useSettings } from './settings.ts';

/** Where the user is: view, filter, cluster, open dialog, tailed servers. Features open each other through here. */

export const views = ['map', 'members', 'changes', 'vault', 'settings'] as const;
export type View = (typeof views)[number];

/** The other views are about Nameward and its plans, not about what is selected. */
export function hasInspector(view: View): boolean {
  return view === 'map' || view === 'members';
}

export type Dialog =
  | { readonly kind: 'roles'; readonly links: readonly string[] }
  | { readonly kind: 'add-server' }
  | { readonly kind: 'edit-server'; readonly server: string }
  | { readonly kind: 'remove-server'; readonly server: string }
  | { readonly kind: 'add-member'; readonly server: string | null; readonly as?: string }
  | { readonly kind: 'edit-member'; readonly link: string }
  /** Of a reseller's own list, which no link stands for. */
  | { readonly kind: 'edit-entry'; readonly server: string; readonly as: string; readonly member: ListedMember }
  | { readonly kind: 'managing-as'; readonly server: string; readonly as: string | null }
  | { readonly kind: 'synchronize'; readonly server: string }
  | { readonly kind: 'leave-cluster'; readonly server: string }
  | { readonly kind: 'remove-members'; readonly links: readonly string[] }
  | { readonly kind: 'cluster-options'; readonly servers: readonly string[] }
  /** `cluster`: one of its nodes, to begin with. */
  | { readonly kind: 'add-nameserver'; readonly nameserver: string | null; readonly cluster?: string }
  | { readonly kind: 'replace-nameserver'; readonly nameserver: string | null }
  | { readonly kind: 'set-up-trust'; readonly servers: readonly string[] }
  | { readonly kind: 'passphrase' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'palette' };

interface Workspace {
  readonly view: View;
  /** Text that narrows the view, as typed. */
  readonly filter: string;
  /** A node of the chosen cluster: indexes move when clusters do. Null: all clusters. */
  readonly clusterOf: string | null;
  /** The map is shown as a matrix in place of its picture. */
  readonly matrix: boolean;
  /** The map leaves out what is well. */
  readonly problemsOnly: boolean;
  readonly dialog: Dialog | null;
  /** Servers whose log the dock tails. */
  readonly tailed: readonly string[];
  /** The lists beside a plan are shown; away they leave it the whole width. */
  readonly planLists: boolean;
}

export const useWorkspace = create<Workspace>()(() => ({
  view: 'map',
  filter: '',
  clusterOf: null,
  matrix: false,
  problemsOnly: false,
  dialog: null,
  tailed: [],
  planLists: true,
}));

export function goTo(view: View): void {
  useWorkspace.setState({ view });
}

export function setFilter(filter: string): void {
  useWorkspace.setState({ filter });
}

export function togglePlanLists(): void {
  useWorkspace.setState(({ planLists }) => ({ planLists: !planLists }));
}

export function chooseCluster(clusterOf: string | null): void {
  useWorkspace.setState({ clusterOf });
}

export function showMatrix(matrix: boolean): void {
  useWorkspace.setState({ view: 'map', matrix });
}

export function showProblemsOnly(problemsOnly: boolean): void {
  useWorkspace.setState({ problemsOnly });
}

export function openDialog(dialog: Dialog): void {
  useWorkspace.setState({ dialog });
}

export function closeDialog(): void {
  useWorkspace.setState({ dialog: null });
}

/** @param links ids of the links whose role is to be chosen; they need not be of one server */
export function editRole(links: readonly string[]): void {
  if (links.length > 0) openDialog({ kind: 'roles', links });
}

/** Selects and shows the inspector. */
export function inspect(selection: Selection): void {
  select(selection);
  if (!useSettings.getState().settings.layout.inspectorOpen) arrange({ inspectorOpen: true });
}

export function showOnMap(selection: Selection): void {
  goTo('map');
  inspect(selection);
}

/** Opens the dock on these servers in place of those it had. */
export function tailLogs(servers: readonly string[]): void {
  useWorkspace.setState({ tailed: servers.slice(0, mostTailed) });
  arrange({ dockOpen: true });
}

export function setTailed(servers: readonly string[]): void {
  useWorkspace.setState({ tailed: servers.slice(0, mostTailed) });
}

/** @param ids null: every server is asked now */
export async function refresh(ids: readonly string[] | null): Promise<void> {
  const result = await call('fleet.refresh', { ids: ids === null ? null : [...ids] });
  if (!result.ok) reportError('The servers could not be asked', result.error);
}

/** The user acts on a refused token or a changed certificate: polling goes on. */
export async function retryServer(id: string): Promise<void> {
  const result = await call('servers.retry', { id });
  if (!result.ok) reportError('The server could not be tried again', result.error);
}
