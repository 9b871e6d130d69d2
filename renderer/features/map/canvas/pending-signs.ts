import type { PendingMark } from '#shared/domain/plan/pending-overlay.ts';
import type { Lettering } from './lettering.ts';
import { letterHeight, signWidth } from '#shared/domain/map/scene/letters.ts';
import type { Palette } from './palette.ts';
import { placeSigns, type Obstacles } from '#shared/domain/map/scene/pending-places.ts';
import { boundsOfCurve, pointAt } from '#shared/domain/map/scene/route.ts';
import type { Scene, SceneHalf, SceneNode } from '#shared/domain/map/scene/scene.ts';
import type { Box, Point } from '#shared/domain/map/sizes.ts';
import { createTaken } from '#shared/domain/map/scene/occupied.ts';
import { placeTitles } from './titles.ts';
import { overlaps, type View } from './camera.ts';
import { roleLetter } from '#shared/domain/map/labels.ts';

/** From afar the dashes alone are read. */
const signsFrom = 0.34;
/** Signs keep their size on the screen, CSS pixels. */
export const signHeight = 15;
const padding = 5;
/** Between two signs, CSS pixels. */
const between = 3;
/** Places are kept over so large a range of scales, so that signs do not wander while the view is zoomed. */
const stepRatio = 1.25;

/** A pending change as it is drawn on its half. */
export interface PendingSign {
  readonly half: SceneHalf;
  /** All that its line stands for goes. */
  readonly gone: boolean;
  readonly text: string;
  /** CSS pixels. */
  readonly width: number;
  /** Its middle in world pixels; null: from here there is no room for it on its half. */
  readonly place: Point | null;
}

export interface PlacedSigns {
  readonly signs: readonly PendingSign[];
  /** Servers that a line passes on its way to another: they are drawn above it. */
  readonly crossed: readonly SceneNode[];
}

/** What it takes to place signs. */
export interface SignScene {
  readonly context: CanvasRenderingContext2D;
  readonly scene: Scene;
  readonly palette: Palette;
  /** By id of the link. */
  readonly pending: ReadonlyMap<string, PendingMark>;
  readonly scale: number;
}

/** The places of the signs, worked out once per picture and zoom step, never per frame. */
export interface PendingSigns {
  /** @returns one for each pending change whose link is on the map */
  of(wanted: SignScene): PlacedSigns;
  /** @returns the half whose sign was last drawn at this place in world pixels */
  at(at: Point, scale: number): SceneHalf | null;
}

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
 * One line may stand for the links of a whole group: then its sign says how many of them change, and how if all change
 * alike.
 */
export function pendingText(marks: readonly PendingMark[]): string {
  const [only, ...more] = new Set(marks.map(pendingSign));
  if (only === undefined || more.length > 0) return `${marks.length} changes`;
  return marks.length === 1 ? only : `${marks.length} ${only}`;
}

export function setSignFont(context: CanvasRenderingContext2D, palette: Palette, lettering: Lettering): void {
  lettering.use(context, `bold 11px ${palette.mono}`);
}

interface Marked {
  readonly scene: Scene;
  readonly pending: ReadonlyMap<string, PendingMark>;
  readonly palette: Palette;
  /** Without places: what all zoom steps have in common. */
  readonly unplaced: PlacedSigns;
  readonly letters: Obstacles['letters'] | null;
}

const nothing: PlacedSigns = { signs: [], crossed: [] };

export function createPendingSigns(lettering: Lettering): PendingSigns {
  let marked: Marked | null = null;
  let step: number | null = null;
  let placed = nothing;

  return {
    of(wanted) {
      const { scene, pending, palette, scale } = wanted;
      if (pending.size === 0) {
        marked = null;
        return (placed = nothing);
      }
      const near = scale >= signsFrom;
      if (
        marked?.scene !== scene ||
        marked.pending !== pending ||
        marked.palette !== palette ||
        (near && !marked.letters)
      ) {
        marked = mark(wanted, near, lettering);
        step = null;
        placed = marked.unplaced;
      }
      const next = near ? stepOf(scale) : null;
      if (next !== step) {
        step = next;
        placed =
          step === null ? marked.unplaced : { ...marked.unplaced, signs: place(marked, step, wanted, lettering) };
      }
      return placed;
    },
    at(at, scale) {
      const hit = placed.signs.find(
        ({ place: middle, width }) =>
          middle !== null &&
          Math.abs(at.x - middle.x) * scale <= width / 2 &&
          Math.abs(at.y - middle.y) * scale <= signHeight / 2,
      );
      return hit?.half ?? null;
    },
  };
}

