import type { Box, Point } from '#shared/domain/map/sizes.ts';

/** Where the picture is looked at from: screen = world × scale + offset, in CSS pixels of the canvas. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

export const closest = 2.5;
/** A small fleet is not blown up to fill the window. */
const closestFit = 1;
/** Head with the names of the columns. */
export const headHeight = 28;
const margin = { top: headHeight + 52, right: 32, bottom: 56, left: 32 };

/** @returns the view that shows all of `bounds`, in the middle of the canvas */
export function fitView(bounds: Box, { width, height }: Extent): View {
  const room = {
    width: Math.max(64, width - margin.left - margin.right),
    height: Math.max(64, height - margin.top - margin.bottom),
  };
  const scale = Math.min(closestFit, room.width / Math.max(1, bounds.width), room.height / Math.max(1, bounds.height));
  return {
    scale,
    x: margin.left + (room.width - bounds.width * scale) / 2 - bounds.x * scale,
    // From the top, not in the middle: a picture that is short begins where the eye does.
    y: margin.top + Math.min(24, (room.height - bounds.height * scale) / 2) - bounds.y * scale,
  };
}

/** @returns how far out one may zoom: a little more than the whole fleet */
export function furthest(bounds: Box | null, extent: Extent): number {
  return bounds ? Math.min(0.5, fitView(bounds, extent).scale * 0.6) : 0.5;
}

export function toScreen(view: View, { x, y }: Point): Point {
  return { x: x * view.scale + view.x, y: y * view.scale + view.y };
}

export function toWorld(view: View, { x, y }: Point): Point {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

/** @returns the part of the world that a canvas of this extent shows */
export function visibleWorld(view: View, { width, height }: Extent): Box {
  const { x, y } = toWorld(view, { x: 0, y: 0 });
  return { x, y, width: width / view.scale, height: height / view.scale };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/**
 * The smallest pan that brings a box into sight.
 * @returns the same view if it is in sight
 */
export function reveal(view: View, box: Box, extent: Extent): View {
  const topLeft = toScreen(view, box);
  const seen = { ...topLeft, width: box.width * view.scale, height: box.height * view.scale };
  const room = { x: 16, y: headHeight + 16, width: extent.width - 32, height: extent.height - headHeight - 32 };
  const shift = (start: number, size: number, from: number, length: number): number => {
    if (start < from) return from - start;
    return start + size > from + length ? Math.max(from - start, from + length - start - size) : 0;
  };
  const dx = shift(seen.x, seen.width, room.x, room.width);
  const dy = shift(seen.y, seen.height, room.y, room.height);
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy };
}
