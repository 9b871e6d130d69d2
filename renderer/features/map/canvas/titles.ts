import type { SceneBand } from '#shared/domain/map/scene/bands.ts';
import type { Lettering } from './lettering.ts';
import type { Palette } from './palette.ts';
import type { Box } from '#shared/domain/map/sizes.ts';
import { toScreen, type View } from './camera.ts';

/** Letters reach this far above and below the line they stand on, CSS pixels. */
const [ascent, descent] = [10, 3];
const titleAbove = 14;
/** Between the name and what follows it, CSS pixels. */
export const detailGap = 8;

/** The heading of a cluster's band as it is drawn, CSS pixels of the canvas. */
export interface Title {
  readonly name: string;
  /** Null: there is no room for it beside the name. */
  readonly detail: string | null;
  readonly left: number;
  /** The line that the letters stand on. */
  readonly base: number;
  readonly nameWidth: number;
  /** Around name and detail. */
  readonly box: Box;
}

export function setNameFont(context: CanvasRenderingContext2D, palette: Palette, lettering: Lettering): void {
  lettering.use(context, `600 11px ${palette.sans}`);
}

export function setDetailFont(context: CanvasRenderingContext2D, palette: Palette, lettering: Lettering): void {
  lettering.use(context, `400 11px ${palette.sans}`);
}

/**
 * Headings keep their size on the screen and give way where one would lie on another.
 * @param bands the upper and then the left of two that want one place gets it
 */
export function placeTitles(
  context: CanvasRenderingContext2D,
  bands: readonly SceneBand[],
  palette: Palette,
  lettering: Lettering,
  view: View,
): readonly Title[] {
  const rises = Math.min(1, view.scale);
  const sorted = bands.toSorted((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
  const titles: Title[] = [];
  for (const { box, title, detail } of sorted) {
    const at = toScreen(view, box);
    const base = Math.round(at.y - Math.max(4, titleAbove * rises));
    const left = Math.round(at.x);
    const room = box.width * view.scale;
    setNameFont(context, palette, lettering);
    const name = lettering.fit(title, room);
    const nameWidth = lettering.width(name);
    if (name === '' || nameWidth < 24) continue;
    if (
      titles.some(
        (other) =>
          Math.abs(other.base - base) < 22 && left < other.left + other.nameWidth && other.left < left + nameWidth,
      )
    )
      continue;
    setDetailFont(context, palette, lettering);
    const whole = nameWidth + detailGap + lettering.width(detail);
    const fits = whole <= room;
    titles.push({
      name,
      detail: fits ? detail : null,
      left,
      base,
      nameWidth,
      box: { x: left, y: base - ascent, width: fits ? whole : nameWidth, height: ascent + descent },
    });
  }
  return titles;
}
