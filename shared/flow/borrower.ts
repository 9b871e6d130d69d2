import type { BorrowerMessage, LenderMessage } from './messages.ts';

/** What the borrower has to do next. */
export type BorrowerStep<T> =
  | { readonly kind: 'deliver'; readonly items: readonly T[]; readonly gap: number }
  | { readonly kind: 'end'; readonly message: LenderMessage<T> & { readonly kind: 'end' } };

/**
 * The half of a stream that uses the items: one batch at a time, acknowledged when it was dealt with. No clock, no I/O.
 */
export interface Borrower<T> {
  /**
   * A message of the lender has arrived.
   * @returns false when it broke the rules: more than the window is out, or something came after the end
   */
  receive(message: LenderMessage<T>): boolean;
  /** The next thing to do; null: nothing, or the last batch is still in hand. */
  next(): BorrowerStep<T> | null;
  /** The batch in hand was dealt with. @returns the acknowledgement to send; null when none was in hand */
  settle(): (BorrowerMessage & { readonly kind: 'acknowledge' }) | null;
  /** Items received and not acknowledged. */
  readonly held: number;
}

/**
 * Makes the borrowing half of one stream.
 * @param window the stream's window, in items
 */
export function createBorrower<T>(window: number): Borrower<T> {
  const waiting: LenderMessage<T>[] = [];
  let inHand: number | null = null;
  let held = 0;
  let ended = false;
  return {
    receive(message) {
      if (ended) return false;
      if (message.kind === 'end') {
        ended = true;
        waiting.push(message);
        return true;
      }
      held += message.items.length;
      if (held > window) return false;
      waiting.push(message);
      return true;
    },
    next() {
      if (inHand !== null) return null;
      const message = waiting.shift();
      if (!message) return null;
      if (message.kind === 'end') return { kind: 'end', message };
      inHand = message.items.length;
      return { kind: 'deliver', items: message.items, gap: message.gap };
    },
    settle() {
      if (inHand === null) return null;
      const count = inHand;
      inHand = null;
      held -= count;
      return { kind: 'acknowledge', count };
    },
    get held() {
      return held;
    },
  };
}
