import { app, powerMonitor, type BrowserWindow } from 'electron';
import type { FileLog } from '#electron/adapters/log/index.ts';
import type { Profiles } from '#electron/main/profile/profiles.ts';
import type { PlanGuard } from './leave-plan.ts';

/** Until what is still being written has to be done when Nameward is closed, ms. */
const closingDeadline = 5000;

export interface ClosingOptions {
  readonly window: BrowserWindow;
  readonly guard: PlanGuard;
  readonly profiles: Profiles;
  readonly rememberWindow: () => Promise<void>;
  readonly log: FileLog;
}

/**
 * Ends Nameward in order, whoever asks for it: no plan under way is ended without a word, and what is still to be
 * written is written before the process ends, but not for ever.
 */
export function closeOrderly({ window, guard, profiles, rememberWindow, log }: ClosingOptions): void {
  let closing = false;
  const end = (): void => {
    // Node waits for a keychain that waits for its user, who may never answer. Everything is written: nothing is lost.
    if (profiles.stuck()) process.kill(process.pid, 'SIGKILL');
    else app.exit(0);
  };
  const close = (): void => {
    if (closing) return;
    closing = true;
    const timer = setTimeout(end, closingDeadline);
    void pageEnded(window)
      .then(() => Promise.allSettled([rememberWindow(), profiles.close(), log.begin()]))
      .finally(() => {
        clearTimeout(timer);
        end();
      });
  };
  const closeWhenMayLeave = async (): Promise<void> => {
    let may = true;
    try {
      may = await guard.mayLeave('Quit');
    } catch (error) {
      log.error('it could not be asked whether to close', { error: String(error) });
    }
    if (may) close();
  };
  /** @returns what an event that can wait has to be told */
  const wish = (event?: { preventDefault(): void }): void => {
    if (closing) return;
    event?.preventDefault();
    void closeWhenMayLeave();
  };

  window.on('close', wish);
  window.on('closed', close);
  app.on('before-quit', (event) => {
    // The end comes by our own hand, when everything is written.
    event.preventDefault();
    wish();
  });
  // The session of the desktop ends, or the terminal it was started from; by itself a signal would end it at once.
  // Whoever sends a second one does not wait for an answer.
  let signals = 0;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals === 1) wish();
      else close();
    });
  }
  // The machine is shut down: Linux and macOS ask the process, Windows asks the window.
  powerMonitor.on('shutdown', wish);
  window.on('query-session-end', wish);
}

/**
 * The page ends in its own way, so that it can still store what it holds back; a window that is gone already is no
 * obstacle.
 */
async function pageEnded(window: BrowserWindow): Promise<void> {
  if (window.isDestroyed()) return;
  await new Promise<void>((resolve) => {
    window.once('closed', resolve);
    window.close();
  });
}
