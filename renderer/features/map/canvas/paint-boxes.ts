import type { State } from '#shared/domain/topology/topology.ts';
import { productIcon, stateIcons, strokeIcon } from './icons.ts';
import type { Lettering } from './lettering.ts';
import { isProblem } from '#shared/domain/map/filter.ts';
import type { Palette } from './palette.ts';
import type { Fold } from '#shared/domain/map/groups.ts';
import type { SceneNode } from '#shared/domain/map/scene/scene.ts';
import type { View } from './camera.ts';

const states = ['ok', 'unknown', 'disabled', 'warning', 'broken'] as const satisfies readonly State[];

/** From here a box has its name; below it is a shape with a colour and an icon. */
const nameFrom = 0.34;
/** From here it has its second line. */
const detailFrom = 0.85;

/**
 * Draws servers in screen pixels, so that their hairlines and letters are sharp at every scale.
 * @param context in CSS pixels of the canvas
 */
export function paintBoxes(
  context: CanvasRenderingContext2D,
  nodes: readonly SceneNode[],
  palette: Palette,
  lettering: Lettering,
  view: View,
): void {
  const { scale } = view;
  for (const [state, { own, guests }] of groupByState(nodes)) {
    if (scale < nameFrom && state === 'ok') paintFarShapes(context, own, palette, view);
    else if (own.length > 0) paintShapes(context, own, state, state === 'unknown' ? 'dotted' : 'solid', palette, view);
    if (guests.length > 0) paintShapes(context, guests, state, 'dotted', palette, view);
  }
  context.setLineDash([]);
  if (scale < nameFrom) {
    for (const node of nodes) if (isProblem(signOf(node))) paintFarIcon(context, node, palette, view);
    return;
  }
  paintStacks(context, nodes, palette, view);
  for (const node of nodes) paintIcons(context, node, palette, view);
  paintNames(context, nodes, palette, lettering, view);
}

/** A folded group looks like what it is: boxes behind a box. */
function paintStacks(
  context: CanvasRenderingContext2D,
  nodes: readonly SceneNode[],
  palette: Palette,
  view: View,
): void {
  context.strokeStyle = palette.outline;
  context.lineWidth = 1;
  context.beginPath();
  for (const { box, fold } of nodes) {
    if (!fold || fold.open) continue;
    const { x, y, width, height } = snap(box, view);
    for (const behind of [2, 4]) {
      context.moveTo(x + behind + 2, y + height + behind);
      context.lineTo(x + width - behind - 2, y + height + behind);
    }
  }
  context.stroke();
}

interface StateGroup {
  readonly own: SceneNode[];
  /** Members that are not in the inventory. */
  readonly guests: SceneNode[];
}

function groupByState(nodes: readonly SceneNode[]): ReadonlyMap<State, StateGroup> {
  const groups = new Map<State, StateGroup>(states.map((state) => [state, { own: [], guests: [] }]));
  for (const node of nodes) {
    const group = groups.get(node.node.state);
    if (node.node.kind === 'server') group?.own.push(node);
    else group?.guests.push(node);
  }
  return groups;
}

/** Thousands of healthy boxes from afar: two filled rectangles each are far cheaper than one path of them all. */
function paintFarShapes(
  context: CanvasRenderingContext2D,
  nodes: readonly SceneNode[],
  palette: Palette,
  view: View,
): void {
  const boxes = nodes.map(({ box }) => snap(box, view));
  context.fillStyle = palette.outline;
  for (const { x, y, width, height } of boxes) context.fillRect(x - 0.5, y - 0.5, width + 1, height + 1);
  context.fillStyle = palette.box;
  for (const { x, y, width, height } of boxes) context.fillRect(x + 0.5, y + 0.5, width - 1, height - 1);
}

function paintShapes(
  context: CanvasRenderingContext2D,
  nodes: readonly SceneNode[],
  state: State,
  edge: 'solid' | 'dotted',
  palette: Palette,
  view: View,
): void {
  const far = view.scale < nameFrom;
  const radius = far ? 0 : Math.min(5, 5 * view.scale);
  context.beginPath();
  for (const { box } of nodes) {
    const { x, y, width, height } = snap(box, view);
    if (radius === 0) context.rect(x, y, width, height);
    else context.roundRect(x, y, width, height, radius);
  }
  context.fillStyle = edge === 'dotted' && !isProblem(state) ? palette.canvas : palette.tints[state];
  context.fill();
  if (state === 'disabled') {
    context.fillStyle = hatching(context, palette);
    context.fill();
  }
  context.strokeStyle =
    state === 'ok' && edge === 'solid' ? palette.outline : palette.states[state === 'ok' ? 'unknown' : state];
  context.lineWidth = isProblem(state) && !far ? 1.25 : 1;
  context.setLineDash(edge === 'dotted' ? [2, 2.5] : []);
  context.stroke();
}

