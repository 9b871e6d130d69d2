import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent } from 'd3-zoom';
import { createHits, type Hits } from './hits.ts';
import type { Camera } from './map-memory.ts';
import { createPainter } from './painter.ts';
import type { Target } from '#shared/domain/map/scene/target.ts';
import type { PendingMark } from '#shared/domain/plan/pending-overlay.ts';
import type { Palette } from './palette.ts';
import { pointAt, boundsOfCurve } from '#shared/domain/map/scene/route.ts';
import type { SceneBand } from '#shared/domain/map/scene/bands.ts';
import type { Scene } from '#shared/domain/map/scene/scene.ts';
import type { Point } from '#shared/domain/map/sizes.ts';
import { traceFrom } from '#shared/domain/map/scene/trace.ts';
import {
  closest,
  fitView,
  furthest,
  headHeight,
  overlaps,
  reveal,
  toScreen,
  toWorld,
  visibleWorld,
  type Extent,
  type View,
} from './camera.ts';
import { step, type Direction } from '#shared/domain/map/scene/walk.ts';

export interface StageEvents {
  /** The pointer is over something else; `at` in CSS pixels of the canvas. */
  onHover(target: Target | null, at: Point): void;
  onClick(target: Target | null): void;
  onDoubleClick(target: Target): void;
  /** A picture with something in it is on the canvas. */
  onPainted(): void;
  /** The view or the scene has come to rest. */
  onSettled(): void;
}

/** The canvas with its camera: pan, zoom, pointer and keyboard focus. Draws only when something has changed. */
export interface Stage {
  readonly view: () => View;
  /** Whether the user has moved the camera since the last fit. */
  readonly touched: () => boolean;
  show(scene: Scene): void;
  setPalette(palette: Palette): void;
  setSelected(target: Target | null): void;
  /** What the pending changes make of links, by id. */
  setPending(marks: ReadonlyMap<string, PendingMark>): void;
  /** What the keyboard is on; null: nothing. */
  focus(target: Target | null): void;
  focused(): Target | null;
  walk(direction: Direction): Target | null;
  /** What is drawn at a place, CSS pixels of the canvas. */
  targetAt(at: Point): Target | null;
  /** The band of a cluster that is there. */
  bandAt(at: Point): SceneBand | null;
  /** Whether any server is in sight. */
  seesAny(): boolean;
  fit(): void;
  moveTo(view: View): void;
  /** Looks from where the map was left. */
  restore(camera: Camera): void;
  zoomBy(factor: number): void;
  /** @returns where a click finds it, or for a half its letter where nothing does, in CSS pixels of the canvas */
  placeOf(target: Target): Point;
  destroy(): void;
}

/** How far from a line a click still counts, CSS pixels. */
const reach = 7;
/** After this long without a move the view is at rest, ms. */
const restAfter = 140;

