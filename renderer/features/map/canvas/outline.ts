import { letterHeight, signWidth } from '#shared/domain/map/scene/letters.ts';
import { paintSigns } from './paint-lines.ts';
import type { Picture } from './picture.ts';
import type { Target } from '#shared/domain/map/scene/target.ts';
import type { Palette } from './palette.ts';
import { signHeight, type PlacedSigns } from './pending-signs.ts';
import type { SceneHalf } from '#shared/domain/map/scene/scene.ts';
import type { Point } from '#shared/domain/map/sizes.ts';
import { toScreen, type View } from './camera.ts';

/**
 * The accent around what is selected, or dashed around what the keyboard is on: a server's box, or a half with its
 * letter.
 * @param context in CSS pixels of the canvas
 */
export function paintOutline(
  context: CanvasRenderingContext2D,
  target: Target,
  picture: Picture,
  pending: PlacedSigns,
  kind: 'selected' | 'focused',
): void {
  const gap = kind === 'selected' ? 2.5 : 5.5;
  context.strokeStyle = picture.palette.accent;
  context.lineWidth = kind === 'selected' ? 2 : 1.5;
  context.setLineDash(kind === 'selected' ? [] : [4, 3]);
  if (target.kind === 'node') outlineNode(context, target.node.id, picture, gap);
  else outlineHalf(context, target.half, picture, pending, gap, kind === 'selected' ? 0.35 : 0.15);
  context.setLineDash([]);
}

/** The target may be of a scene before: it is drawn where it is now. */
function outlineNode(context: CanvasRenderingContext2D, id: string, { scene, view }: Picture, gap: number): void {
  const node = scene.nodeById.get(id);
  if (!node) return;
  const { x, y } = toScreen(view, node.box);
  const width = Math.round(node.box.width * view.scale) + 2 * gap;
  const height = Math.round(node.box.height * view.scale) + 2 * gap;
  context.beginPath();
  context.roundRect(Math.round(x) + 0.5 - gap, Math.round(y) + 0.5 - gap, width, height, 5 * view.scale + gap);
  context.stroke();
}

/**
 * Adds the way of a half to the current path.
 * @param context in CSS pixels of the canvas
 */
export function addHalf(context: CanvasRenderingContext2D, { lane, curve }: SceneHalf, view: View): void {
  const at = (x: number, y: number): [number, number] => [x * view.scale + view.x, y * view.scale + view.y];
  if (lane) {
    context.moveTo(...at(lane[0], lane[1]));
    context.quadraticCurveTo(...at(lane[2], lane[3]), ...at(lane[4], lane[5]));
    context.lineTo(...at(curve[0], curve[1]));
  } else {
    context.moveTo(...at(curve[0], curve[1]));
  }
  context.bezierCurveTo(...at(curve[2], curve[3]), ...at(curve[4], curve[5]), ...at(curve[6], curve[7]));
}

function outlineHalf(
  context: CanvasRenderingContext2D,
  target: SceneHalf,
  picture: Picture,
  pending: PlacedSigns,
  gap: number,
  light: number,
): void {
  const { scene, view, palette, ratio } = picture;
  const half = scene.halfOfLink(target.link?.id ?? '');
  if (!half) return;
  context.beginPath();
  addHalf(context, half, view);
  // A band of light along the line: its own colour and dash still say its state.
  context.save();
  context.globalAlpha = light;
  context.lineWidth = 7;
  context.setLineDash([]);
  context.stroke();
  context.restore();
  const sign = pending.signs.find((each) => each.half === half);
  if (sign) {
    // The sign stands for the letter, and is drawn after this.
    if (sign.place) ring(context, toScreen(view, sign.place), sign.width + 2 * gap, signHeight + 2 * gap, palette);
    return;
  }
  const mark = scene.markOf(half);
  const [x, y] = [mark.x * view.scale + view.x, mark.y * view.scale + view.y];
  const scale = Math.max(0.6, view.scale);
  const [width, height] = [signWidth(half.link) * scale + 2 * gap, letterHeight * scale + 2 * gap];
  ring(context, { x, y }, width, height, palette);
  // The letter again, on top of the line that now runs through it.
  context.save();
  context.setTransform(scale * ratio, 0, 0, scale * ratio, (x - mark.x * scale) * ratio, (y - mark.y * scale) * ratio);
  context.setLineDash([]);
  paintSigns(
    context,
    new Map([[half.style, [half]]]),
    scene.markOf,
    palette,
    { scale: Math.max(1, scale), x: 0, y: 0 },
    true,
  );
  context.restore();
}

function ring(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  width: number,
  height: number,
  palette: Palette,
): void {
  context.fillStyle = palette.canvas;
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, height / 2);
  context.fill();
  context.stroke();
}
