import { thousand } from '#test/fixtures/topologies.ts';
import { measureCytoscape } from './with-cytoscape.ts';
import { measureMap, showMap } from './with-map.ts';

function stage(): Element {
  const host = document.getElementById('stage');
  if (!host) throw new Error('The page has no stage.');
  return host;
}

/** Called from graph.bench.ts. */
Object.assign(globalThis, {
  /** In a page that has just been loaded: nothing is compiled yet. */
  measureFirstPicture: async () => (await showMap(stage(), thousand)).firstPictureMs,
  /** One after the other in the same window. */
  measureGraph: async () => {
    const ours = await measureMap(stage(), thousand);
    const cytoscape = await measureCytoscape(stage(), thousand, false);
    const cytoscapeTexture = await measureCytoscape(stage(), thousand, true);
    const [servers, directions] = [Object.keys(thousand.nodes).length, Object.keys(thousand.links).length];
    return { servers, directions, ours, cytoscape, cytoscapeTexture };
  },
});
