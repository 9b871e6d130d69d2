import cytoscape from 'cytoscape';
import { createPictures } from '#shared/domain/map/pipeline.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { afterPicture, dragInCircles, turnWheel, type GraphFigures } from './motion.ts';

/**
 * cytoscape with the same servers in the same places and its options for speed: no layout, no labels while moving, one
 * pixel per pixel, thin opaque edges.
 * @param texture its last option for speed: while the mouse drags, a copy of what was in sight is moved and nothing is
 *   drawn
 */
export async function measureCytoscape(host: Element, topology: Topology, texture: boolean): Promise<GraphFigures> {
  const container = document.createElement('div');
  host.replaceChildren(container);
  const { scene } = createPictures().next(topology, false);
  await afterPicture();
  const started = performance.now();
  const graph = cytoscape({
    container,
    elements: [
      ...scene.nodes.map(({ id, box, node }) => ({
        data: { id, label: node.label },
        position: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
      })),
      ...Object.values(topology.links).map(({ id, from, to }) => ({ data: { id, source: from, target: to } })),
    ],
    layout: { name: 'preset', fit: true },
    style: [
      {
        selector: 'node',
        style: { shape: 'rectangle', width: 216, height: 40, label: 'data(label)', 'min-zoomed-font-size': 8 },
      },
      {
        selector: 'edge',
        // Straight edges would lie on each other: the two directions of a pair have a state each, and both must be
        // seen.
        style: { 'curve-style': 'bezier', width: 1, 'target-arrow-shape': 'triangle', 'arrow-scale': 0.6 },
      },
    ],
    textureOnViewport: texture,
    hideLabelsOnViewport: true,
    motionBlur: false,
    pixelRatio: 1,
  });
  await new Promise<void>((resolve) => {
    graph.one('render', () => resolve());
  });
  await afterPicture();
  const firstPictureMs = performance.now() - started;
  const target = container.querySelector('canvas') ?? container;
  const panning = await dragInCircles(target);
  const zooming = await turnWheel(target);
  graph.destroy();
  host.replaceChildren();
  return { firstPictureMs, panning, zooming };
}
