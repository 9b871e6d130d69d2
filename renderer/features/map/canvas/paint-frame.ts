import type { Palette } from './palette.ts';
import type { Lettering } from './lettering.ts';
import type { SceneBand } from '#shared/domain/map/scene/bands.ts';
import type { Scene } from '#shared/domain/map/scene/scene.ts';
import { detailGap, placeTitles, setDetailFont, setNameFont } from './titles.ts';
import { headHeight, toScreen, type Extent, type View } from './camera.ts';
import { tierWords } from '#shared/domain/map/labels.ts';

const ruleAbove = 36;
/** Clear of the heading below it, which keeps its size. */
const ruleAboveAtLeast = 17;
const rulesFrom = 0.22;

/**
 * The title and the hairline over each cluster's band, in screen pixels.
 */
export function paintBands(
  context: CanvasRenderingContext2D,
  bands: readonly SceneBand[],
  palette: Palette,
  lettering: Lettering,
  view: View,
): void {
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  if (view.scale >= rulesFrom) paintRules(context, bands, palette, view);
  const titles = placeTitles(context, bands, palette, lettering, view);
  setNameFont(context, palette, lettering);
  for (const { name, left, base, nameWidth, box } of titles) {
    // From afar the lines of the band above come this near.
    context.fillStyle = palette.canvas;
    context.fillRect(left - 2, box.y, nameWidth + 4, box.height);
    context.fillStyle = palette.textQuiet;
    context.fillText(name, left, base);
  }
  setDetailFont(context, palette, lettering);
  context.fillStyle = palette.textFaint;
  for (const { detail, left, base, nameWidth } of titles) {
    if (detail !== null) context.fillText(detail, left + nameWidth + detailGap, base);
  }
}

function paintRules(
  context: CanvasRenderingContext2D,
  bands: readonly SceneBand[],
  palette: Palette,
  view: View,
): void {
  context.strokeStyle = palette.hairline;
  context.lineWidth = 1;
  context.beginPath();
  for (const { box } of bands) {
    const { x, y } = toScreen(view, box);
    const line = Math.round(y - Math.max(ruleAboveAtLeast, ruleAbove * Math.min(1, view.scale))) + 0.5;
    context.moveTo(Math.round(x), line);
    context.lineTo(Math.round(x + box.width * view.scale), line);
  }
  context.stroke();
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
  setDetailFont(context, palette, lettering);
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
