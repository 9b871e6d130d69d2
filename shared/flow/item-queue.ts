/** How items of a `conflate` stream are told apart, and what becomes of two with the same key. */
export interface Conflation<T> {
  readonly key: (item: T) => string;
  /** One item that says what both say; absent: the newer one does. */
  readonly merge?: (older: T, newer: T) => T;
}

/** What waits to be lent, the oldest first. */
export interface ItemQueue<T> {
  push(item: T): void;
  /** Takes up to `count` of the oldest. */
  shift(count: number): T[];
  dropOldest(count: number): void;
  readonly length: number;
}

/**
 * @param conflation when given, an item with the key of one that waits takes its place in the order of first arrival
 */
export function createItemQueue<T>(conflation?: Conflation<T>): ItemQueue<T> {
  return conflation ? conflatingQueue(conflation) : plainQueue();
}

/** A queue of tens of thousands of lines: items are taken off the front without moving the rest each time. */
function plainQueue<T>(): ItemQueue<T> {
  let items: T[] = [];
  let start = 0;
  const advance = (count: number): void => {
    start += count;
    if (start === items.length) {
      items = [];
      start = 0;
    } else if (start > 4096 && start > items.length / 2) {
      items = items.slice(start);
      start = 0;
    }
  };
  return {
    push(item) {
      items.push(item);
    },
    shift(count) {
      const taken = items.slice(start, start + count);
      advance(taken.length);
      return taken;
    },
    dropOldest(count) {
      advance(Math.min(count, items.length - start));
    },
    get length() {
      return items.length - start;
    },
  };
}

function conflatingQueue<T>({ key, merge }: Conflation<T>): ItemQueue<T> {
  const waiting = new Map<string, T>();
  const take = (count: number): T[] => {
    const taken: T[] = [];
    for (const [name, item] of waiting) {
      if (taken.length >= count) break;
      taken.push(item);
      waiting.delete(name);
    }
    return taken;
  };
  return {
    push(item) {
      const name = key(item);
      const older = waiting.get(name);
      waiting.set(name, older !== undefined && merge ? merge(older, item) : item);
    },
    shift: take,
    dropOldest: take,
    get length() {
      return waiting.size;
    },
  };
}
