import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareNaturally } from './natural.ts';

it('counts numbers in names as numbers', () => {
  const names = ['web10.example.net', 'web2.example.net', 'web1.example.net', 'Web1.example.net', 'ns1'];
  const sorted = ['ns1', 'web1.example.net', 'Web1.example.net', 'web2.example.net', 'web10.example.net'];
  expect(names.toSorted(compareNaturally)).toEqual(sorted);
});

it('sorts the same names to the same order, however they came', () => {
  const name = fc.stringMatching(/^[abAB012\u00e9]{0,4}$/);
  fc.assert(
    fc.property(
      fc
        .uniqueArray(name)
        .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        expect(shuffled.toSorted(compareNaturally)).toEqual(list.toSorted(compareNaturally));
      },
    ),
  );
});
