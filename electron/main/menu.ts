import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { windowActionNames, type WindowActionId } from '#shared/contract/window-actions.ts';
import { acceleratorOf } from './menu-keys.ts';

export interface MenuActions {
  openProfile(profile: 'default' | 'lab'): void;
  showLogs(): void;
  openDocumentation(): void;
}

/** The application's menu. */
export interface ApplicationMenu {
  /** From here on its items act. */
  connect(actions: MenuActions): void;
  /** Marks the profile that is open. */
  choose(profile: string): void;
  /** Hears of what the page is to do. @returns the function that ends it */
  watch(listener: (action: WindowActionId) => void): () => void;
}

/** Sets the application's menu with its usual keys. Before Electron is ready, or it makes one of its own first. */
export function createMenu(profile: string): ApplicationMenu {
  let connected: MenuActions | null = null;
  const listeners = new Set<(action: WindowActionId) => void>();
  const tell = (action: WindowActionId): void => {
    for (const listener of listeners) listener(action);
  };
  const actions: MenuActions = {
    openProfile: (name) => connected?.openProfile(name),
    showLogs: () => connected?.showLogs(),
    openDocumentation: () => connected?.openDocumentation(),
  };
  describeInAbout(app.getVersion());
  setMenu(actions, profile, tell);
  return {
    connect(next) {
      connected = next;
    },
    choose: (name) => setMenu(actions, name, tell),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Electron's own box speaks of Electron. */
function describeInAbout(version: string): void {
  app.setAboutPanelOptions({
    applicationName: 'Nameward',
    applicationVersion: version,
    version: `Electron ${process.versions.electron}`,
    copyright: 'Copyright © 2026 The Nameward developers',
    credits: 'A desktop console for cPanel DNS clusters.',
    authors: ['The Nameward developers'],
  });
}

type Place = (typeof windowActionNames)[number]['menu'];

/**
 * The window's actions as items. The page has the keys: here they are only shown, but on macOS, where a menu cannot
 * show one without taking it.
 */
function itemsOf(place: Place, tell: (action: WindowActionId) => void): readonly MenuItemConstructorOptions[] {
  return windowActionNames
    .filter(({ menu }) => menu === place)
    .map(({ id, title, keys }): MenuItemConstructorOptions => {
      const accelerator = keys === null ? null : acceleratorOf(keys);
      const click = (): void => tell(id);
      return accelerator === null
        ? { id, label: title, click }
        : { id, label: title, click, accelerator, registerAccelerator: false };
    });
}

function setMenu(actions: MenuActions, profile: string, tell: (action: WindowActionId) => void): void {
  const mac = process.platform === 'darwin';
  const profiles: MenuItemConstructorOptions[] = [
    {
      label: 'My Servers',
      type: 'radio',
      checked: profile === 'default',
      accelerator: 'CmdOrCtrl+Shift+M',
      click: () => actions.openProfile('default'),
    },
    {
      label: 'The Lab',
      type: 'radio',
      checked: profile === 'lab',
      accelerator: 'CmdOrCtrl+Shift+L',
      click: () => actions.openProfile('lab'),
    },
  ];
  const view: MenuItemConstructorOptions[] = [
    ...itemsOf('view', tell),
    { type: 'separator' },
    { role: 'reload' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: 'appMenu' } as const] : []),
      {
        label: 'File',
        submenu: [
          ...profiles,
          { type: 'separator' },
          ...itemsOf('file', tell),
          { type: 'separator' },
          { role: mac ? 'close' : 'quit' },
        ],
      },
      { role: 'editMenu' },
      { label: 'Fleet', submenu: [...itemsOf('fleet', tell)] },
      { label: 'Go', submenu: [...itemsOf('go', tell)] },
      { label: 'View', submenu: view },
      { role: 'windowMenu' },
      {
        role: 'help',
        submenu: [
          ...itemsOf('help', tell),
          { type: 'separator' },
          { label: 'DNS Cluster in the cPanel & WHM Documentation', click: () => actions.openDocumentation() },
          { label: 'Show the Log Files', click: () => actions.showLogs() },
          ...(mac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
        ],
      },
    ]),
  );
}
