import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { join } from 'node:path';
import type { WindowData } from './window-data.ts';
import { pageAddress } from '#electron/main/security/contents.ts';
import { minimalSize, placeWindow } from './placement.ts';

/**
 * Background of the page in either theme: seen until its first picture. Equal to --nw-canvas of renderer/ui/theme.css.
 */
const background = { dark: '#101216', light: '#f4f5f7' } as const;

/**
 * Opens the window, hidden until its first picture, and begins to load the page.
 * @param left how it was left
 * @returns the window
 */
export function openWindow(left: WindowData): BrowserWindow {
  nativeTheme.themeSource = left.theme;
  const { primary, others } = screens();
  const window = new BrowserWindow({
    ...placeWindow(left.bounds, [primary, ...others]),
    minWidth: minimalSize.width,
    minHeight: minimalSize.height,
    show: false,
    title: 'Nameward',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
      // The compiled page is kept from its first load on, not from its third.
      v8CacheOptions: 'bypassHeatCheck',
      devTools: !app.isPackaged,
    },
  });
  if (left.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) {
      window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? background.dark : background.light);
    }
  });
  void window.loadURL(pageAddress);
  return window;
}

function screens() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return { primary: primary.workArea, others: others.map((display) => display.workArea) };
}
