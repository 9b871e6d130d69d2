import type { PendingMark } from '#renderer/state/pendingOverlay.ts';
import { traceHalf } from './outline.ts';
import type { Picture } from './painter.ts';
import type { SceneHalf } from './scene.ts';
import { roleLetter } from './words.ts';

/** From afar the dashes alone are read. */
const signsFrom = 0.5;
const signHeight = 15;

/** The sign of a difference: the new role, the old one and the new one, or what goes. */
export function pendingSign(mark: PendingMark): string {
  switch (mark.kind) {
    case 'added':
      return `+${roleLetter(mark.to)}`;
    case 'removed':
      return `\u00d7${roleLetter(mark.from)}`;
    case 'role':
      return `${roleLetter(mark.from)}\u2192${roleLetter(mark.to)}`;
    case 'enabled':
      return '\u25b6';
  }
}

/**
 * The pending changes over the picture as it is: dashed in the accent's colour what comes or changes, faded and struck what goes.
 * @param context in CSS pixels of the canvas
 */
export function paintPending(
  context: CanvasRenderingContext2D,
  marks: ReadonlyMap<string, PendingMark>,
  picture: Picture,
): void {
  context.save();
  for (const [link, mark] of marks) {
    const half = picture.scene.halfOfLink(link);
    if (half) paintMark(context, half, mark, picture);
  }
  context.restore();
}

function paintMark(context: CanvasRenderingContext2D, half: SceneHalf, mark: PendingMark, picture: Picture): void {
  const { palette, view, scene } = picture;
  const gone = mark.kind === 'removed';
  context.setLineDash([]);
  context.strokeStyle = palette.canvas;
  context.globalAlpha = gone ? 0.75 : 1;
  context.lineWidth = 5;
  traceHalf(context, half, view);
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = palette.accent;
  context.setLineDash(gone ? [1.5, 6] : [6, 4]);
  context.lineWidth = gone ? 1 : 1.75;
  traceHalf(context, half, view);
  context.stroke();
  if (view.scale < signsFrom) return;
  const { x, y } = scene.markOf(half);
  paintSign(context, pendingSign(mark), x * view.scale + view.x, y * view.scale + view.y, gone, picture);
}

function paintSign(
  context: CanvasRenderingContext2D,
  sign: string,
  x: number,
  y: number,
  struck: boolean,
  { palette }: Picture,
): void {
  context.font = `bold 11px ${palette.mono}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const width = context.measureText(sign).width + 10;
  context.setLineDash([]);
  context.lineWidth = 1;
  context.fillStyle = palette.canvas;
  context.beginPath();
  context.roundRect(x - width / 2, y - signHeight / 2, width, signHeight, signHeight / 2);
  context.fill();
  context.stroke();
  context.fillStyle = palette.accent;
  context.fillText(sign, x, y + 0.5);
  if (!struck) return;
  context.beginPath();
  context.moveTo(x - width / 2 + 3, y);
  context.lineTo(x + width / 2 - 3, y);
  context.stroke();
}
