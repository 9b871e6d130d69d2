import { expect, it } from 'vitest';
import { ageWords } from './age.ts';

it.each([
  [0, 'just now'],
  [-5_000, 'just now'],
  [9_999, 'just now'],
  [10_000, '10 s ago'],
  [59_000, '50 s ago'],
  [60_000, '1 min ago'],
  [59 * 60_000, '59 min ago'],
  [47 * 3_600_000, '47 h ago'],
  [3 * 86_400_000, '3 days ago'],
])('calls an age of %d ms "%s"', (age, words) => {
  const now = 1_700_000_000_000;
  expect(ageWords(now - age, now)).toBe(words);
});
