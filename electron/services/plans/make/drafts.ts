import type { KeptPlan } from '#shared/schema/plans/index.ts';

/** So many drafts wait for a word: one for each dialog that is open, and some that were just left. */
const heldAtMost = 8;

/** Plans that were computed for a dialog to show, and are kept only when they are applied. */
export interface Drafts {
  hold(kept: KeptPlan): void;
  find(id: string): KeptPlan | null;
  drop(id: string): void;
}

/** Holds the newest drafts in memory; the oldest is forgotten first. */
export function createDrafts(): Drafts {
  const drafts = new Map<string, KeptPlan>();
  return {
    hold(kept) {
      drafts.set(kept.plan.id, kept);
      for (const id of [...drafts.keys()].slice(0, -heldAtMost)) drafts.delete(id);
    },
    find: (id) => drafts.get(id) ?? null,
    drop: (id) => void drafts.delete(id),
  };
}
