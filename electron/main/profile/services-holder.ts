import type { CurrentServices } from '#electron/ipc/index.ts';
import type { Services } from '#electron/services/index.ts';

/** Holds the services of the open profile, and tells those who follow when others take their place. */
export interface ServicesHolder extends CurrentServices {
  /**
   * Null: the next ones are under construction; whoever asks waits.
   * @returns the ones before, for the caller to close
   */
  replace(next: ConnectedServices | null): Services | null;
}

/** Services and what makes them able to talk to servers. */
export interface ConnectedServices {
  readonly services: Services;
  readonly load: () => Promise<void>;
}

interface Follower {
  readonly attach: (services: Services) => () => void;
  undo: (() => void) | null;
}

export function createServicesHolder(): ServicesHolder {
  let held: ConnectedServices | null = null;
  const followers = new Set<Follower>();
  const waiting: ((held: ConnectedServices) => void)[] = [];
  const current = (): Promise<ConnectedServices> =>
    held ? Promise.resolve(held) : new Promise((resolve) => waiting.push(resolve));
  return {
    get: async () => (await current()).services,
    async connected() {
      const { services, load } = await current();
      await load();
      return services;
    },
    follow(attach) {
      const follower: Follower = { attach, undo: held ? attach(held.services) : null };
      followers.add(follower);
      return () => {
        if (followers.delete(follower)) follower.undo?.();
      };
    },
    replace(next) {
      const before = held;
      held = next;
      for (const follower of followers) {
        follower.undo?.();
        follower.undo = next ? follower.attach(next.services) : null;
      }
      if (next) for (const resolve of waiting.splice(0)) resolve(next);
      return before?.services ?? null;
    },
  };
}
