import type { State } from '#shared/domain/topology/topology.ts';
import { stateIcons, strokeIcon } from './icons.ts';
import { letterHeight, lettersFrom, signWidth, type LetterMark } from '#shared/domain/map/scene/letters.ts';
import type { Palette } from './palette.ts';
import type { LineStyle, SceneHalf, SceneLine } from '#shared/domain/map/scene/scene.ts';
import type { Curve, Lane } from '#shared/domain/map/scene/route.ts';
import type { View } from './camera.ts';

/** Drawn in this order: what is wrong lies on top. */
export const lineStyles = [
  'absent',
  'ok',
  'unknown',
  'disabled',
  'warning',
  'broken',
] as const satisfies readonly LineStyle[];

interface Pen {
  /** Screen pixels. */
  readonly width: number;
  readonly dash: readonly number[];
}

/**
 * Colour is never the only sign: each state has a dash of its own. Ticks across the line stand for the hatching of a
 * disabled member. Strokes of one pixel or less are several times cheaper than wider ones, so all that there are
 * thousands of are thin.
 */
const pens: Readonly<Record<LineStyle, Pen>> = {
  absent: { width: 1, dash: [] },
  ok: { width: 1, dash: [] },
  unknown: { width: 1, dash: [1.5, 3.5] },
  disabled: { width: 1, dash: [] },
  warning: { width: 1.75, dash: [] },
  broken: { width: 1.75, dash: [7, 4] },
};
const ticks: Pen = { width: 4.5, dash: [1.25, 3.75] };

export const arrowsFrom = 0.42;
/** Dashes of thousands of lines take longer than the eye has use for. */
const mostDashed = 2500;
const crowd = 600;
const arrowLength = 7;
const arrowHalf = 3.2;
/** Both heads stand a little back from the middle, so that each belongs to its half. */
const arrowGap = 1.5;

export type HalvesByStyle = ReadonlyMap<LineStyle, readonly SceneHalf[]>;

/** @returns the halves of the lines by how they are drawn */
export function groupHalves(lines: readonly SceneLine[]): HalvesByStyle {
  const groups = new Map<LineStyle, SceneHalf[]>(lineStyles.map((style) => [style, []]));
  for (const line of lines) {
    for (const half of line.halves) groups.get(half.style)?.push(half);
  }
  return groups;
}

/**
 * Strokes the halves, one path per style.
 * @param context in world units
 */
export function paintHalves(
  context: CanvasRenderingContext2D,
  groups: HalvesByStyle,
  palette: Palette,
  { scale }: View,
): void {
  context.lineCap = 'butt';
  for (const style of lineStyles) {
    const halves = groups.get(style) ?? [];
    if (halves.length === 0) continue;
    const crowded = isCrowd(style, halves, scale);
    context.strokeStyle = crowded ? palette.crowd : palette.lines[style];
    const pen = pens[style];
    const bundle = crowded && scale < bundledBelow ? createBundle(scale) : everyCurve;
    stroke(context, halves, halves.length > mostDashed ? { ...pen, dash: [] } : pen, scale, bundle);
    if (style === 'disabled' && halves.length <= mostDashed) stroke(context, halves, ticks, scale, everyCurve);
  }
  context.setLineDash([]);
  if (scale < arrowsFrom) return;
  for (const style of lineStyles) {
    const halves = groups.get(style) ?? [];
    if (style === 'absent' || isCrowd(style, halves, scale)) continue;
    context.fillStyle = palette.lines[style];
    context.beginPath();
    for (const half of halves) addArrow(context, half);
    context.fill();
  }
}

/** Whether so many healthy halves are in sight that they step back, until one is near enough to tell them apart. */
function isCrowd(style: LineStyle, halves: readonly SceneHalf[], scale: number): boolean {
  return (style === 'ok' || style === 'absent') && halves.length > crowd && scale < 1;
}

/** Says whether a curve is to be drawn. */
type Bundle = (curve: Curve) => boolean;

const everyCurve: Bundle = () => true;

/** From afar curves that begin and end within so many screen pixels of each other are one bundle, drawn once. */
const bundleGrain = 3;
const bundledBelow = 0.34;
const cells = 8192;

