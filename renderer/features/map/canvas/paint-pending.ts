import type { Lettering } from './lettering.ts';
import { letterHeight, lettersFrom, signWidth } from '#shared/domain/map/scene/letters.ts';
import { addHalf } from './outline.ts';
import { paintBoxes } from './paint-boxes.ts';
import { addArrow, arrowsFrom } from './paint-lines.ts';
import type { Picture } from './picture.ts';
import { setSignFont, signHeight, type PendingSign, type PlacedSigns } from './pending-signs.ts';
import { boundsOfCurve } from '#shared/domain/map/scene/route.ts';
import type { SceneHalf } from '#shared/domain/map/scene/scene.ts';
import type { Point } from '#shared/domain/map/sizes.ts';
import { overlaps, toScreen, visibleWorld } from './camera.ts';

interface Pen {
  readonly width: number;
  readonly dash: readonly number[];
  /** How much of what is there shows through the ground of the line. */
  readonly cover: number;
}

const coming: Pen = { width: 1.75, dash: [6, 4], cover: 1 };
const going: Pen = { width: 1, dash: [1.5, 6], cover: 0.75 };
/** The line below is covered this wide, CSS pixels. */
const ground = 5;
/** The hairline around a letter, both sides, CSS pixels. */
const edge = 4;

/**
 * The lines of pending changes over the picture as it is: dashed in the accent's colour what comes or changes, faded
 * what goes.
 * @param context in CSS pixels of the canvas
 */
export function paintPendingLines(
  context: CanvasRenderingContext2D,
  { signs, crossed }: PlacedSigns,
  picture: Picture,
  lettering: Lettering,
): void {
  if (signs.length === 0) return;
  const world = visibleWorld(picture.view, picture.extent);
  const seen = signs.filter(({ half }) => overlaps(boundsOfCurve(half.curve, half.lane), world));
  const leaving = seen.filter(({ gone }) => gone).map(({ half }) => half);
  const arriving = seen.filter(({ gone }) => !gone).map(({ half }) => half);
  context.save();
  context.lineCap = 'butt';
  // All grounds before all lines: none cuts another.
  cover(context, leaving, going, picture);
  cover(context, arriving, coming, picture);
  stroke(context, leaving, going, picture);
  stroke(context, arriving, coming, picture);
  paintArrows(context, arriving, picture);
  context.restore();
  const { lit } = picture;
  const above = crossed.filter((node) => overlaps(node.box, world) && (!lit || lit.nodes.has(node.id)));
  // On the very pixels of the copy below, which stands on whole ones.
  const whole = { ...picture.view, x: Math.round(picture.view.x), y: Math.round(picture.view.y) };
  if (above.length > 0) paintBoxes(context, above, picture.palette, lettering, whole);
}

function cover(context: CanvasRenderingContext2D, halves: readonly SceneHalf[], pen: Pen, picture: Picture): void {
  const { palette, view } = picture;
  context.fillStyle = palette.canvas;
  for (const half of halves) wipeLetter(context, half, picture);
  context.setLineDash([]);
  context.globalAlpha = pen.cover;
  context.strokeStyle = palette.canvas;
  context.lineWidth = ground;
  context.beginPath();
  for (const half of halves) addHalf(context, half, view);
  context.stroke();
  context.globalAlpha = 1;
}

/** The sign says the letter too, at another place of the line perhaps. */
function wipeLetter(context: CanvasRenderingContext2D, half: SceneHalf, { view, scene }: Picture): void {
  if (view.scale < lettersFrom) return;
  const mark = scene.markOf(half);
  if (mark.hidden) return;
  const { x, y } = toScreen(view, mark);
  const [width, height] = [signWidth(half.link) * view.scale + edge, letterHeight * view.scale + edge];
  context.fillRect(x - width / 2, y - height / 2, width, height);
}

function stroke(
  context: CanvasRenderingContext2D,
  halves: readonly SceneHalf[],
  { width, dash }: Pen,
  { palette, view }: Picture,
): void {
  context.strokeStyle = palette.accent;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  for (const half of halves) addHalf(context, half, view);
  context.stroke();
}

/** Over those in the colour of the links' present states. */
function paintArrows(context: CanvasRenderingContext2D, halves: readonly SceneHalf[], picture: Picture): void {
  const { scale, x, y } = picture.view;
  if (scale < arrowsFrom) return;
  context.save();
  context.transform(scale, 0, 0, scale, x, y);
  context.fillStyle = picture.palette.accent;
  context.beginPath();
  for (const half of halves) addArrow(context, half);
  context.fill();
  context.restore();
}

/**
 * The signs of pending changes, after all lines: none runs through the sign of another.
 * @param context in CSS pixels of the canvas
 */
export function paintPendingSigns(
  context: CanvasRenderingContext2D,
  { signs }: PlacedSigns,
  { palette, view }: Picture,
  lettering: Lettering,
): void {
  context.save();
  setSignFont(context, palette, lettering);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.setLineDash([]);
  context.lineWidth = 1;
  context.strokeStyle = palette.accent;
  for (const sign of signs) if (sign.place) paintSign(context, sign, toScreen(view, sign.place), palette);
  context.restore();
}

function paintSign(
  context: CanvasRenderingContext2D,
  { text, width }: PendingSign,
  { x, y }: Point,
  { canvas, accent }: Picture['palette'],
): void {
  context.fillStyle = canvas;
  context.beginPath();
  context.roundRect(x - width / 2, y - signHeight / 2, width, signHeight, signHeight / 2);
  context.fill();
  context.stroke();
  context.fillStyle = accent;
  context.fillText(text, x, y + 0.5);
}
