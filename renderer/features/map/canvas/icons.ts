import type { State } from '#shared/domain/topology/topology.ts';
import type { SceneNode } from '#shared/domain/map/scene/scene.ts';

/** Outlines from Tabler Icons (MIT), the set that the page's buttons and badges use; 24 by 24, stroked. */
const outlines = {
  rack: 'M3 7a3 3 0 0 1 3 -3h12a3 3 0 0 1 3 3v2a3 3 0 0 1 -3 3h-12a3 3 0 0 1 -3 -3v-2M3 15a3 3 0 0 1 3 -3h12a3 3 0 0 1 3 3v2a3 3 0 0 1 -3 3h-12a3 3 0 0 1 -3 -3l0 -2M7 8l0 .01M7 16l0 .01M11 8h6M11 16h6',
  globe: 'M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0M3.6 9h16.8M3.6 15h16.8M11.5 3a17 17 0 0 0 0 18M12.5 3a17 17 0 0 1 0 18',
  question: 'M8 8a3.5 3 0 0 1 3.5 -3h1a3.5 3 0 0 1 3.5 3a3 3 0 0 1 -2 3a3 4 0 0 0 -2 4M12 19l0 .01',
  cloud:
    'M6.657 18c-2.572 0 -4.657 -2.007 -4.657 -4.483c0 -2.475 2.085 -4.482 4.657 -4.482c.393 -1.762 1.794 -3.2 3.675 -3.773c1.88 -.572 3.956 -.193 5.444 1c1.488 1.19 2.162 3.007 1.77 4.769h.99c1.913 0 3.464 1.56 3.464 3.486c0 1.927 -1.551 3.487 -3.465 3.487h-11.878',
  folded: 'M9 6l6 6l-6 6',
  open: 'M6 9l6 6l6 -6',
  check: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M9 12l2 2l4 -4',
  triangle:
    'M12 9v4M10.363 3.591l-8.106 13.534a1.914 1.914 0 0 0 1.636 2.871h16.214a1.914 1.914 0 0 0 1.636 -2.87l-8.106 -13.536a1.914 1.914 0 0 0 -3.274 0M12 16h.01',
  cross: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M8.5 8.5l7 7m0 -7l-7 7',
  ban: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M5.7 5.7l12.6 12.6',
  dotted:
    'M7.5 4.21l0 .01M4.21 7.5l0 .01M3 12l0 .01M4.21 16.5l0 .01M7.5 19.79l0 .01M12 21l0 .01M16.5 19.79l0 .01M19.79 16.5l0 .01M21 12l0 .01M19.79 7.5l0 .01M16.5 4.21l0 .01M12 3l0 .01',
} as const;

export type IconName = keyof typeof outlines;

const size = 24;
const paths = new Map<IconName, Path2D>();

export const stateIcons: Readonly<Record<State, IconName>> = {
  ok: 'check',
  warning: 'triangle',
  broken: 'cross',
  disabled: 'ban',
  unknown: 'dotted',
};

/** @returns what a box shows at its left: what kind of server it is, or whether its group is open */
export function productIcon({ node, fold }: SceneNode): IconName {
  if (fold) return fold.open ? 'open' : 'folded';
  if (node.kind === 'foreign') return 'cloud';
  if (node.product === 'cpanel') return 'rack';
  return node.product === 'dnsonly' ? 'globe' : 'question';
}

/**
 * @param x left edge in the context's present units
 * @param extent width and height in the same units
 * @param weight width of the stroke in the same units
 */
export function strokeIcon(
  context: CanvasRenderingContext2D,
  name: IconName,
  x: number,
  y: number,
  extent: number,
  weight: number,
): void {
  let path = paths.get(name);
  if (!path) {
    path = new Path2D(outlines[name]);
    paths.set(name, path);
  }
  const scale = extent / size;
  context.save();
  context.translate(x, y);
  context.scale(scale, scale);
  context.lineWidth = weight / scale;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(path);
  context.restore();
}
