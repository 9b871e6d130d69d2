import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  openProfile(profile: 'default' | 'lab'): void;
  showLogs(): void;
  openDocumentation(): void;
}

/** The application's menu with its usual keys. */
export function setMenu(actions: MenuActions, profile: string): void {
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