function createBundle(scale: number): Bundle {
  const seen = new Set<number>();
  // Wraps around in a very large picture, where two curves that far apart cannot both be in sight.
  const cell = (world: number): number => Math.abs(Math.round((world * scale) / bundleGrain)) % cells;
  return (curve) => {
    const key = ((cell(curve[0]) * cells + cell(curve[1])) * cells + cell(curve[6])) * cells + cell(curve[7]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

function stroke(
  context: CanvasRenderingContext2D,
  halves: readonly SceneHalf[],
  pen: Pen,
  scale: number,
  bundle: Bundle,
): void {
  context.lineWidth = pen.width / scale;
  context.setLineDash(pen.dash.map((length) => length / scale));
  context.beginPath();
  // Lines of one box share their lane: it is drawn once.
  const drawn = new Set<Lane>();
  for (let index = 0; index < halves.length; index += 1) {
    const half = halves[index];
    if (!half) continue;
    const { lane, whole } = half;
    const both = pen.dash.length === 0 && halves[index + 1]?.whole === whole;
    const curve = both ? whole.curve : half.curve;
    if (both) index += 1;
    if (lane && !drawn.has(lane)) {
      drawn.add(lane);
      context.moveTo(lane[0], lane[1]);
      context.quadraticCurveTo(lane[2], lane[3], lane[4], lane[5]);
      context.lineTo(curve[0], curve[1]);
    }
    // The two halves of a line follow each other in a group: they are one stroke.
    const end = both ? whole.lanes[1] : null;
    if (end && !drawn.has(end)) {
      drawn.add(end);
      context.moveTo(end[0], end[1]);
      context.quadraticCurveTo(end[2], end[3], end[4], end[5]);
      context.lineTo(curve[6], curve[7]);
    }
    if (!bundle(curve)) continue;
    context.moveTo(curve[0], curve[1]);
    context.bezierCurveTo(curve[2], curve[3], curve[4], curve[5], curve[6], curve[7]);
  }
  context.stroke();
}

/**
 * Adds the head at the end of a half to the current path.
 * @param context in world units
 */
export function addArrow(context: CanvasRenderingContext2D, { curve }: SceneHalf): void {
  const [dx, dy] = [curve[6] - curve[4], curve[7] - curve[5]];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [tipX, tipY] = [curve[6] - ux * arrowGap, curve[7] - uy * arrowGap];
  const [backX, backY] = [tipX - ux * arrowLength, tipY - uy * arrowLength];
  context.moveTo(tipX, tipY);
  context.lineTo(backX - uy * arrowHalf, backY + ux * arrowHalf);
  context.lineTo(backX + uy * arrowHalf, backY - ux * arrowHalf);
}

/**
 * The letter of each half, with its state's icon where there is something to say.
 * @param context in world units
 * @param everything also letters that lie on others: for the few lines that a hover lights
 */
export function paintSigns(
  context: CanvasRenderingContext2D,
  groups: HalvesByStyle,
  markOf: (half: SceneHalf) => LetterMark,
  palette: Palette,
  { scale }: View,
  everything: boolean,
): void {
  if (scale < lettersFrom) return;
  context.font = `600 10px ${palette.mono}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const style of lineStyles) {
    const halves = groups.get(style) ?? [];
    if (style === 'absent' || isCrowd(style, halves, scale)) continue;
    const signs = halves.map((half) => ({ half, mark: markOf(half) })).filter(({ mark }) => everything || !mark.hidden);
    if (style === 'ok') paintQuiet(context, signs, palette);
    else paintLoud(context, signs, style, palette, scale);
  }
}

interface Sign {
  readonly half: SceneHalf;
  readonly mark: LetterMark;
}

/** A letter in a gap of its line. */
function paintQuiet(context: CanvasRenderingContext2D, signs: readonly Sign[], palette: Palette): void {
  context.fillStyle = palette.canvas;
  context.beginPath();
  for (const { mark } of signs) {
    context.moveTo(mark.x + 6, mark.y);
    context.arc(mark.x, mark.y, 6, 0, 2 * Math.PI);
  }
  context.fill();
  context.fillStyle = palette.textQuiet;
  for (const { mark, half } of signs) context.fillText(half.letter, mark.x, mark.y + 0.5);
}

function paintLoud(
  context: CanvasRenderingContext2D,
  signs: readonly Sign[],
  state: Exclude<State, 'ok'>,
  palette: Palette,
  scale: number,
): void {
  context.strokeStyle = palette.states[state];
  for (const { mark, half } of signs) {
    const width = signWidth(half.link);
    context.beginPath();
    context.roundRect(mark.x - width / 2, mark.y - letterHeight / 2, width, letterHeight, letterHeight / 2);
    context.fillStyle = palette.canvas;
    context.fill();
    context.lineWidth = 1 / scale;
    context.stroke();
    strokeIcon(context, stateIcons[state], mark.x - width / 2 + 3, mark.y - 5, 10, 1.1);
    context.fillStyle = palette.states[state];
    context.fillText(half.letter, mark.x + width / 2 - 8, mark.y + 0.5);
  }
}
