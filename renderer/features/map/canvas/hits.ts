import RBush from 'rbush';
import { boundsOfCurve, distanceTo } from '#shared/domain/map/scene/route.ts';
import type { Target } from '#shared/domain/map/scene/target.ts';
import type { Scene, SceneHalf, SceneNode } from '#shared/domain/map/scene/scene.ts';
import { letterHeight, signWidth, type LetterMark } from '#shared/domain/map/scene/letters.ts';
import type { Point } from '#shared/domain/map/sizes.ts';

interface Entry<T> {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly item: T;
}

/** Finds what is drawn at a place. */
export interface Hits {
  /**
   * @param at world pixels
   * @param reach how far from a line still counts, world pixels
   * @returns a server before a letter before the nearest line
   */
  at(at: Point, reach: number): Target | null;
}

/** Built on the first question only: the first picture does not wait for it. */
export function createHits(scene: Scene): Hits {
  let trees: { nodes: RBush<Entry<SceneNode>>; halves: RBush<Entry<SceneHalf>> } | null = null;
  const build = (): NonNullable<typeof trees> => ({
    nodes: new RBush<Entry<SceneNode>>().load(
      scene.nodes.map((node) => ({
        minX: node.box.x,
        minY: node.box.y,
        maxX: node.box.x + node.box.width,
        maxY: node.box.y + node.box.height,
        item: node,
      })),
    ),
    halves: new RBush<Entry<SceneHalf>>().load(
      scene.lines
        .flatMap((line) => line.halves)
        .map((half) => {
          const { x, y, width, height } = boundsOfCurve(half.curve, half.lane);
          return { minX: x, minY: y, maxX: x + width, maxY: y + height, item: half };
        }),
    ),
  });

  return {
    at(at, reach) {
      trees ??= build();
      const node = trees.nodes.search({ minX: at.x, minY: at.y, maxX: at.x, maxY: at.y })[0];
      if (node) return { kind: 'node', node: node.item };
      const around = { minX: at.x - reach, minY: at.y - reach, maxX: at.x + reach, maxY: at.y + reach };
      let nearest: SceneHalf | null = null;
      let distance = reach;
      for (const { item } of trees.halves.search(around)) {
        if (onSign(item, scene.markOf(item), at)) return { kind: 'half', half: item };
        const measured = distanceTo(item, at);
        if (measured <= distance) [nearest, distance] = [item, measured];
      }
      return nearest ? { kind: 'half', half: nearest } : null;
    },
  };
}

function onSign({ link }: SceneHalf, mark: LetterMark, at: Point): boolean {
  return (
    !mark.hidden &&
    link !== null &&
    Math.abs(at.x - mark.x) <= signWidth(link) / 2 &&
    Math.abs(at.y - mark.y) <= letterHeight / 2
  );
}
