import { create } from 'zustand';
import type { InputOf } from '#shared/contract/index.ts';
import type { Change, Intention } from '#shared/domain/plan/change.ts';
import { nothingPending, pendingCount, withPending, type Pending } from '#shared/domain/plan/pending.ts';
import { call } from '#renderer/api/index.ts';
import { reportError } from './notify.ts';
import { useVault } from './vault.ts';

interface PendingState {
  readonly pending: Pending;
  /** Main has told what was pending last time; nothing is kept before. */
  readonly kept: boolean;
  /** What was discarded last and can be brought back until something else is. */
  readonly discarded: Pending | null;
}

export const usePending = create<PendingState>()(() => ({
  pending: nothingPending,
  kept: false,
  discarded: null,
}));

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

/** Ids of the tokens that were typed for the changes: main removes those that nothing needs any more. */
function typedTokens(changes: readonly Change[]): string[] {
  return changes.flatMap((change) => {
    const source = change.kind === 'member.add' ? change.member.token : change.kind === 'member.edit' && change.token;
    return source && source.from === 'held' ? [source.id] : [];
  });
}

/** Tells main, which keeps it: what is pending outlives the window. */
function keepWithMain({ changes, intentions }: Pending, discarded: Pending | null): void {
  void call('plans.keepPending', {
    changes: [...changes],
    discarded: typedTokens(discarded?.changes ?? []),
    intentions: intentions.map((each) => structuredClone(each)) as InputOf<'plans.keepPending'>['intentions'],
  }).then((result) => {
    if (!result.ok) reportError('The pending changes could not be kept', result.error);
  });
}

/**
 * Takes over what was pending when the window was closed or the page loaded anew; what was gathered meanwhile is added.
 */
async function takeOver(): Promise<void> {
  const result = await call('plans.pending', {});
  if (!result.ok) {
    reportError('The pending changes of last time could not be read', result.error);
    return;
  }
  const meanwhile = usePending.getState().pending;
  const pending = withPending(result.value, meanwhile);
  usePending.setState({ kept: true, pending });
  if (pendingCount(meanwhile) > 0) keepWithMain(pending, usePending.getState().discarded);
}

/**
 * Keeps what is pending with main once the vault is open.
 * @returns a function that ends it
 */
export function keepPending(): () => void {
  let asked = false;
  const open = (): void => {
    if (asked || useVault.getState().vault?.locked !== false) return;
    asked = true;
    void takeOver();
  };
  const endOfPending = usePending.subscribe(({ pending, kept, discarded }, before) => {
    if (kept && before.kept && pending !== before.pending) keepWithMain(pending, discarded);
  });
  const endOfVault = useVault.subscribe(open);
  open();
  return () => {
    endOfPending();
    endOfVault();
  };
}
