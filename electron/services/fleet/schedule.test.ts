import fc from 'fast-check';
import { expect, it } from 'vitest';
import { waitAfterRound } from './schedule.ts';

const pace = { pollSeconds: 30, windowHidden: false };

it('waits the set time, a fifth more or less', () => {
  expect(waitAfterRound(pace, 0, 0)).toBe(24_000);
  expect(waitAfterRound(pace, 0, 0.5)).toBe(30_000);
  expect(waitAfterRound({ ...pace, windowHidden: true }, 0, 0.5)).toBe(120_000);
});

it('doubles the time of a failing server up to a quarter of an hour', () => {
  expect([1, 2, 3, 4, 5, 9].map((failures) => waitAfterRound(pace, failures, 0.5) / 1000)).toEqual([
    60, 120, 240, 480, 900, 900,
  ]);
});

it('never asks a failing server more often than a good one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 3600 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 1000 }),
      (seconds, hidden, failures) => {
        const slow = { pollSeconds: seconds, windowHidden: hidden };
        return waitAfterRound(slow, failures + 1, 0.5) >= waitAfterRound(slow, 0, 0.5);
      },
    ),
  );
});
