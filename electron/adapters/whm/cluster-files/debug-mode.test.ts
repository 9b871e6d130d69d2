import { expect, it } from 'vitest';
import { debugOf } from './debug-mode.ts';

it.each([
  [['1', 'on', 'ON', ' on\r', 'yes', 'true'], true],
  [['0', 'off', 'Off', '', ' \r', 'no', 'false'], false],
  [[undefined, '2', 'constructor', 'offf', '-'], null],
])('reads debug mode by its value: %j is %s', (values, expected) => {
  for (const value of values) expect(debugOf(value)).toBe(expected);
});
