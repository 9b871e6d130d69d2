import { createLettering, type Lettering } from './lettering.ts';
import { paintBands, paintHead } from './paint-frame.ts';
import { paintOutline } from './outline.ts';
import { paintBoxes } from './paint-boxes.ts';
import { groupHalves, paintHalves, paintSigns } from './paint-lines.ts';
import type { Palette } from './palette.ts';
import type { Point } from './sizes.ts';
import type { Scene, SceneHalf, SceneLine, SceneNode } from './scene.ts';
import { overlaps, toScreen, visibleWorld, type Extent, type View } from './view.ts';

/** What a hover lights; everything else is dimmed. */
export interface Lit {
  readonly nodes: ReadonlySet<string>;
  /** Halves as `FROM>TO`, whether or not there is a link. */
  readonly halves: ReadonlySet<string>;
}

export type Target =
  { readonly kind: 'node'; readonly node: SceneNode } | { readonly kind: 'half'; readonly half: SceneHalf };

/** Everything that one picture shows. */
export interface Picture {
  readonly scene: Scene;
  readonly palette: Palette;
  readonly view: View;
  readonly extent: Extent;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly lit: Lit | null;
  readonly selected: Target | null;
  readonly focused: Target | null;
}

export interface Painter {
  /**
   * @param moving true while the view is being changed by hand: a picture that takes long to draw is shown from the copy
   * @returns false when what is shown is a scaled copy and wants to be drawn anew at rest
   */
  paint(picture: Picture, moving: boolean): boolean;
}

/** Around the canvas, as a share of its size: how far one may pan before the copy is drawn anew. */
const overscan = 0.3;
/** A picture that takes longer than this to draw is scaled from its copy while zooming, in ms. */
const slow = 9;
const dimmed = 0.22;

interface Copy {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  scene: Scene | null;
  palette: Palette | null;
  view: View;
  extent: Extent;
  /** How much larger than the canvas it is on each side, CSS pixels. */
  margin: Point;
  /** Whether all there is lies in it: then no pan wants more. */
  complete: boolean;
  ratio: number;
  /** How long it took to draw, ms. */
  cost: number;
}

/**
 * Paints the map on a canvas. The still part (bands, lines, servers) is drawn into a copy somewhat larger than the canvas, so that
 * panning only moves pixels; what changes with the pointer and the keyboard is drawn over it.
 */
export function createPainter(context: CanvasRenderingContext2D): Painter {
  const lettering = createLettering();
  const copy = createCopy();

  return {
    paint(picture, moving) {
      const { scene, palette, view, extent, ratio } = picture;
      const stale = copy.scene !== scene || copy.palette !== palette || copy.ratio !== ratio || copy.extent !== extent;
      const moved = copy.view.scale !== view.scale || !covers(copy, view);
      const crisp = !stale && !moved;
      const scaled = !crisp && !stale && moving && copy.view.scale !== view.scale && copy.cost > slow;
      if (!crisp && !scaled) drawCopy(copy, picture, lettering);

      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = palette.canvas;
      context.fillRect(0, 0, extent.width * ratio, extent.height * ratio);
      context.globalAlpha = picture.lit ? dimmed : 1;
      showCopy(context, copy, view, ratio);
      context.globalAlpha = 1;
      if (picture.lit) drawLit(context, picture, picture.lit, lettering);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (picture.selected) paintOutline(context, picture.selected, picture, 'selected');
      if (picture.focused) paintOutline(context, picture.focused, picture, 'focused');
      paintHead(context, scene, palette, lettering, view, extent);
      return !scaled;
    },
  };
}

function createCopy(): Copy {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('The browser gives no 2D canvas.');
  const nowhere = { x: 0, y: 0 };
  return {
    canvas,
    context,
    scene: null,
    palette: null,
    view: { scale: 1, ...nowhere },
    extent: { width: 0, height: 0 },
    margin: nowhere,
    complete: false,
    ratio: 1,
    cost: 0,
  };
}

