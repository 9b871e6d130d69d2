import type { Target } from './target.ts';
import type { Scene, SceneHalf, SceneLine, SceneNode } from './scene.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * One step of the keyboard. Left and right walk along lines: server, the directions of the pair that exist, the other
 * server. Up and down go to the neighbour: the next server of the column, or the next line that leaves the same server
 * on the same side.
 * @param from null: nothing is focused yet
 * @returns where the step ends; `from` where there is nothing that way
 */
export function step(scene: Scene, from: Target | null, direction: Direction): Target | null {
  if (!from) {
    const first = sortByPlace(scene.nodes)[0];
    return first ? { kind: 'node', node: first } : null;
  }
  const vertical = direction === 'up' || direction === 'down';
  if (from.kind === 'node') {
    const node = scene.nodeById.get(from.node.id);
    if (!node) return step(scene, null, direction);
    return (vertical ? nextInColumn(scene, node, direction) : ontoLine(scene, node, direction)) ?? from;
  }
  const line = scene.lines.find((each) =>
    each.a === from.half.from ? each.b === from.half.to : each.a === from.half.to && each.b === from.half.from,
  );
  if (!line) return step(scene, null, direction);
  return (
    (vertical ? nextLine(scene, line, from.half, direction) : alongLine(scene, line, from.half, direction)) ?? from
  );
}

function sortByPlace(nodes: readonly SceneNode[]): readonly SceneNode[] {
  return nodes.toSorted((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
}

function nextInColumn(scene: Scene, node: SceneNode, direction: Direction): Target | null {
  const column = sortByPlace(scene.nodes.filter((other) => other.box.x === node.box.x));
  const next = column[column.findIndex((other) => other.id === node.id) + (direction === 'down' ? 1 : -1)];
  return next ? { kind: 'node', node: next } : null;
}

/** Of the lines that leave on this side the one whose other end is nearest in height. */
function ontoLine(scene: Scene, node: SceneNode, direction: Direction): Target | null {
  const lines = linesOn(scene, node.id, direction);
  const nearest = lines.toSorted((p, q) => heightTo(scene, p, node) - heightTo(scene, q, node))[0];
  if (!nearest) return null;
  return firstStop(nearest, node.id);
}

function heightTo(scene: Scene, line: SceneLine, node: SceneNode): number {
  const other = scene.nodeById.get(line.a === node.id ? line.b : line.a);
  return other ? Math.abs(other.box.y - node.box.y) : Infinity;
}

/** Lines that lead that way; within one column a line counts as leading right from its upper end. */
function linesOn(scene: Scene, id: string, direction: Direction): readonly SceneLine[] {
  return scene.lines.filter((line) => (direction === 'right' ? line.a === id : line.b === id));
}

/** The near direction if it has a link, else the far one: a line has at least one. */
function firstStop({ a, halves }: SceneLine, near: string): Target | null {
  const ordered = a === near ? halves : [halves[1], halves[0]];
  const half = ordered.find((each) => each?.link);
  return half ? { kind: 'half', half } : null;
}

function alongLine(scene: Scene, line: SceneLine, half: SceneHalf, direction: Direction): Target | null {
  const [left, right] = line.halves;
  const onLeft = half.from === line.a;
  if (direction === 'right' && onLeft && right.link) return { kind: 'half', half: right };
  if (direction === 'left' && !onLeft && left.link) return { kind: 'half', half: left };
  const node = scene.nodeById.get(direction === 'right' ? line.b : line.a);
  return node ? { kind: 'node', node } : null;
}

function nextLine(scene: Scene, line: SceneLine, half: SceneHalf, direction: Direction): Target | null {
  const near = half.from;
  const side = line.a === near ? 'right' : 'left';
  const farHeight = (each: SceneLine): number => scene.nodeById.get(each.a === near ? each.b : each.a)?.box.y ?? 0;
  const lines = linesOn(scene, near, side).toSorted((p, q) => farHeight(p) - farHeight(q));
  const next = lines[lines.indexOf(line) + (direction === 'down' ? 1 : -1)];
  return next ? firstStop(next, near) : null;
}
