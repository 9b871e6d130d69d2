import { expect, it } from 'vitest';
import { isAtLeast, isWpSquared, parseVersion } from './version.ts';

it('compares whole numbers, never decimals', () => {
  expect(isAtLeast('11.126.0.28', 84)).toBe(true);
  expect(isAtLeast('11.84.0.1', 84)).toBe(true);
  expect(isAtLeast('11.83.9.9', 84)).toBe(false);
  expect(isAtLeast('12.0.0.1', 84)).toBe(true);
  expect(isAtLeast('unknown', 84)).toBeNull();
});

it('reads versions without their first number', () => {
  expect(parseVersion('136.0.20')).toEqual(parseVersion('11.136.0.20'));
  expect(isAtLeast('136.0.20', 84)).toBe(true);
  expect(isAtLeast('10.0.0', 84)).toBe(false);
  for (const text of ['4.9.5-1', '136.0', '', '11.136.0.20.1', 'v11.136.0.20']) expect(parseVersion(text)).toBeNull();
});

it('knows WP Squared by its third number', () => {
  expect(isWpSquared('11.136.1.7')).toBe(true);
  expect(isWpSquared('136.1.7')).toBe(true);
  expect(isWpSquared('11.136.0.51')).toBe(false);
});
