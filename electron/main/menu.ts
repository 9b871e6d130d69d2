import { app, Menu, type MenuItemConstructorOptions } from 'electron';

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
}

/** Sets the application's menu with its usual keys. Before Electron is ready, or it makes one of its own first. */
export function createMenu(profile: string): ApplicationMenu {
  let connected: MenuActions | null = null;
  const actions: MenuActions = {
    openProfile: (name) => connected?.openProfile(name),
    showLogs: () => connected?.showLogs(),
    openDocumentation: () => connected?.openDocumentation(),
  };
  describeInAbout(app.getVersion());
  setMenu(actions, profile);
  return {
    connect(next) {
      connected = next;
    },
    choose: (name) => setMenu(actions, name),
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

function setMenu(actions: MenuActions, profile: string): void {
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
      { label: 'File', submenu: [...profiles, { type: 'separator' }, { role: mac ? 'close' : 'quit' }] },
      { role: 'editMenu' },
      { label: 'View', submenu: view },
      { role: 'windowMenu' },
      {
        role: 'help',
        submenu: [
          { label: 'DNS Cluster in the cPanel & WHM Documentation', click: () => actions.openDocumentation() },
          { label: 'Show the Log Files', click: () => actions.showLogs() },
          ...(mac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
        ],
      },
    ]),
  );
}
