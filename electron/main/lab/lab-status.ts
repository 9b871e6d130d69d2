import type { LabState } from '#shared/contract/app.ts';

/** How the lab of a profile is doing, for the page to say. */
export interface LabStatus {
  readonly now: LabState;
  become(state: LabState): void;
  /** The listener gets the state at once, then every change of it. @returns the function that ends it */
  watch(listener: (state: LabState) => void): () => void;
}

export function createLabStatus(first: LabState): LabStatus {
  const listeners = new Set<(state: LabState) => void>();
  let now = first;
  return {
    get now() {
      return now;
    },
    become(state) {
      now = state;
      for (const listener of listeners) listener(state);
    },
    watch(listener) {
      listeners.add(listener);
      listener(now);
      return () => listeners.delete(listener);
    },
  };
}
