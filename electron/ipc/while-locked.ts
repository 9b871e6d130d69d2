import type { CallName, StreamName } from '#shared/contract/index.ts';
import type { Services } from '#electron/services/index.ts';
import type { CurrentServices } from './application.ts';

/**
 * What a locked Nameward still answers: what the lock screen needs, and what opens it. Nothing of it tells of a server
 * or changes anything.
 */
const answered: ReadonlySet<CallName | StreamName> = new Set<CallName | StreamName>([
  'app.describe',
  'app.painted',
  'app.watchLab',
  // What is chosen while it is locked the page does not do.
  'app.watchMenu',
  // Without the levels, which are by server; see its handler.
  'settings.read',
  'vault.watch',
  'vault.lock',
  'vault.unlock',
  'vault.touch',
]);

/** These are opened and silent until the vault is open: the page keeps its streams over a lock. */
const silent: ReadonlySet<CallName | StreamName> = new Set<CallName | StreamName>(['fleet.watch', 'plans.watch']);

export function isAnsweredWhileLocked(name: string): boolean {
  return answered.has(name as CallName) || silent.has(name as StreamName);
}

/**
 * Follows the services of now and every successor, as long as their vault is open.
 * @param attach gets them, again after each unlocking; what it returns is called at each lock
 * @returns the function that ends it
 */
export function followOpen(current: CurrentServices, attach: (services: Services) => () => void): () => void {
  return current.follow((services) => {
    let undo: (() => void) | null = null;
    const turn = (locked: boolean): void => {
      if (!locked) {
        undo ??= attach(services);
        return;
      }
      undo?.();
      undo = null;
    };
    const leave = services.vault.onLock(turn);
    turn(services.vault.locked());
    return () => {
      leave();
      turn(true);
    };
  });
}
