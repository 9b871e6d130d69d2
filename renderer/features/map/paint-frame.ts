import type { Palette } from './palette.ts';
import type { Lettering } from './lettering.ts';
import type { SceneBand } from './bands.ts';
import type { Scene } from './scene.ts';
import { headHeight, toScreen, type Extent, type View } from './view.ts';
import { tierWords } from './words.ts';

const titleAbove = 14;
const ruleAbove = 36;

/**
 * The title and the hairline over each cluster's band, in screen pixels: a title keeps its size and gives way where it would
 * lie on another.
 */
export function paintBands(
  context: CanvasRenderingContext2D,
  bands: readonly SceneBand[],
  palette: Palette,
  lettering: Lettering,
  view: View,
): void {
  const rises = Math.min(1, view.scale);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const taken: { left: number; right: number; y: number }[] = [];
  const sorted = bands.toSorted((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
  if (view.scale >= 0.22) {
    context.strokeStyle = palette.hairline;
    context.lineWidth = 1;
    context.beginPath();
    for (const { box } of sorted) {
      const { x, y } = toScreen(view, box);
      const line = Math.round(y - ruleAbove * rises) + 0.5;
      context.moveTo(Math.round(x), line);
      context.lineTo(Math.round(x + box.width * view.scale), line);
    }
    context.stroke();
  }
  for (const { box, title, detail } of sorted) {
    const { x, y } = toScreen(view, box);
    const base = Math.round(y - Math.max(4, titleAbove * rises));
    const room = box.width * view.scale;
    lettering.use(context, `600 11px ${palette.sans}`);
    const name = lettering.fit(title, room);
    const nameWidth = lettering.width(name);
    const left = Math.round(x);
    if (name === '' || nameWidth < 24) continue;
    if (taken.some((other) => Math.abs(other.y - base) < 22 && left < other.right && other.left < left + nameWidth))
      continue;
    taken.push({ left, right: left + nameWidth, y: base });
    // From afar the lines of the band above come this near.
    context.fillStyle = palette.canvas;
    context.fillRect(left - 2, base - 10, nameWidth + 4, 13);
    context.fillStyle = palette.textQuiet;
    context.fillText(name, left, base);
    lettering.use(context, `400 11px ${palette.sans}`);
    if (nameWidth + 8 + lettering.width(detail) > room) continue;
    context.fillStyle = palette.textFaint;
    context.fillText(detail, left + nameWidth + 8, base);
  }
}

/** The names of the columns, which stay at the top while the picture moves below. */
export function paintHead(
  context: CanvasRenderingContext2D,
  scene: Scene,
  palette: Palette,
  lettering: Lettering,
  view: View,
  { width }: Extent,
): void {
  if (scene.nodes.length === 0) return;
  context.fillStyle = palette.canvas;
  context.fillRect(0, 0, width, headHeight);
  context.strokeStyle = palette.hairline;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, headHeight - 0.5);
  context.lineTo(width, headHeight - 0.5);
  context.stroke();
  lettering.use(context, `400 11px ${palette.sans}`);
  context.fillStyle = palette.textQuiet;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  let end = 0;
  for (const column of scene.columns.toSorted((a, b) => a.x - b.x)) {
    const left = column.x * view.scale + view.x;
    const right = left + column.width * view.scale;
    const text = tierWords[column.tier];
    const length = lettering.width(text);
    // Slides along its column, so that a wide one has its name in sight.
    const at = Math.round(Math.max(left, Math.min(8, right - length)));
    if (at < end + 16 - (end === 0 ? 16 : 0) || at > width || at + length < 0) continue;
    context.fillText(text, at, headHeight / 2);
    end = at + length;
  }
}
