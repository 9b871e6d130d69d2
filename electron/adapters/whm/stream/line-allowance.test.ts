import { expect, it } from 'vitest';
import { createLineAllowance } from './line-allowance.ts';

it('gives a burst to whoever comes first, and each tail its own trickle for ever', () => {
  let now = 0;
  const allowance = createLineAllowance(() => now);
  const flood = allowance.tail();
  const calm = allowance.tail();
  let flooded = 0;
  let waited = 0;
  const end = 60_000;
  while (now < end) {
    const wait = flood.wait();
    if (wait > 0) {
      waited += 1;
      now += wait;
      continue;
    }
    flood.took(100);
    flooded += 100;
    now += 1;
    // 200 lines a second of a log in health.
    if (now % 5 === 0) {
      expect(calm.wait()).toBe(0);
      calm.took(1);
    }
  }
  expect(waited).toBeGreaterThan(100);
  expect(flooded).toBeGreaterThan(500_000);
  expect(flooded).toBeLessThan(500_000 + 5_000 + 60 * 5_500 + 1_000);
});

it('lets 400,000 lines pass as fast as they are read', () => {
  const allowance = createLineAllowance(() => 0);
  const tail = allowance.tail();
  for (let lines = 0; lines < 400_000; lines += 40) {
    expect(tail.wait()).toBe(0);
    tail.took(40);
  }
});
