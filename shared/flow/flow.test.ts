import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamFlow } from '#shared/contract/definition.ts';
import { createBorrower, createLender, type LenderMessage } from './index.ts';

interface Item {
  readonly key: string;
  readonly number: number;
}

/** What may happen between the two halves, in any order: both directions are queues of messages under way. */
const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('offer' as const), count: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 4, arbitrary: fc.constant({ what: 'send' as const }) },
  { weight: 4, arbitrary: fc.constant({ what: 'arrive' as const }) },
  { weight: 4, arbitrary: fc.constant({ what: 'settle' as const }) },
  { weight: 4, arbitrary: fc.constant({ what: 'acknowledge' as const }) },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** Runs both halves over delayed messages, then ends the source and lets everything arrive. */
function play(flow: StreamFlow, events: readonly Event[], keys: number) {
  const lender = createLender<Item>(flow, flow.overflow === 'conflate' ? { key: (item) => item.key } : undefined);
  const borrower = createBorrower<Item>(flow.window);
  const toBorrower: LenderMessage<Item>[] = [];
  const toLender: number[] = [];
  const offered: Item[] = [];
  const delivered: Item[] = [];
  let gaps = 0;
  let ended = false;

  const act: Record<Event['what'], (count: number) => void> = {
    offer(count) {
      if (lender.full) return;
      for (let i = 0; i < count; i += 1) {
        const item = { key: `k${offered.length % keys}`, number: offered.length };
        offered.push(item);
        lender.offer(item);
      }
    },
    send() {
      const message = lender.take();
      if (message) toBorrower.push(message);
      expect(lender.outstanding).toBeLessThanOrEqual(flow.window);
    },
    arrive() {
      const message = toBorrower.shift();
      if (message) expect(borrower.receive(message)).toBe(true);
      const step = borrower.next();
      if (step?.kind === 'deliver') {
        delivered.push(...step.items);
        gaps += step.gap;
      } else if (step?.kind === 'end') ended = true;
    },
    settle() {
      const message = borrower.settle();
      if (message) toLender.push(message.count);
    },
    acknowledge() {
      const count = toLender.shift();
      if (count !== undefined) expect(lender.acknowledge(count)).toBe(true);
    },
  };
  for (const one of events) act[one.what]('count' in one ? one.count : 0);
  lender.end(null);
  for (let round = 0; round < offered.length * 4 + 50 && !ended; round += 1) {
    for (const what of ['send', 'arrive', 'settle', 'acknowledge'] as const) act[what](0);
  }
  return { offered, delivered, gaps, ended, lender };
}

const runs = fc.record({ window: fc.integer({ min: 1, max: 30 }), events: fc.array(event, { maxLength: 120 }) });

describe('a stream as a loan', () => {
  it('with pause: everything arrives once and in order, never more out than the window', () => {
    fc.assert(
      fc.property(runs, ({ window, events }) => {
        const { offered, delivered, gaps, ended } = play({ window, batchMs: 0, overflow: 'pause' }, events, 3);
        expect(delivered).toEqual(offered);
        expect(gaps).toBe(0);
        expect(ended).toBe(true);
      }),
    );
  });

  it('with drop-oldest: what is missing is counted, the rest is in order and ends with the newest', () => {
    fc.assert(
      fc.property(runs, ({ window, events }) => {
        const { offered, delivered, gaps, ended } = play({ window, batchMs: 0, overflow: 'drop-oldest' }, events, 3);
        expect(delivered.length + gaps).toBe(offered.length);
        const numbers = delivered.map((item) => item.number);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        expect(delivered.at(-1)).toEqual(offered.at(-1));
        expect(ended).toBe(true);
      }),
    );
  });

  it('with conflate: the latest of every key arrives last for that key', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 6 }), ({ window, events }, keys) => {
        const { offered, delivered, ended } = play({ window, batchMs: 0, overflow: 'conflate' }, events, keys);
        const latest = (items: readonly Item[]) => Object.fromEntries(items.map((item) => [item.key, item.number]));
        expect(latest(delivered)).toEqual(latest(offered));
        expect(ended).toBe(true);
      }),
    );
  });

  it('merges what waits under the same key', () => {
    const lender = createLender<readonly number[]>(
      { window: 2, batchMs: 0, overflow: 'conflate' },
      { key: () => 'one', merge: (older, newer) => [...older, ...newer] },
    );
    for (const item of [[1], [2], [3]]) lender.offer(item);
    expect(lender.take()).toEqual({ kind: 'items', items: [[1, 2, 3]], gap: 0 });
  });

  it('tells the source to pause while the window is used up', () => {
    const lender = createLender<number>({ window: 3, batchMs: 0, overflow: 'pause' });
    expect(lender.full).toBe(false);
    for (const item of [1, 2, 3, 4]) lender.offer(item);
    expect(lender.full).toBe(true);
    lender.take();
    expect(lender.full).toBe(true);
    lender.acknowledge(3);
    expect(lender.full).toBe(false);
  });

  it('refuses an acknowledgement of what is not out', () => {
    const lender = createLender<number>({ window: 3, batchMs: 0, overflow: 'pause' });
    lender.offer(1);
    lender.take();
    for (const count of [2, 0, -1, 0.5, Number.NaN]) expect(lender.acknowledge(count)).toBe(false);
    expect(lender.acknowledge(1)).toBe(true);
  });

  it('sees a lender that lends more than the window', () => {
    const borrower = createBorrower<number>(2);
    expect(borrower.receive({ kind: 'items', items: [1, 2], gap: 0 })).toBe(true);
    expect(borrower.receive({ kind: 'items', items: [3], gap: 0 })).toBe(false);
  });

  it('refuses what comes after the end, on both sides', () => {
    const borrower = createBorrower<number>(2);
    borrower.receive({ kind: 'end', error: null });
    expect(borrower.receive({ kind: 'items', items: [1], gap: 0 })).toBe(false);
    const lender = createLender<number>({ window: 1, batchMs: 0, overflow: 'pause' });
    lender.end(null);
    lender.offer(1);
    expect(lender.take()).toEqual({ kind: 'end', error: null });
    expect(lender.take()).toBeNull();
  });
});
