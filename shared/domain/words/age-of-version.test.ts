import { expect, it } from 'vitest';
import { ageOfVersion } from './age-of-version.ts';

const on = (day: string): number => Date.parse(`${day}T12:00:00Z`);

it.each([
  ['2026-11-27', '2026-11-27', 'on 2026-11-27', false],
  ['2026-11-27', '2027-05-20', 'on 2026-11-27', false],
  ['2026-11-27', '2027-06-01', 'on 2026-11-27, 6 months ago: look whether there is a newer version', true],
  // A clock that is set back makes nothing old.
  ['2026-11-27', '2020-01-01', 'on 2026-11-27', false],
  [null, '2026-11-27', 'from its sources', false],
  ['no day', '2026-11-27', 'from its sources', false],
])('built %s, seen %s: %s', (builtOn, today, words, old) => {
  expect(ageOfVersion(builtOn, on(today))).toEqual({ words, old });
});
