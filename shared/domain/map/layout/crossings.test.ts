import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countCrossings } from './crossings.ts';

it('counts what comparing every two lines counts', () => {
  const place = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(fc.array(fc.tuple(place, place), { maxLength: 40 }), (lines) => {
      let expected = 0;
      for (const [index, [a, b]] of lines.entries()) {
        for (const [c, d] of lines.slice(index + 1)) if ((a - c) * (b - d) < 0) expected += 1;
      }
      expect(countCrossings(lines, 10)).toBe(expected);
    }),
  );
});
