import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsJsonBudget } from './json-shape.ts';

/** Above what always fits. */
const padding = ' '.repeat(20_000);
const budget = { values: 1000, depth: 20 };

describe('the shape of JSON before it is parsed', () => {
  it.each([
    ['values', `[${'1,'.repeat(1001)}1]`],
    ['empty lists', `[${'[],'.repeat(600)}[]]`],
    ['keys', `{${Array.from({ length: 600 }, (_, index) => `"${index}":1`).join(',')}}`],
    ['depth', '['.repeat(21) + ']'.repeat(21)],
  ])('is refused for too many %s', (_name, text) => {
    expect(fitsJsonBudget(padding + text, budget)).toBe(false);
  });

  it('counts nothing inside texts', () => {
    const text = JSON.stringify({ one: '[{,:"\\'.repeat(5000), other: '\\"[[[[[[[[[[[[[[[[[[[[[[[[[' });
    expect(fitsJsonBudget(padding + text, budget)).toBe(true);
  });

  it('lets through whatever JSON has few enough values', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 10 }), (text) => {
        expect(fitsJsonBudget(padding + text, { values: 100_000, depth: 64 })).toBe(true);
      }),
    );
  });

  it('takes time by the length of the text', () => {
    for (const piece of ['[],', '"', '\\', '{"a":', '"\\"']) {
      const began = performance.now();
      fitsJsonBudget(piece.repeat(1_000_000), { values: Number.MAX_SAFE_INTEGER, depth: Number.MAX_SAFE_INTEGER });
      expect(performance.now() - began).toBeLessThan(1500);
    }
  });
});