interface Snapped {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** To the middle of a pixel: a hairline there is one pixel wide. */
function snap(box: SceneNode['box'], { scale, x, y }: View): Snapped {
  const left = Math.round(box.x * scale + x) + 0.5;
  const top = Math.round(box.y * scale + y) + 0.5;
  return {
    x: left,
    y: top,
    width: Math.max(3, Math.round(box.width * scale)),
    height: Math.max(2, Math.round(box.height * scale)),
  };
}

const hatchings = new WeakMap<Palette, CanvasPattern>();

function hatching(context: CanvasRenderingContext2D, palette: Palette): CanvasPattern | string {
  const known = hatchings.get(palette);
  if (known) return known;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const pen = tile.getContext('2d');
  if (!pen) return palette.tints.disabled;
  pen.strokeStyle = palette.states.disabled;
  pen.globalAlpha = 0.35;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const start of [-6, 0, 6]) {
    pen.moveTo(start, 6);
    pen.lineTo(start + 6, 0);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) return palette.tints.disabled;
  hatchings.set(palette, pattern);
  return pattern;
}

/** Far out a problem still has its icon, as large as its box allows and then a little larger. */
function paintFarIcon(context: CanvasRenderingContext2D, node: SceneNode, palette: Palette, view: View): void {
  const { x, y, width, height } = snap(node.box, view);
  const state = signOf(node);
  const extent = Math.max(7, Math.min(12, height - 2));
  context.strokeStyle = palette.states[state];
  strokeIcon(context, stateIcons[state], x + (width - extent) / 2, y + (height - extent) / 2, extent, 1.2);
}

function paintIcons(context: CanvasRenderingContext2D, scene: SceneNode, palette: Palette, view: View): void {
  const { x, y, width, height } = snap(scene.box, view);
  const scale = Math.min(1.25, view.scale);
  const extent = Math.max(8, 16 * scale);
  if (view.scale >= iconFrom) {
    context.strokeStyle = palette.textQuiet;
    strokeIcon(context, productIcon(scene), x + 9 * view.scale, y + (height - extent) / 2, extent, 1.25 * scale);
  }
  const state = signOf(scene);
  if (state === 'ok') return;
  const sign = signExtent(view.scale);
  // Beside the name, so that the second line has the whole width.
  const middle = view.scale >= detailFrom ? 13 * view.scale : height / 2;
  context.strokeStyle = palette.states[state];
  strokeIcon(context, stateIcons[state], x + width - sign - 7 * view.scale, y + middle - sign / 2, sign, 1.4 * scale);
}

/** A folded group has the sign of the worst in it, its lines included; its box has the colour of its servers alone. */
function signOf({ node, fold }: SceneNode): State {
  return fold && !fold.open ? fold.worst : node.state;
}

/** How many of a folded group have a problem, before the sign of the worst. */
function paintCounts(
  context: CanvasRenderingContext2D,
  nodes: readonly SceneNode[],
  size: number,
  palette: Palette,
  view: View,
): void {
  const sign = signExtent(view.scale);
  context.textAlign = 'right';
  for (const { box, fold } of nodes) {
    if (!fold || fold.open || fold.problems === 0) continue;
    const { x, y, width, height } = snap(box, view);
    const middle = view.scale >= detailFrom ? 13 * view.scale : height / 2;
    context.fillStyle = palette.states[fold.worst];
    context.fillText(String(fold.problems), x + width - sign - 10 * view.scale, Math.round(y + middle + size * 0.34));
  }
}

/** Between a name and what stands at the end of its line, CSS pixels. */
const besideSign = 4;

/** Smaller than this a sign is a dot. */
function signExtent(scale: number): number {
  return Math.max(9, 14 * Math.min(1.25, scale));
}

/** Room for the count of a folded group, CSS pixels: figures are some six tenths as wide as they are high. */
function countWidth(fold: Fold | null, size: number): number {
  return fold && !fold.open && fold.problems > 0 ? String(fold.problems).length * size * 0.62 + besideSign : 0;
}

/** Below this the name needs all the room. */
const iconFrom = 0.6;

function paintNames(
  context: CanvasRenderingContext2D,
  nodes: readonly SceneNode[],
  palette: Palette,
  lettering: Lettering,
  view: View,
): void {
  const { scale } = view;
  const two = scale >= detailFrom;
  const nameSize = two ? 12 * scale : Math.min(12, Math.max(9.5, 14 * scale));
  const left = (scale >= iconFrom ? 33 : 8) * scale;
  const sign = signExtent(scale);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  lettering.use(context, `500 ${round(nameSize)}px ${palette.mono}`);
  context.fillStyle = palette.text;
  for (const each of nodes) {
    const { box, node, fold } = each;
    const { x, y, width, height } = snap(box, view);
    const right = 8 * scale + (signOf(each) === 'ok' ? 0 : sign + besideSign) + countWidth(fold, nameSize);
    const base = two ? y + 17 * scale : y + height / 2 + nameSize * 0.34;
    const text = lettering.mono(node.label, width - left - right);
    context.fillText(text, Math.round(x + left), Math.round(base));
  }
  paintCounts(context, nodes, nameSize, palette, view);
  if (!two) return;
  context.textAlign = 'left';
  lettering.use(context, `400 ${round(10.5 * scale)}px ${palette.sans}`);
  context.fillStyle = palette.textFaint;
  for (const { box, detail } of nodes) {
    const { x, y, width } = snap(box, view);
    context.fillText(lettering.fit(detail, width - left - 8 * scale), Math.round(x + left), Math.round(y + 31 * scale));
  }
}

/** Few font sizes, so that the browser's and our own caches hit while zooming. */
function round(size: number): number {
  return Math.round(size * 4) / 4;
}
