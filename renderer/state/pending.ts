import { create } from 'zustand';
import type { Change, Intention } from '#shared/domain/plan/change.ts';
import { gatherChanges } from '#shared/domain/plan/gather.ts';
import { isRecord } from '../api/reply.ts';
import { useApplication } from './application.ts';

/** What the user wants to change and has not applied: changes of settings, and intentions that main makes changes of. No secret is among it. */
export interface Pending {
  readonly changes: readonly Change[];
  readonly intentions: readonly Intention[];
}

export const nothingPending: Pending = { changes: [], intentions: [] };

interface PendingState {
  readonly pending: Pending;
  /** Which profile the changes are of; null until main has told, and nothing is kept until then. */
  readonly profile: string | null;
  /** What was discarded last and can be brought back until something else is. */
  readonly discarded: Pending | null;
}

export const usePending = create<PendingState>()(() => ({
  pending: nothingPending,
  profile: null,
  discarded: null,
}));

export function pendingCount({ changes, intentions }: Pending): number {
  return changes.length + intentions.length;
}

/** @returns the pending ones with more; a later change of the same subject stands in place of an earlier one, and no intention is there twice */
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

export function addPending(more: Partial<Pending>): void {
  usePending.setState(({ pending }) => ({ pending: withPending(pending, more) }));
}

/** Takes one change or intention back, by identity. */
export function dropPending(item: Change | Intention): void {
  usePending.setState(({ pending }) => ({
    pending: {
      changes: pending.changes.filter((each) => each !== item),
      intentions: pending.intentions.filter((each) => each !== item),
    },
  }));
}

export function discardPending(): void {
  usePending.setState(({ pending }) => ({ pending: nothingPending, discarded: pending }));
}

/** Brings back what was discarded last. */
export function bringBack(): void {
  usePending.setState(({ pending, discarded }) => ({
    pending: discarded === null ? pending : withPending(discarded, pending),
    discarded: null,
  }));
}

/** What was applied is no longer pending. */
export function clearPending(): void {
  usePending.setState({ pending: nothingPending, discarded: null });
}

const keyOf = (profile: string): string => `pending ${profile}`;

/**
 * Reads what a reload of the page left. Main checks every change again before it does anything with it.
 * @param text as `keepPending` stored it; null: nothing was
 */
export function readPending(text: string | null): Pending {
  if (text === null) return nothingPending;
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return nothingPending;
  }
  if (!isRecord(stored)) return nothingPending;
  const listed = (value: unknown): readonly unknown[] =>
    Array.isArray(value) ? value.filter((each) => isRecord(each) && typeof each['kind'] === 'string') : [];
  return {
    changes: listed(stored['changes']) as readonly Change[],
    intentions: listed(stored['intentions']) as readonly Intention[],
  };
}

/**
 * Keeps the pending changes over a reload of the page, each profile's apart; they end with the window.
 * @returns a function that ends it
 */
export function keepPending(storage: Storage = window.sessionStorage): () => void {
  const open = (profile: string | null): void => {
    if (profile === null || usePending.getState().profile === profile) return;
    const kept = readPending(storage.getItem(keyOf(profile)));
    usePending.setState(({ pending }) => ({ profile, pending: withPending(kept, pending) }));
  };
  const endOfPending = usePending.subscribe(({ pending, profile }) => {
    if (profile === null) return;
    if (pendingCount(pending) === 0) storage.removeItem(keyOf(profile));
    else storage.setItem(keyOf(profile), JSON.stringify(pending));
  });
  const endOfProfile = useApplication.subscribe(({ description }) => open(description?.profile ?? null));
  open(useApplication.getState().description?.profile ?? null);
  return () => {
    endOfPending();
    endOfProfile();
  };
}
