import type { StreamFlow } from '#shared/contract/definition.ts';
import type { AppError } from '#shared/errors/index.ts';
import { createItemQueue, type Conflation } from './item-queue.ts';
import type { LenderMessage } from './messages.ts';

/**
 * The half of a stream that holds the source: knows how much is out, what waits and whether the source has to pause. No
 * clock, no I/O.
 */
export interface Lender<T> {
  /** Takes an item from the source; ignored after `end`. */
  offer(item: T): void;
  /**
   * The borrower has dealt with so many items.
   * @returns false when that many were not out: the borrower lies and the stream must be closed
   */
  acknowledge(count: number): boolean;
  /** The source has nothing more; what waits is still lent before the end is told. */
  end(error: AppError | null): void;
  /** What may be sent now, at most the credit; null: nothing. The end comes once, after the last item. */
  take(): LenderMessage<T> | null;
  /** `pause` streams: the window is used up, the source must stop until this is false again. */
  readonly full: boolean;
  /** `take` would return something. */
  readonly ready: boolean;
  /** So much waits that gathering longer gains nothing. */
  readonly urgent: boolean;
  /** Items out and not acknowledged, never more than the window. */
  readonly outstanding: number;
  /** The end was taken. */
  readonly finished: boolean;
}

/**
 * Makes the lending half of one stream.
 * @param flow window and overflow of the stream's definition
 * @param conflation needed by, and only by, `conflate`
 * @throws RangeError when the window is not positive; TypeError when the conflation is missing
 */
export function createLender<T>(flow: StreamFlow, conflation?: Conflation<T>): Lender<T> {
  const { window, overflow } = flow;
  if (!Number.isInteger(window) || window < 1) throw new RangeError('A window holds at least one item.');
  if (overflow === 'conflate' && !conflation) throw new TypeError('A stream that conflates needs keys.');

  const queue = createItemQueue<T>(overflow === 'conflate' ? conflation : undefined);
  let outstanding = 0;
  let gap = 0;
  let end: { readonly error: AppError | null } | null = null;
  let finished = false;

  const credit = (): number => window - outstanding;
  const ready = (): boolean => !finished && (queue.length > 0 ? credit() > 0 : end !== null);

  return {
    offer(item) {
      if (end) return;
      queue.push(item);
      if (overflow === 'drop-oldest' && queue.length > window) {
        gap += queue.length - window;
        queue.dropOldest(queue.length - window);
      }
    },
    acknowledge(count) {
      if (!Number.isInteger(count) || count < 1 || count > outstanding) return false;
      outstanding -= count;
      return true;
    },
    end(error) {
      end ??= { error };
    },
    take() {
      if (!ready()) return null;
      if (queue.length === 0 && end) {
        finished = true;
        return { kind: 'end', error: end.error };
      }
      const items = queue.shift(credit());
      outstanding += items.length;
      const message: LenderMessage<T> = { kind: 'items', items, gap };
      gap = 0;
      return message;
    },
    get full() {
      return overflow === 'pause' && queue.length >= credit();
    },
    get ready() {
      return ready();
    },
    get urgent() {
      return queue.length > 0 && queue.length >= Math.min(credit(), window / 4);
    },
    get outstanding() {
      return outstanding;
    },
    get finished() {
      return finished;
    },
  };
}
