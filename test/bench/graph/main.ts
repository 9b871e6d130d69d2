import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';

// Both painters would meet the screen's 60 Hz: how much faster one is shows only without that limit.
app.commandLine.appendSwitch('disable-frame-rate-limit');
app.commandLine.appendSwitch('disable-gpu-vsync');

/**
 * A window and nothing else: what is measured is in the page. Not awaited: Electron is ready only after this module.
 */
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1500, height: 950, useContentSize: true, show: true });
  await window.loadFile(join(import.meta.dirname, 'index.html'));
});