// oxlint-disable-next-line max-lines-per-function -- one canvas: camera, pointer and picture share its state
export function createStage(canvas: HTMLCanvasElement, palette: Palette, events: StageEvents): Stage {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('The browser gives no 2D canvas.');
  const painter = createPainter(context);
  const selection = select(canvas);

  let scene: Scene | null = null;
  let hits: Hits | null = null;
  let colours = palette;
  let view: View = { scale: 1, x: 0, y: 0 };
  let extent: Extent = { width: 0, height: 0 };
  let ratio = 1;
  let selected: Target | null = null;
  let pending: ReadonlyMap<string, PendingMark> = new Map();
  let focused: Target | null = null;
  let hovered: Target | null = null;
  let pointer: Point | null = null;
  /** The scene that is on the canvas. */
  let shown: Scene | null = null;
  let touched = false;
  let fitWanted = false;
  let moving = false;
  let frame = 0;
  let rest = 0;

  const behaviour = zoom<HTMLCanvasElement, unknown>()
    .clickDistance(4)
    .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      view = { scale: event.transform.k, x: event.transform.x, y: event.transform.y };
      // Only a move by hand has an event behind it.
      if (event.sourceEvent) {
        touched = true;
        unhover();
      }
      move();
    });
  selection.call(behaviour).on('dblclick.zoom', null);

  const unhover = (): void => {
    if (!hovered) return;
    hovered = null;
    events.onHover(null, { x: 0, y: 0 });
    draw();
  };
  const paint = (): void => {
    frame = 0;
    if (!scene || extent.width === 0) return;
    if (pointer && !moving) hover(pointer);
    // The keyboard lights what it is on as the pointer does.
    const lit = hovered ?? focused;
    const crisp = painter.paint(
      { scene, palette: colours, view, extent, ratio, lit: lit && traceFrom(scene, lit), selected, focused, pending },
      moving,
    );
    shown = scene;
    if (!crisp) scheduleRest();
    if (scene.nodes.length > 0) events.onPainted();
  };
  const draw = (): void => {
    frame ||= requestAnimationFrame(paint);
  };
  const scheduleRest = (): void => {
    window.clearTimeout(rest);
    rest = window.setTimeout(() => {
      moving = false;
      draw();
      events.onSettled();
    }, restAfter);
  };
  const move = (): void => {
    moving = true;
    draw();
    scheduleRest();
  };

  const find = (at: Point): Target | null => {
    if (!hits || at.y < headHeight) return null;
    const world = toWorld(view, at);
    const half = painter.pendingAt(world, view.scale);
    return half ? { kind: 'half', half } : hits.at(world, reach / view.scale);
  };
  const hover = (at: Point): void => {
    const target = find(at);
    if (sameTarget(target, hovered)) return;
    hovered = target;
    canvas.style.cursor = target ? 'pointer' : 'default';
    events.onHover(target, at);
    draw();
  };
  const placeIn = (event: MouseEvent): Point => ({ x: event.offsetX, y: event.offsetY });

  const onPointerMove = (event: PointerEvent): void => {
    pointer = event.buttons === 0 ? placeIn(event) : null;
    // One question per frame is as much as can be seen.
    if (pointer) draw();
  };
  const onPointerLeave = (): void => {
    pointer = null;
    unhover();
  };
  const onClick = (event: MouseEvent): void => {
    const target = find(placeIn(event));
    // The second click of two would fold what the first has opened.
    if (target?.kind === 'node' && target.node.fold && event.detail > 1) return;
    events.onClick(target);
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const target = find(placeIn(event));
    if (target) events.onDoubleClick(target);
  };
  canvas.addEventListener('pointermove', onPointerMove);
  canvas.addEventListener('pointerleave', onPointerLeave);
  canvas.addEventListener('click', onClick);
  canvas.addEventListener('dblclick', onDoubleClick);

  const moveTo = (wanted: View): void => {
    behaviour.transform(selection, zoomIdentity.translate(wanted.x, wanted.y).scale(wanted.scale));
  };
  const fit = (): void => {
    // Without a size there is nothing to fit into: the first resize does it.
    fitWanted = extent.width === 0;
    if (fitWanted || !scene?.bounds) return;
    touched = false;
    moveTo(fitView(scene.bounds, extent));
    if (shown === scene) return;
    // The first picture of a scene does not wait for the next frame.
    cancelAnimationFrame(frame);
    paint();
  };
  const limitZoom = (): void => {
    behaviour.scaleExtent([furthest(scene?.bounds ?? null, extent), closest]);
  };

  const resize = (): void => {
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || height === 0) return;
    // An observer reports once at its beginning, too: the first picture need not be painted twice for it.
    if (width === extent.width && height === extent.height && ratio === window.devicePixelRatio) return;
    ratio = window.devicePixelRatio;
    extent = { width, height };
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    limitZoom();
    if (fitWanted) fit();
    // A canvas is blank once its size is set; waiting for the next frame would flash.
    paint();
    events.onSettled();
  };
  const observer = new ResizeObserver(resize);
  observer.observe(canvas);
  resize();

  return {
    view: () => view,
    touched: () => touched,
    fit,
    moveTo,
    restore(camera) {
      moveTo(camera.view);
      touched = camera.touched;
    },
    focused: () => focused,
    targetAt: find,
    bandAt(at) {
      const world = toWorld(view, at);
      return scene?.bands.find(({ box }) => overlaps(box, { ...world, width: 0, height: 0 })) ?? null;
    },
    seesAny() {
      const world = visibleWorld(view, extent);
      return scene?.nodes.some((node) => overlaps(node.box, world)) ?? false;
    },
    show(next) {
      scene = next;
      hits = createHits(next);
      hovered = hovered && refreshed(next, hovered);
      focused = focused && refreshed(next, focused);
      selected = selected && refreshed(next, selected);
      limitZoom();
      draw();
      scheduleRest();
    },
    setPalette(next) {
      colours = next;
      draw();
    },
    setPending(marks) {
      const nothingNew = marks.size === 0 && pending.size === 0;
      pending = marks;
      if (!nothingNew) draw();
    },
    setSelected(target) {
      if (sameTarget(target, selected)) return;
      selected = target;
      draw();
    },
    focus(target) {
      focused = target;
      draw();
    },
    walk(direction) {
      if (!scene) return null;
      pointer = null;
      unhover();
      focused = step(scene, focused ?? selected, direction);
      if (focused)
        moveTo(
          reveal(
            view,
            focused.kind === 'node' ? focused.node.box : boundsOfCurve(focused.half.curve, focused.half.lane),
            extent,
          ),
        );
      draw();
      return focused;
    },
    zoomBy(factor) {
      touched = true;
      behaviour.scaleBy(selection, factor);
    },
    placeOf(wanted) {
      if (wanted.kind === 'node') {
        const { x, y, width, height } = wanted.node.box;
        return toScreen(view, { x: x + width / 2, y: y + height / 2 });
      }
      const { half } = wanted;
      const mark = scene?.halfOfLink(half.link?.id ?? '') === half ? scene.markOf(half) : pointAt(half.curve, 0.5);
      const stops = [mark, ...[0.5, 0.7, 0.3, 0.85, 0.15].map((t) => pointAt(half.curve, t))];
      const found = stops
        .map((stop) => toScreen(view, stop))
        .find((at) => {
          const target = find(at);
          return target?.kind === 'half' && target.half === half;
        });
      return found ?? toScreen(view, mark);
    },
    destroy() {
      observer.disconnect();
      window.clearTimeout(rest);
      cancelAnimationFrame(frame);
      selection.on('.zoom', null);
      canvas.removeEventListener('pointermove', onPointerMove);
      canvas.removeEventListener('pointerleave', onPointerLeave);
      canvas.removeEventListener('click', onClick);
      canvas.removeEventListener('dblclick', onDoubleClick);
    },
  };
}

export function sameTarget(a: Target | null, b: Target | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'node') return b.kind === 'node' && a.node.id === b.node.id;
  return (
    b.kind === 'half' && a.half.from === b.half.from && a.half.to === b.half.to && a.half.link?.id === b.half.link?.id
  );
}

/** The same thing in another scene; null when it is gone. */
function refreshed(scene: Scene, target: Target): Target | null {
  if (target.kind === 'node') {
    const node = scene.nodeById.get(target.node.id);
    return node ? { kind: 'node', node } : null;
  }
  const half = target.half.link && scene.halfOfLink(target.half.link.id);
  return half ? { kind: 'half', half } : null;
}
