import type { Target } from '#shared/domain/map/scene/target.ts';
import type { Scene } from '#shared/domain/map/scene/scene.ts';
import { bundleInWords, foldInWords, linkInWords, nodeInWords } from './words.ts';
import { groupName } from '#shared/domain/map/labels.ts';

/** @returns the label of a server or a group, or its id where the scene lacks it */
export function labelOf(scene: Scene, id: string): string {
  const found = scene.nodeById.get(id);
  if (!found) return id;
  return found.fold ? groupName(found.fold) : found.node.label;
}

/** @returns what is focused or hovered as a sentence */
export function targetInWords(scene: Scene, target: Target): string {
  if (target.kind === 'node') return target.node.fold ? foldInWords(target.node.fold) : nodeInWords(target.node.node);
  const { from, to, link } = target.half;
  const [near, far] = [labelOf(scene, from), labelOf(scene, to)];
  const bundle = scene.linksOf(target.half);
  if (bundle.length > 1) return bundleInWords(bundle, near, far);
  return link ? linkInWords(link, near, far) : `${near} has no entry for ${far}.`;
}
