import { createCopy, drawCopy, showCopy, usefulness } from './pixel-copy.ts';
import { createLettering } from './lettering.ts';
import { paintOutline } from './outline.ts';
import { paintHead } from './paint-frame.ts';
import { paintPendingLines, paintPendingSigns } from './paint-pending.ts';
import { createPendingSigns } from './pending-signs.ts';
import type { Picture } from './picture.ts';
import type { SceneHalf } from '#shared/domain/map/scene/scene.ts';
import type { Point } from '#shared/domain/map/sizes.ts';
import { drawLit, drawStill } from './static-layer.ts';

export interface Painter {
  /**
   * @param moving true while the view is being changed by hand: a picture that takes long to draw is shown from the
   *   copy
   * @returns false when the same picture wants to be painted again at rest: what is shown is a scaled copy, or there is
   *   no copy yet
   */
  paint(picture: Picture, moving: boolean): boolean;
  /** @returns the half whose sign of a pending change is drawn at this place in world pixels */
  pendingAt(at: Point, scale: number): SceneHalf | null;
}

const dimmed = 0.22;

/**
 * Paints the map on a canvas. The still part (bands, lines, servers) is kept as a copy; what changes with the pointer
 * and the keyboard is drawn over it.
 */
export function createPainter(context: CanvasRenderingContext2D): Painter {
  const lettering = createLettering();
  const copy = createCopy();
  const pendingSigns = createPendingSigns(lettering);
  let painted = false;

  return {
    paint(picture, moving) {
      const { scene, palette, view, extent, ratio, lit } = picture;
      const useful = usefulness(copy, picture, moving);
      // The very first picture goes straight to the screen; its copy is made when there is time.
      const direct = !painted && !lit;
      painted ||= scene.nodes.length > 0;
      if (direct) drawStill(context, picture, lettering);
      else {
        if (useful === 'none') drawCopy(copy, picture, lettering);
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.fillStyle = palette.canvas;
        context.fillRect(0, 0, extent.width * ratio, extent.height * ratio);
        context.globalAlpha = lit ? dimmed : 1;
        showCopy(context, copy, view, ratio);
        context.globalAlpha = 1;
        if (lit) drawLit(context, picture, lit, lettering);
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const signs = pendingSigns.of({ context, scene, palette, pending: picture.pending, scale: view.scale });
      paintPendingLines(context, signs, picture, lettering);
      if (picture.selected) paintOutline(context, picture.selected, picture, signs, 'selected');
      if (picture.focused) paintOutline(context, picture.focused, picture, signs, 'focused');
      paintPendingSigns(context, signs, picture, lettering);
      paintHead(context, scene, palette, lettering, view, extent);
      return !direct && useful !== 'scaled';
    },
    pendingAt: pendingSigns.at,
  };
}
