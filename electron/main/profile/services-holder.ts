import type { CurrentServices } from '#electron/ipc/index.ts';
import type { Services } from '#electron/services/index.ts';

/** Holds the services of the open profile, and tells those who follow when others take their place. */
export interface ServicesHolder extends CurrentServices {
  /** Null: the next ones are under construction; whoever asks waits. @returns the ones before, for the caller to close */
  replace(next: Services | null): Services | null;
}

interface Follower {
  readonly use: (services: Services) => () => void;
  undo: (() => void) | null;
}

export function createServicesHolder(): ServicesHolder {
  let services: Services | null = null;
  const followers = new Set<Follower>();
  const waiting: ((services: Services) => void)[] = [];
  return {
    get: () => (services ? Promise.resolve(services) : new Promise((resolve) => waiting.push(resolve))),
    follow(use) {
      const follower: Follower = { use, undo: services ? use(services) : null };
      followers.add(follower);
      return () => {
        if (followers.delete(follower)) follower.undo?.();
      };
    },
    replace(next) {
      const before = services;
      services = next;
      for (const follower of followers) {
        follower.undo?.();
        follower.undo = next ? follower.use(next) : null;
      }
      if (next) for (const resolve of waiting.splice(0)) resolve(next);
      return before;
    },
  };
}
