import type { Change, Intention } from './change.ts';
import { gatherChanges } from './gather.ts';

/**
 * What the user wants to change and has not applied: changes of settings, and intentions that main makes changes of. No
 * secret is among it.
 */
export interface Pending {
  readonly changes: readonly Change[];
  readonly intentions: readonly Intention[];
}

export const nothingPending: Pending = { changes: [], intentions: [] };

export function pendingCount({ changes, intentions }: Pending): number {
  return changes.length + intentions.length;
}

/**
 * @returns the pending ones with more; a later change of the same subject stands in place of an earlier one, and no
 *   intention is there twice
 */
export function withPending(pending: Pending, more: Partial<Pending>): Pending {
  const known = new Set(pending.intentions.map((each) => JSON.stringify(each)));
  return {
    changes: gatherChanges([...pending.changes, ...(more.changes ?? [])]),
    intentions: [
      ...pending.intentions,
      ...(more.intentions ?? []).filter((each) => {
        const text = JSON.stringify(each);
        return known.has(text) ? false : (known.add(text), true);
      }),
    ],
  };
}