/** Titles, bows and the outlines of boxes reach this far beyond the servers, world pixels. */
const fringe = 180;

/** @returns whether everything lies within the canvas and `margin` around it */
function holdsAll({ bounds }: Scene, view: View, { width, height }: Extent, margin: Point): boolean {
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

function covers({ complete, margin, view: drawn }: Copy, view: View): boolean {
  return complete || (Math.abs(view.x - drawn.x) <= margin.x && Math.abs(view.y - drawn.y) <= margin.y);
}

function drawCopy(copy: Copy, { scene, palette, view, extent, ratio }: Picture, lettering: Lettering): void {
  const started = performance.now();
  const fits = holdsAll(scene, view, extent, { x: 0, y: 0 });
  const margin = fits
    ? { x: 0, y: 0 }
    : { x: Math.round(extent.width * overscan), y: Math.round(extent.height * overscan) };
  const complete = fits || holdsAll(scene, view, extent, margin);
  const width = Math.round((extent.width + 2 * margin.x) * ratio);
  const height = Math.round((extent.height + 2 * margin.y) * ratio);
  const { canvas, context } = copy;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  // Whole pixels, so that hairlines stay sharp when the copy is shown.
  const whole = { scale: view.scale, x: Math.round(view.x), y: Math.round(view.y) };
  const shifted = { ...whole, x: whole.x + margin.x, y: whole.y + margin.y };
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = palette.canvas;
  context.fillRect(0, 0, width, height);
  const size = { width: width / ratio, height: height / ratio };
  const { nodes, lines } = inSight(scene, shifted, size);
  drawParts(
    context,
    { nodes, lines, bands: scene.bands, markOf: scene.markOf },
    () => true,
    palette,
    lettering,
    shifted,
    ratio,
    false,
  );
  const cost = performance.now() - started;
  Object.assign(copy, { scene, palette, view: whole, extent, margin, complete, ratio, cost } satisfies Partial<Copy>);
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
  wanted: (half: SceneHalf) => boolean,
  palette: Palette,
  lettering: Lettering,
  view: View,
  ratio: number,
  everySign: boolean,
): void {
  const groups = groupHalves(parts.lines, wanted);
  const { scale, x, y } = view;
  context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
  paintHalves(context, groups, palette, view);
  paintSigns(context, groups, parts.markOf, palette, view, everySign);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (parts.bands.length > 0) paintBands(context, parts.bands, palette, lettering, view);
  paintBoxes(context, parts.nodes, palette, lettering, view);
}

function showCopy(context: CanvasRenderingContext2D, copy: Copy, view: View, ratio: number): void {
  const { margin } = copy;
  const zoom = view.scale / copy.view.scale;
  if (zoom === 1) {
    const left = Math.round((view.x - copy.view.x - margin.x) * ratio);
    const top = Math.round((view.y - copy.view.y - margin.y) * ratio);
    context.drawImage(copy.canvas, left, top);
    return;
  }
  const left = (view.x - (copy.view.x + margin.x) * zoom) * ratio;
  const top = (view.y - (copy.view.y + margin.y) * zoom) * ratio;
  context.imageSmoothingQuality = 'low';
  context.drawImage(copy.canvas, left, top, copy.canvas.width * zoom, copy.canvas.height * zoom);
}

function drawLit(
  context: CanvasRenderingContext2D,
  { scene, palette, view, extent, ratio }: Picture,
  lit: Lit,
  lettering: Lettering,
): void {
  const { nodes, lines } = inSight(scene, view, extent);
  const isLit = (half: SceneHalf): boolean => lit.halves.has(`${half.from}>${half.to}`);
  const parts = {
    nodes: nodes.filter((node) => lit.nodes.has(node.id)),
    lines: lines.filter((line) => line.halves.some(isLit)),
    bands: [],
    markOf: scene.markOf,
  };
  drawParts(context, parts, () => true, litPalette(palette), lettering, view, ratio, parts.lines.length < 60);
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
