import type { LetterMark } from './letters.ts';
import { pointAt, type HalfRoute } from './route.ts';
import type { Box, Point } from '#shared/domain/map/sizes.ts';
import { createTaken, type Taken } from './occupied.ts';

/** A sign that wants a place on its half of a line. */
export interface WantedSign {
  readonly half: HalfRoute;
  /** Where the letter stands that the sign replaces. */
  readonly letter: LetterMark;
  /** World pixels, with the room around it. */
  readonly width: number;
  readonly height: number;
}

/** What signs keep clear of. */
export interface Obstacles {
  /** Servers and headings: no sign lies on them. */
  readonly fixed: Taken;
  /** Letters of other links: a sign lies on one only where there is no other room. */
  readonly letters: Taken;
}

/** Along a half, from where letters stand by preference to both sides; clear of the box and of the arrow head. */
const stops = [0.66, ...Array.from({ length: 14 }, (_, step) => [0.62 - 0.04 * step, 0.7 + 0.04 * step]).flat()].filter(
  (stop) => stop >= 0.08 && stop <= 0.9,
);

/**
 * Gives each sign a place on its own half where it lies on no other sign, no server and no heading.
 * @param wanted those that come first choose first, so that one more at the end moves none of the others
 * @returns the middle of each sign in world pixels, in the same order; null where its half has no room left
 */
export function placeSigns(wanted: readonly WantedSign[], { fixed, letters }: Obstacles): readonly (Point | null)[] {
  const signs = createTaken();
  return wanted.map(({ half, letter, width, height }) => {
    const places = [...(letter.hidden ? [] : [letter]), ...stops.map((stop) => pointAt(half.curve, stop))];
    const around = ({ x, y }: Point): Box => ({ x: x - width / 2, y: y - height / 2, width, height });
    const free = places.filter((place) => !fixed.hits(around(place)) && !signs.hits(around(place)));
    const chosen = free.find((place) => !letters.hits(around(place))) ?? free[0];
    if (!chosen) return null;
    signs.add(around(chosen));
    return { x: chosen.x, y: chosen.y };
  });
}
