/** Sizes of the map's world in its own pixels: what one screen pixel shows at scale 1. */
export const nodeWidth = 216;
export const nodeHeight = 40;
/** Between two rows; lines of wrapped columns run in it. */
export const rowGutter = 16;
/** Between two columns of the same tier. */
export const columnGutter = 24;
export const rowPitch = nodeHeight + rowGutter;
export const columnPitch = nodeWidth + columnGutter;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** @returns the smallest box around all of them; null for none */
export function boundsOf(boxes: Iterable<Box>): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top };
}
