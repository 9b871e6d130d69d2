import type { Link } from '#shared/domain/topology/topology.ts';
import { isProblem } from '#shared/domain/map/filter.ts';
import { pointAt, type HalfRoute } from './route.ts';
import type { Box, Point } from '#shared/domain/map/sizes.ts';
import { createTaken, type Taken } from './occupied.ts';

/** From afar letters would be specks. */
export const lettersFrom = 0.62;
/** Sign on a half: the role's letter, with the state's icon beside it when there is something to say. */
export const letterWidth = 14;
export const letterHeight = 14;
export const letterWithIconWidth = 28;

/** Where along its half a sign may stand, best first: near the middle of its direction, yet clear of the arrow head. */
const stops = [0.66, 0.56, 0.76, 0.46, 0.36, 0.82];

export interface LetterMark extends Point {
  /** True when it would lie on another sign or on a box, wherever it stood. */
  readonly hidden: boolean;
}

/** @returns width of a link's sign in world pixels; 0 for a direction without a link */
export function signWidth(link: Link | null): number {
  if (!link) return 0;
  return link.state === 'ok' ? letterWidth : letterWithIconWidth;
}

/**
 * Gives every half's sign a place where it lies on nothing; problems choose first.
 * @param halves both halves of every line, in drawing order
 * @param boxes servers, which no sign may cover
 * @returns one place per half, in the same order
 */
export function placeLetters(
  halves: readonly (HalfRoute & { readonly link: Link | null })[],
  boxes: readonly Box[],
): readonly LetterMark[] {
  const taken = createTaken(boxes);
  const marks: LetterMark[] = Array.from({ length: halves.length });
  const order = [...halves.keys()];
  const urgent = order.filter((index) => isUrgent(halves[index]?.link));
  const quiet = order.filter((index) => !isUrgent(halves[index]?.link));
  for (const index of [...urgent, ...quiet]) {
    const entry = halves[index];
    if (!entry) continue;
    marks[index] = placeOne(entry, entry.link, taken);
  }
  return marks;
}

function isUrgent(link: Link | null | undefined): boolean {
  return link !== null && link !== undefined && isProblem(link.state);
}

function placeOne(half: HalfRoute, link: Link | null, taken: Taken): LetterMark {
  const first = pointAt(half.curve, stops[0] ?? 0.5);
  if (!link) return { ...first, hidden: true };
  const width = signWidth(link) + 2;
  for (const stop of stops) {
    const { x, y } = pointAt(half.curve, stop);
    const box = { x: x - width / 2, y: y - letterHeight / 2, width, height: letterHeight };
    if (taken.hits(box)) continue;
    taken.add(box);
    return { x, y, hidden: false };
  }
  return { ...first, hidden: true };
}
