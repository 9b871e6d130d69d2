import { expect, it } from 'vitest';
import { isAtLeast } from './versions.ts';

it('compares whole numbers, never decimals', () => {
  expect(isAtLeast('11.126.0.28', 84)).toBe(true);
  expect(isAtLeast('11.84.0.1', 84)).toBe(true);
  expect(isAtLeast('11.83.9.9', 84)).toBe(false);
  expect(isAtLeast('12.0.0.1', 84)).toBe(true);
  expect(isAtLeast('unknown', 84)).toBeNull();
});
