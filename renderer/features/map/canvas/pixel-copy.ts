import type { Lettering } from './lettering.ts';
import type { Palette } from './palette.ts';
import type { Scene } from '#shared/domain/map/scene/scene.ts';
import type { Point } from '#shared/domain/map/sizes.ts';
import { drawStill, holdsAll, type Still } from './static-layer.ts';
import type { Extent, View } from './camera.ts';

/** Around the canvas, as a share of its size: how far one may pan before the copy is drawn anew. */
const overscan = 0.3;
/** A picture that takes longer than this to draw is scaled from its copy while zooming, in ms. */
const slow = 9;

/** The still part of the picture, kept, somewhat larger than the canvas, so that panning only moves pixels. */
export interface Copy {
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

export function createCopy(): Copy {
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

function covers({ complete, margin, view: drawn }: Copy, view: View): boolean {
  return complete || (Math.abs(view.x - drawn.x) <= margin.x && Math.abs(view.y - drawn.y) <= margin.y);
}

/** How a picture can be had from the copy: as it is, scaled until there is time, or not at all. */
export function usefulness(copy: Copy, still: Still, moving: boolean): 'crisp' | 'scaled' | 'none' {
  const stale =
    copy.scene !== still.scene ||
    copy.palette !== still.palette ||
    copy.ratio !== still.ratio ||
    copy.extent !== still.extent;
  if (stale) return 'none';
  if (copy.view.scale === still.view.scale) return covers(copy, still.view) ? 'crisp' : 'none';
  return moving && copy.cost > slow ? 'scaled' : 'none';
}

/** Draws the copy anew for what a picture shows. */
export function drawCopy(copy: Copy, { scene, palette, view, extent, ratio }: Still, lettering: Lettering): void {
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
  drawStill(
    context,
    { scene, palette, view: shifted, extent: { width: width / ratio, height: height / ratio }, ratio },
    lettering,
  );
  const cost = performance.now() - started;
  Object.assign(copy, { scene, palette, view: whole, extent, margin, complete, ratio, cost } satisfies Partial<Copy>);
}

/** @param view of the canvas; another scale than the copy's stretches it */
export function showCopy(context: CanvasRenderingContext2D, copy: Copy, view: View, ratio: number): void {
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
