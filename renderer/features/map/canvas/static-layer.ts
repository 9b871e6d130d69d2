import type { Lettering } from './lettering.ts';
import { paintBoxes } from './paint-boxes.ts';
import { paintBands } from './paint-frame.ts';
import { groupHalves, paintHalves, paintSigns } from './paint-lines.ts';
import type { Palette } from './palette.ts';
import type { Picture } from './picture.ts';
import type { Lit } from '#shared/domain/map/scene/target.ts';
import type { Point } from '#shared/domain/map/sizes.ts';
import type { Scene, SceneHalf, SceneLine, SceneNode } from '#shared/domain/map/scene/scene.ts';
import { overlaps, toScreen, visibleWorld, type Extent, type View } from './camera.ts';

/** What it takes to draw the still part of a picture. */
export type Still = Pick<Picture, 'scene' | 'palette' | 'view' | 'extent' | 'ratio'>;

/** Bands, lines and servers on an empty ground, as far as they are in sight. */
export function drawStill(context: CanvasRenderingContext2D, still: Still, lettering: Lettering): void {
  const { scene, palette, view, extent, ratio } = still;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.canvas;
  context.fillRect(0, 0, extent.width, extent.height);
  const all = holdsAll(scene, view, extent, { x: 0, y: 0 });
  const { nodes, lines } = all ? scene : inSight(scene, view, extent);
  drawParts(context, { nodes, lines, bands: scene.bands, markOf: scene.markOf }, still, palette, lettering, false);
}

/** The servers and lines that a hover lights, over what is dimmed. */
export function drawLit(context: CanvasRenderingContext2D, still: Still, lit: Lit, lettering: Lettering): void {
  const { nodes, lines } = inSight(still.scene, still.view, still.extent);
  const isLit = (half: SceneHalf): boolean => lit.halves.has(`${half.from}>${half.to}`);
  const parts = {
    nodes: nodes.filter((node) => lit.nodes.has(node.id)),
    lines: lines.filter((line) => line.halves.some(isLit)),
    bands: [],
    markOf: still.scene.markOf,
  };
  drawParts(context, parts, still, litPalette(still.palette), lettering, parts.lines.length < everySignBelow);
}

/** So few lit lines show all their letters, also those that lie on others. */
const everySignBelow = 60;

/** Titles, bows and the outlines of boxes reach this far beyond the servers, world pixels. */
const fringe = 180;

/** @returns whether everything lies within the canvas and `margin` around it */
export function holdsAll({ bounds }: Scene, view: View, { width, height }: Extent, margin: Point): boolean {
  if (!bounds) return true;
  const topLeft = toScreen(view, { x: bounds.x - fringe, y: bounds.y - fringe });
  const bottomRight = toScreen(view, { x: bounds.x + bounds.width + fringe, y: bounds.y + bounds.height + fringe });
  return (
    topLeft.x >= -margin.x &&
    topLeft.y >= -margin.y &&
    bottomRight.x <= width + margin.x &&
    bottomRight.y <= height + margin.y
  );
}

function inSight(
  scene: Scene,
  view: View,
  extent: Extent,
): { nodes: readonly SceneNode[]; lines: readonly SceneLine[] } {
  const world = visibleWorld(view, extent);
  return {
    nodes: scene.nodes.filter((node) => overlaps(node.box, world)),
    lines: scene.lines.filter((line) => overlaps(line.bounds, world)),
  };
}

function drawParts(
  context: CanvasRenderingContext2D,
  parts: Pick<Scene, 'nodes' | 'lines' | 'bands' | 'markOf'>,
  { view, ratio }: Still,
  palette: Palette,
  lettering: Lettering,
  everySign: boolean,
): void {
  const groups = groupHalves(parts.lines);
  const { scale, x, y } = view;
  context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
  paintHalves(context, groups, palette, view);
  paintSigns(context, groups, parts.markOf, palette, view, everySign);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (parts.bands.length > 0) paintBands(context, parts.bands, palette, lettering, view);
  paintBoxes(context, parts.nodes, palette, lettering, view);
}

const litPalettes = new WeakMap<Palette, Palette>();

/** Lines that are lit need not be quiet. */
function litPalette(palette: Palette): Palette {
  let lit = litPalettes.get(palette);
  if (!lit) {
    lit = { ...palette, lines: { ...palette.lines, ok: palette.textQuiet, absent: palette.outline } };
    litPalettes.set(palette, lit);
  }
  return lit;
}
