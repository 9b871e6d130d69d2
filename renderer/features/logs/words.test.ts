import { expect, it } from 'vitest';
import { serverTags, splitAtUniqid } from './words.ts';

it('tags servers by letters', () => {
  const servers = Array.from({ length: 54 }, (_, index) => `s${index}`);
  const tags = [...serverTags(servers).values()];
  expect([tags[0], tags[25], tags[26], tags[27], tags[52]]).toEqual(['A', 'Z', 'AA', 'AB', 'BA']);
  expect(new Set(tags).size).toBe(54);
});

it('cuts at the dnsuniqid', () => {
  expect(splitAtUniqid('a X_1 b', 'X_1')).toEqual(['a ', 'X_1', ' b']);
  expect(splitAtUniqid('a b', 'X_1')).toEqual(['a b', '', '']);
  expect(splitAtUniqid('a b', null)).toEqual(['a b', '', '']);
});
