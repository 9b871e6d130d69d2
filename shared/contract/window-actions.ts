/**
 * What the window can do as a whole, in the order of menus and palette: the page gives each its deed, and the native
 * menu names it by its id. Without schemas: it is part of the first picture.
 */
export const windowActionNames = [
  { id: 'palette', title: 'Open the command palette', keys: 'Mod K', menu: 'view' },
  { id: 'filter', title: 'Filter where you are', keys: '/', menu: 'view' },
  { id: 'map', title: 'Go to Map', keys: 'Mod 1', menu: 'go' },
  { id: 'members', title: 'Go to Members', keys: 'Mod 2', menu: 'go' },
  { id: 'changes', title: 'Go to Changes', keys: 'Mod 3', menu: 'go' },
  { id: 'vault', title: 'Go to Vault', keys: 'Mod 4', menu: 'go' },
  { id: 'settings', title: 'Go to Settings', keys: 'Mod 5', menu: 'go' },
  { id: 'matrix', title: 'Show the map as a matrix or as a picture', keys: 'm', menu: 'view' },
  { id: 'problems', title: 'Show problems only, or everything', keys: null, menu: 'view' },
  { id: 'role', title: 'Edit the role of the selected link', keys: 'Mod E', menu: 'fleet' },
  { id: 'add-server', title: 'Add a server', keys: 'Mod N', menu: 'fleet' },
  { id: 'add-member', title: 'Add a member to a DNS cluster list', keys: 'Mod M', menu: 'fleet' },
  { id: 'add-nameserver', title: 'Add a nameserver to a cluster', keys: null, menu: 'fleet' },
  { id: 'replace-nameserver', title: 'Replace a nameserver', keys: null, menu: 'fleet' },
  { id: 'set-up-trust', title: 'Set up trust between two servers', keys: null, menu: 'fleet' },
  { id: 'enable-members', title: 'Enable all disabled members and resynchronize', keys: null, menu: 'fleet' },
  { id: 'cluster-options', title: 'Cluster options of every server in sight', keys: null, menu: 'fleet' },
  { id: 'preview', title: 'Preview the pending changes', keys: 'Mod P', menu: 'fleet' },
  { id: 'discard', title: 'Discard the pending changes', keys: null, menu: 'fleet' },
  { id: 'bring-back', title: 'Bring back the discarded changes', keys: null, menu: 'fleet' },
  { id: 'refresh', title: 'Ask every server now', keys: 'F5', menu: 'fleet' },
  { id: 'dock', title: 'Open or close the log dock', keys: 'Mod J', menu: 'view' },
  { id: 'inspector', title: 'Open or close the inspector', keys: 'Mod I', menu: 'view' },
  { id: 'lock', title: 'Lock the vault', keys: 'Mod L', menu: 'file' },
  { id: 'theme', title: 'Toggle dark and light', keys: null, menu: 'view' },
  { id: 'keys', title: 'Show the keys', keys: '?', menu: 'help' },
] as const satisfies readonly {
  readonly id: string;
  readonly title: string;
  /** `Mod` is Ctrl, or Cmd on macOS; the rest is a KeyboardEvent's `key`. Null: none. */
  readonly keys: string | null;
  /** Which native menu has it. */
  readonly menu: 'file' | 'fleet' | 'go' | 'view' | 'help';
}[];

export type WindowActionId = (typeof windowActionNames)[number]['id'];
