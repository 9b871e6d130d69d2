import { app, dialog, type BrowserWindow } from 'electron';
import type { Log } from '#electron/services/ports.ts';

/** So many crashes of the page within so long a time, and it is not loaded again. */
const crashLimit = 3;
const crashPeriodMs = 10 * 60_000;

/**
 * A page that has crashed is loaded again: by itself the first time, then when the user asks, in the end not at all.
 */
export function surviveCrashes(window: BrowserWindow, log: Log): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error('The page has crashed', { reason, exitCode });
    const now = performance.now();
    crashes = [...crashes.filter((at) => at > now - crashPeriodMs), now];
    if (crashes.length === 1) window.webContents.reload();
    else void offerReload(window, crashes.length < crashLimit);
  });
  window.webContents.on('unresponsive', () => log.warn('The page does not respond'));
  window.webContents.on('responsive', () => log.info('The page responds again'));
  window.webContents.on('preload-error', (_event, _path, error) => {
    log.error('The bridge could not be loaded', { error: error.message });
  });
}

async function offerReload(window: BrowserWindow, reload: boolean): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Nameward',
    message: 'The window has crashed again.',
    detail: reload
      ? 'Nothing on your servers was changed by that. The log file says more.'
      : 'It crashed several times in a row, so it is not loaded again. Nothing on your servers was changed by that. The log file says more.',
    buttons: reload ? ['Reload', 'Quit'] : ['Quit'],
    defaultId: 0,
    cancelId: reload ? 1 : 0,
    noLink: true,
  });
  if (reload && response === 0) window.webContents.reload();
  else app.quit();
}

let told = false;
let report: (kind: string, words: string) => void = (kind, words) => void process.stderr.write(`${kind}: ${words}\n`);

/** From here on bugs are written to the log. */
export function reportBugs(log: Log): void {
  report = (kind, words) => log.error(kind, { error: words });
}

/** What nobody has caught: logged, told once, and the end, since nothing that follows could be relied on. */
export function catchBugs(): void {
  const end = (kind: string, error: unknown): void => {
    report(kind, error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (told) return;
    told = true;
    void app
      .whenReady()
      .then(tellBug)
      .finally(() => app.exit(1));
  };
  process.on('uncaughtException', (error) => end('An exception was not caught', error));
  process.on('unhandledRejection', (error) => end('A rejection was not caught', error));
}

async function tellBug(): Promise<void> {
  await dialog.showMessageBox({
    type: 'error',
    title: 'Nameward',
    message: 'Nameward has met a bug in itself and has to end.',
    detail: 'What was being changed on a server may be half done: look at it before you go on. The log file says more.',
    buttons: ['Quit'],
    noLink: true,
  });
}
