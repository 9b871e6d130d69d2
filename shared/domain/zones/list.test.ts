import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneNameOf, zoneNamesIn } from './list.ts';

describe('a list of zones', () => {
  it('is read whatever stands at the ends of its names and lines', () => {
    expect(
      zoneNamesIn(['example.com', 'Example.NET.db', 'example.org.', ' a_b.example ', 'example.com.db', '']),
    ).toEqual(['example.com', 'example.net', 'example.org', 'a_b.example']);
  });

  it('leaves out what cannot be a zone, and is none where nothing can', () => {
    expect(
      zoneNamesIn(['old example.com', 'example.com', '../x', '-f.example', 'a..b', '.db', 'x'.repeat(300)]),
    ).toEqual(['example.com']);
    expect(zoneNamesIn(['Internal Server Error', '<p>'])).toBeNull();
    expect(zoneNamesIn([])).toEqual([]);
    expect(zoneNamesIn(['', ' '])).toEqual([]);
  });

  it('names a zone the same with the suffix and without, and never an option or a path', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '-', '.', '_', '/', ' ', '9') }), (text) => {
        const name = zoneNameOf(text);
        if (name === null) return;
        expect(name).toMatch(/^[a-z0-9_][a-z0-9_.-]*$/);
        expect(zoneNameOf(`${name}.db`)).toBe(name);
      }),
    );
  });
});
