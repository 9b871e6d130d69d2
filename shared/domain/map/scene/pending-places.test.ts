import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeSigns, type WantedSign } from './pending-places.ts';
import { distanceTo, halfCurve, type Curve } from './route.ts';
import type { Box, Point } from '#shared/domain/map/sizes.ts';
import { createTaken } from './occupied.ts';

const coordinate = fc.integer({ min: 0, max: 900 });
const wanted = fc.record({
  ends: fc.tuple(coordinate, coordinate, coordinate, coordinate),
  side: fc.constantFrom<(0 | 1)[]>(0, 1),
  width: fc.integer({ min: 16, max: 60 }),
  hidden: fc.boolean(),
});
const sign = wanted.map(({ ends: [x0, y0, x1, y1], side, width, hidden }): WantedSign => {
  const reach = (x1 - x0) * 0.3;
  const whole: Curve = [x0, y0, x0 + reach, y0, x1 - reach, y1, x1, y1];
  const curve = halfCurve(whole, side);
  return { half: { lane: null, curve }, letter: { x: curve[6], y: curve[7], hidden }, width, height: 18 };
});
const signs = fc.array(sign, { maxLength: 40 });
const boxes = fc.array(fc.record({ x: coordinate, y: coordinate, width: fc.constant(216), height: fc.constant(40) }), {
  maxLength: 8,
});

function obstacles(fixed: readonly Box[], letters: readonly Box[] = []) {
  return { fixed: createTaken(fixed), letters: createTaken(letters) };
}

function boxAround({ x, y }: Point, { width, height }: WantedSign): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function lieOnEachOther(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function drawn(all: readonly WantedSign[], places: readonly (Point | null)[]): readonly Box[] {
  return all.flatMap((each, index) => {
    const place = places[index];
    return place ? [boxAround(place, each)] : [];
  });
}

describe('placeSigns', () => {
  it('lets no sign lie on another, on a server or on a heading', () => {
    fc.assert(
      fc.property(signs, boxes, (all, fixed) => {
        const shown = drawn(all, placeSigns(all, obstacles(fixed)));
        for (const [index, box] of shown.entries()) {
          expect([...shown.slice(index + 1), ...fixed].filter((other) => lieOnEachOther(box, other))).toEqual([]);
        }
      }),
    );
  });

  it('keeps every sign on its own half', () => {
    fc.assert(
      fc.property(signs, boxes, (all, fixed) => {
        for (const [index, place] of placeSigns(all, obstacles(fixed)).entries()) {
          const own = all[index];
          // The distance is measured to a line of twelve straight pieces.
          if (place && own) expect(distanceTo(own.half, place)).toBeLessThan(4);
        }
      }),
    );
  });

  it('moves none of the others for one more at the end', () => {
    fc.assert(
      fc.property(signs, sign, boxes, (all, more, fixed) => {
        expect(placeSigns([...all, more], obstacles(fixed)).slice(0, -1)).toEqual(placeSigns(all, obstacles(fixed)));
      }),
    );
  });

  it('finds room for the only sign of a half with nothing on it', () => {
    fc.assert(
      fc.property(sign, (only) => {
        expect(placeSigns([only], obstacles([]))).not.toContain(null);
      }),
    );
  });

  it('gives up only where something lies all along the half', () => {
    fc.assert(
      fc.property(signs, boxes, (all, fixed) => {
        const places = placeSigns(all, obstacles(fixed));
        const shown = drawn(all, places);
        for (const [index, place] of places.entries()) {
          const own = all[index];
          if (place || !own) continue;
          const middle = {
            x: (own.half.curve[0] + own.half.curve[6]) / 2,
            y: (own.half.curve[1] + own.half.curve[7]) / 2,
          };
          expect(
            [...shown, ...fixed].filter((box) => lieOnEachOther(boxAround(middle, { ...own, height: 120 }), box)),
          ).not.toEqual([]);
        }
      }),
    );
  });

  it('goes to the letter that it replaces where that is free, and off other letters where there is room', () => {
    const curve: Curve = [0, 0, 80, 0, 160, 0, 240, 0];
    const own = { half: { lane: null, curve }, letter: { x: 150, y: 0, hidden: false }, width: 30, height: 18 };
    const [atLetter] = placeSigns([own], obstacles([]));
    expect(atLetter).toEqual({ x: 150, y: 0 });
    const other = { x: 140, y: -7, width: 14, height: 14 };
    const [beside] = placeSigns([own], obstacles([], [other]));
    expect(beside && lieOnEachOther(boxAround(beside, own), other)).toBe(false);
    const [onLetters] = placeSigns([own], obstacles([], [{ x: -50, y: -7, width: 400, height: 14 }]));
    expect(onLetters).toEqual({ x: 150, y: 0 });
  });
});
