import type { Tier } from '#shared/domain/topology/topology.ts';
import { columnGutter, rowGutter, rowPitch, type Box, type Point } from '#shared/domain/map/sizes.ts';

/** A cubic Bézier curve: start, two control points, end, as x and y in turn. */
export type Curve = readonly [number, number, number, number, number, number, number, number];

/** The way of a whole line, from a's box to b's. */
export interface Route {
  readonly curve: Curve;
  /** How it leaves a's box and b's box. */
  readonly lanes: readonly [Lane | null, Lane | null];
}

/** The way of one half, from its own server to the middle of the line. */
export interface HalfRoute {
  /** Where a wrapped column is left by the gutter below its row, on to the start of the curve; null: straight out. */
  readonly lane: Lane | null;
  readonly curve: Curve;
}

/** Out of the box, a bend into the gutter: start, control point, end, as x and y in turn. */
export type Lane = readonly [number, number, number, number, number, number];

/** The way from a box to the inner edge of its tier; the lines of one box share it. */
export interface Exit {
  /** Null: the box stands at the edge, its lines leave it straight. */
  readonly lane: Lane | null;
  readonly x: number;
  readonly y: number;
}

export interface End {
  readonly box: Box;
  readonly tier: Tier;
  readonly exit: Exit;
  /** Offset of the line from the middle of the box's side, so that lines of one box lie side by side. */
  readonly port: number;
}

/** How far a curve leaves its box straight, as a share of the way across. */
const stretch = 0.3;
/** Lines of different columns run side by side in a gutter, this far apart. */
const laneStep = 3;
const lanes = 5;
/** From the corner of a box to where its line leaves it downwards, and the radius of the bend. */
const laneInset = 18;

/**
 * The way of a line between two boxes.
 * @param a the left end; where both stand in one column, any
 */
export function route(a: End, b: End): Route {
  if (a.box === b.box) return loop(a);
  if (a.tier === b.tier) return arc(a, b);
  const start = leave(a);
  const end = leave(b);
  const reach = Math.max(24, (end.x - start.x) * stretch);
  const curve: Curve = [start.x, start.y, start.x + reach, start.y, end.x - reach, end.y, end.x, end.y];
  return { curve, lanes: [a.exit.lane, b.exit.lane] };
}

function leave({ exit, port }: End): Point {
  return exit.lane ? exit : { x: exit.x, y: exit.y + port };
}

/**
 * Straight out of the side of a box at the edge of its tier, else down into the gutter and along it.
 * @param column distance from the inner edge of the tier, in columns
 * @param edge where the tier ends on the side of the line, in world pixels
 * @param direction 1: to the right, -1: to the left
 */
export function exitOf(box: Box, column: number, edge: number, direction: 1 | -1): Exit {
  const side = direction === 1 ? box.x + box.width : box.x;
  if (column === 0) return { lane: null, x: side, y: box.y + box.height / 2 };
  const track = ((column - 1) % lanes) - (lanes - 1) / 2;
  const bottom = box.y + box.height;
  const y = bottom + rowGutter / 2 + track * laneStep;
  const out = side - direction * laneInset;
  return { lane: [out, bottom, out, y, out + direction * (y - bottom), y], x: edge, y };
}

/** Both ends in one tier: a bow on the outer side, wider the further they are apart. */
function arc(a: End, b: End): Route {
  const outwards = a.tier === 'web' ? -1 : 1;
  const at = ({ box, port }: End): Point => ({
    x: outwards === 1 ? box.x + box.width : box.x,
    y: box.y + box.height / 2 + port,
  });
  const [start, end] = [at(a), at(b)];
  const bulge = outwards * Math.min(160, columnGutter + 0.3 * Math.abs(end.y - start.y));
  // In one row the bow would lie on the boxes: it goes through the gutter above.
  const lift = Math.abs(end.y - start.y) < 1 ? -rowPitch * 0.9 : 0;
  const far = outwards === 1 ? Math.max(start.x, end.x) + bulge : Math.min(start.x, end.x) + bulge;
  return { curve: [start.x, start.y, far, start.y + lift, far, end.y + lift, end.x, end.y], lanes: noLanes };
}

/** A server that names itself. */
function loop({ box, tier }: End): Route {
  const outwards = tier === 'web' ? -1 : 1;
  const x = outwards === 1 ? box.x + box.width : box.x;
  const far = x + outwards * 44;
  const middle = box.y + box.height / 2;
  return { curve: [x, middle - 10, far, middle - 22, far, middle + 22, x, middle + 10], lanes: noLanes };
}

const noLanes = [null, null] as const;

/**
 * @param side 0: a's half, from its start; 1: b's half, from its end
 * @returns the half from its own end to the middle of the line (de Casteljau)
 */
export function halfCurve(curve: Curve, side: 0 | 1): Curve {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = curve;
  const [mx, my] = [(x0 + 3 * x1 + 3 * x2 + x3) / 8, (y0 + 3 * y1 + 3 * y2 + y3) / 8];
  return side === 0
    ? [x0, y0, (x0 + x1) / 2, (y0 + y1) / 2, (x0 + 2 * x1 + x2) / 4, (y0 + 2 * y1 + y2) / 4, mx, my]
    : [x3, y3, (x3 + x2) / 2, (y3 + y2) / 2, (x3 + 2 * x2 + x1) / 4, (y3 + 2 * y2 + y1) / 4, mx, my];
}

/** @param t 0 at the start of the curve, 1 at its end */
export function pointAt(curve: Curve, t: number): Point {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return {
    x: a * curve[0] + b * curve[2] + c * curve[4] + d * curve[6],
    y: a * curve[1] + b * curve[3] + c * curve[5] + d * curve[7],
  };
}

const samples = 12;

/** @returns distance from a point to a half, in world pixels */
export function distanceTo({ lane, curve }: HalfRoute, { x, y }: Point): number {
  let nearest = Infinity;
  let [fromX, fromY]: [number, number] = [curve[0], curve[1]];
  if (lane) {
    nearest = Math.min(
      toSegment(x, y, lane[0], lane[1], lane[4], lane[5]),
      toSegment(x, y, lane[4], lane[5], fromX, fromY),
    );
  }
  for (let step = 1; step <= samples; step += 1) {
    const to = pointAt(curve, step / samples);
    nearest = Math.min(nearest, toSegment(x, y, fromX, fromY, to.x, to.y));
    [fromX, fromY] = [to.x, to.y];
  }
  return nearest;
}

function toSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** @returns a box that a curve and its lanes do not leave: a curve stays within its control points */
export function boundsOfCurve(curve: Curve, ...lanes: readonly (Lane | null)[]): Box {
  let left = Math.min(curve[0], curve[2], curve[4], curve[6]);
  let right = Math.max(curve[0], curve[2], curve[4], curve[6]);
  let top = Math.min(curve[1], curve[3], curve[5], curve[7]);
  let bottom = Math.max(curve[1], curve[3], curve[5], curve[7]);
  for (const lane of lanes) {
    if (!lane) continue;
    left = Math.min(left, lane[0]);
    right = Math.max(right, lane[0]);
    top = Math.min(top, lane[1]);
    bottom = Math.max(bottom, lane[5]);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
