import { expect, it } from 'vitest';
import { parseWhole } from './whole.ts';

it.each([
  ['5', 5],
  [' 60 ', 60],
  ['4', null],
  ['3601', null],
  ['1e2', null],
  ['6.5', null],
  ['', null],
  ['-7', null],
])('reads %j as %j', (text, value) => {
  expect(parseWhole(text, 5, 3600)).toBe(value);
});
