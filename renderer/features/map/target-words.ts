import type { Target } from './painter.ts';
import type { Scene } from './scene.ts';
import { linkInWords, nodeInWords } from './words.ts';

/** @returns the label of a server, or its id where the scene lacks it */
export function labelOf(scene: Scene, id: string): string {
  return scene.nodeById.get(id)?.node.label ?? id;
}

/** @returns what is focused or hovered as a sentence */
export function targetInWords(scene: Scene, target: Target): string {
  if (target.kind === 'node') return nodeInWords(target.node.node);
  const { from, to, link } = target.half;
  const [near, far] = [labelOf(scene, from), labelOf(scene, to)];
  return link ? linkInWords(link, near, far) : `${near} has no entry for ${far}.`;
}