function stepOf(scale: number): number {
  return Math.floor(Math.log(scale) / Math.log(stepRatio) + 1e-6);
}

function mark({ context, scene, pending, palette }: SignScene, near: boolean, lettering: Lettering): Marked {
  setSignFont(context, palette, lettering);
  const byHalf = new Map<SceneHalf, PendingMark[]>();
  for (const [link, each] of pending) {
    const half = scene.halfOfLink(link);
    if (!half) continue;
    const marks = byHalf.get(half);
    if (marks) marks.push(each);
    else byHalf.set(half, [each]);
  }
  const signs = [...byHalf].map(([half, marks]): PendingSign => {
    const text = pendingText(marks);
    // Faded only where all that the line stands for goes.
    const gone = marks.every(({ kind }) => kind === 'removed') && marks.length === scene.linksOf(half).length;
    return { half, gone, text, width: Math.ceil(lettering.width(text)) + 2 * padding, place: null };
  });
  const unplaced = { signs, crossed: crossedBy(signs, scene.nodes) };
  return { scene, pending, palette, unplaced, letters: near ? createTaken(lettersOf(scene, pending)) : null };
}

/** Fine enough that no curve passes a box between two of its points. */
const samples = 32;

function crossedBy(signs: readonly PendingSign[], nodes: readonly SceneNode[]): readonly SceneNode[] {
  const crossed = new Set<SceneNode>();
  for (const { half } of signs) {
    const bounds = boundsOfCurve(half.curve);
    const points = Array.from({ length: samples + 1 }, (_, step) => pointAt(half.curve, step / samples));
    for (const node of nodes) {
      if (node.id === half.from || node.id === half.to || !overlaps(node.box, bounds)) continue;
      if (points.some((point) => overlaps(node.box, { ...point, width: 0, height: 0 }))) crossed.add(node);
    }
  }
  return [...crossed];
}

/** A sign stands for the letter of its half, so that those letters are in nobody's way. */
function* lettersOf(scene: Scene, pending: ReadonlyMap<string, PendingMark>): Generator<Box> {
  for (const { halves } of scene.lines) {
    for (const half of halves) {
      if (!half.link || pending.has(half.link.id)) continue;
      const { x, y, hidden } = scene.markOf(half);
      const width = signWidth(half.link);
      if (!hidden) yield { x: x - width / 2, y: y - letterHeight / 2, width, height: letterHeight };
    }
  }
}

/** Signs are placed as large as they are where the step begins: there they are largest in the world. */
function place(
  { unplaced: { signs }, letters, scene, palette }: Marked,
  step: number,
  { context }: SignScene,
  lettering: Lettering,
): readonly PendingSign[] {
  const [from, to] = [stepRatio ** step, stepRatio ** (step + 1)];
  const titles = [from, to].flatMap((scale) => titlesInWorld(context, scene, palette, lettering, scale));
  const fixed = createTaken([...scene.nodes.map((node) => node.box), ...titles]);
  const places = placeSigns(
    signs.map(({ half, width }) => ({
      half,
      letter: scene.markOf(half),
      width: (width + between) / from,
      height: (signHeight + between) / from,
    })),
    { fixed, letters: letters ?? createTaken() },
  );
  return signs.map((sign, index) => ({ ...sign, place: places[index] ?? null }));
}

function titlesInWorld(
  context: CanvasRenderingContext2D,
  scene: Scene,
  palette: Palette,
  lettering: Lettering,
  scale: number,
): readonly Box[] {
  const view: View = { scale, x: 0, y: 0 };
  return placeTitles(context, scene.bands, palette, lettering, view).map(({ box }) => ({
    x: box.x / scale,
    y: box.y / scale,
    width: box.width / scale,
    height: box.height / scale,
  }));
}
