import type { Tier } from '#shared/domain/topology/topology.ts';
import { columnGutter, rowGutter, rowPitch, type Box, type Point } from './sizes.ts';

/** A cubic Bézier curve: start, two control points, end, as x and y in turn. */
export type Curve = readonly [number, number, number, number, number, number, number, number];

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
 * The way of a line between two boxes, as two halves that meet in the middle.
 * @param a the left end; where both stand in one column, any
 * @returns a's half and b's half
 */
export function route(a: End, b: End): readonly [HalfRoute, HalfRoute] {
  if (a.box === b.box) return loop(a);
  if (a.tier === b.tier) return arc(a, b);
  const start = leave(a);
  const end = leave(b);
  const reach = Math.max(24, (end.x - start.x) * stretch);
  const curve: Curve = [start.x, start.y, start.x + reach, start.y, end.x - reach, end.y, end.x, end.y];
  return halves(curve, a.exit.lane, b.exit.lane);
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
function arc(a: End, b: End): readonly [HalfRoute, HalfRoute] {
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
  return halves([start.x, start.y, far, start.y + lift, far, end.y + lift, end.x, end.y], null, null);
}

/** A server that names itself. */
function loop({ box, tier }: End): readonly [HalfRoute, HalfRoute] {
  const outwards = tier === 'web' ? -1 : 1;
  const x = outwards === 1 ? box.x + box.width : box.x;
  const far = x + outwards * 44;
  const middle = box.y + box.height / 2;
  return halves([x, middle - 10, far, middle - 22, far, middle + 22, x, middle + 10], null, null);
}

function halves(curve: Curve, laneA: Lane | null, laneB: Lane | null): readonly [HalfRoute, HalfRoute] {
  // De Casteljau at one half. Index by index: this runs for thousands of lines before anything is compiled.
  const ax = (curve[0] + curve[2]) / 2;
  const ay = (curve[1] + curve[3]) / 2;
  const bx = (curve[2] + curve[4]) / 2;
  const by = (curve[3] + curve[5]) / 2;
  const cx = (curve[4] + curve[6]) / 2;
  const cy = (curve[5] + curve[7]) / 2;
  const dx = (ax + bx) / 2;
  const dy = (ay + by) / 2;
  const ex = (bx + cx) / 2;
  const ey = (by + cy) / 2;
  const mx = (dx + ex) / 2;
  const my = (dy + ey) / 2;
  return [
    { lane: laneA, curve: [curve[0], curve[1], ax, ay, dx, dy, mx, my] },
    { lane: laneB, curve: [curve[6], curve[7], cx, cy, ex, ey, mx, my] },
  ];
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

/** @returns a box that a half does not leave: a curve stays within its control points */
export function boundsOfHalf({ lane, curve }: HalfRoute): Box {
  let left = Math.min(curve[0], curve[2], curve[4], curve[6]);
  let right = Math.max(curve[0], curve[2], curve[4], curve[6]);
  let top = Math.min(curve[1], curve[3], curve[5], curve[7]);
  let bottom = Math.max(curve[1], curve[3], curve[5], curve[7]);
  if (lane) {
    left = Math.min(left, lane[0]);
    right = Math.max(right, lane[0]);
    top = Math.min(top, lane[1]);
    bottom = Math.max(bottom, lane[5]);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
