import { powerMonitor } from 'electron';
import type { Services } from '#electron/services/index.ts';

/**
 * Locks the vault when the machine goes to sleep and when the desktop is locked. A plan under way is carried out first
 * when only the desktop is locked, which guards the window already: a lock would stop it.
 * @param services those of the open profile
 */
export function lockWithTheDesktop(services: () => Promise<Services>): void {
  powerMonitor.on('suspend', () => void services().then(async ({ vault }) => await vault.lock({})));
  let desktopLocked = false;
  let waiting: (() => void) | null = null;
  const lockWhenIdle = async (): Promise<void> => {
    const { plans, vault } = await services();
    waiting?.();
    waiting = plans.watch(() => {
      if (plans.underWay() !== null) return;
      setTimeout(() => {
        waiting?.();
        waiting = null;
        if (desktopLocked) void vault.lock({});
      });
    });
  };
  powerMonitor.on('lock-screen', () => {
    desktopLocked = true;
    void lockWhenIdle();
  });
  powerMonitor.on('unlock-screen', () => (desktopLocked = false));
}
