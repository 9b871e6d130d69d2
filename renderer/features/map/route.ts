import type { Tier } from '#shared/domain/topology/topology.ts';
import { columnGutter, rowGutter, rowPitch, type Box, type Point } from './sizes.ts';

/** A cubic Bézier curve: start, two control points, end, as x and y in turn. */
export type Curve = readonly [number, number, number, number, number, number, number, number];

/** The way of one half, from its own server to the middle of the line. */
export interface HalfRoute {
  /** Where a wrapped column is left by the gutter below its row: out of the box, a bend into the gutter; null: straight out. */
  readonly lane: readonly [number, number, number, number, number, number] | null;
  readonly curve: Curve;
}

export interface End {
  readonly box: Box;
  readonly tier: Tier;
  /** Distance from the inner edge of its tier, in columns. */
  readonly column: number;
  /** Inner edge of its tier on the side of the line, in world pixels. */
  readonly edge: number;
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
  const [start, leftLane] = leave(a, 1);
  const [end, rightLane] = leave(b, -1);
  const reach = Math.max(24, (end.x - start.x) * stretch);
  const curve: Curve = [start.x, start.y, start.x + reach, start.y, end.x - reach, end.y, end.x, end.y];
  return halves(curve, leftLane, rightLane);
}

/** Out of the side of the box, or down into the gutter and along it to the edge of the tier. */
function leave(end: End, direction: 1 | -1): readonly [Point, HalfRoute['lane']] {
  const { box } = end;
  const side = direction === 1 ? box.x + box.width : box.x;
  if (end.column === 0) return [{ x: side, y: box.y + box.height / 2 + end.port }, null];
  const track = ((end.column - 1) % lanes) - (lanes - 1) / 2;
  const y = box.y + box.height + rowGutter / 2 + track * laneStep;
  const out = side - direction * laneInset;
  const bend = y - (box.y + box.height);
  return [{ x: end.edge, y }, [out, box.y + box.height, out, y, out + direction * bend, y]];
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

function halves(curve: Curve, laneA: HalfRoute['lane'], laneB: HalfRoute['lane']): readonly [HalfRoute, HalfRoute] {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = curve;
  const mean = (p: number, q: number): number => (p + q) / 2;
  // De Casteljau at one half.
  const [ax, ay, bx, by, cx, cy] = [mean(x0, x1), mean(y0, y1), mean(x1, x2), mean(y1, y2), mean(x2, x3), mean(y2, y3)];
  const [dx, dy, ex, ey] = [mean(ax, bx), mean(ay, by), mean(bx, cx), mean(by, cy)];
  const [mx, my] = [mean(dx, ex), mean(dy, ey)];
  return [
    { lane: laneA, curve: [x0, y0, ax, ay, dx, dy, mx, my] },
    { lane: laneB, curve: [x3, y3, cx, cy, ex, ey, mx, my] },
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
  const xs = [curve[0], curve[2], curve[4], curve[6]];
  const ys = [curve[1], curve[3], curve[5], curve[7]];
  if (lane) {
    xs.push(lane[0], lane[4]);
    ys.push(lane[1], lane[5]);
  }
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}
