import { thousand } from '#test/fixtures/topologies.ts';
import { measureCytoscape } from './with-cytoscape.ts';
import { measureMap } from './with-map.ts';

/** Called from graph.bench.ts, one after the other in the same window. */
Object.assign(globalThis, {
  measureGraph: async () => {
    const host = document.getElementById('stage');
    if (!host) throw new Error('The page has no stage.');
    const ours = await measureMap(host, thousand);
    const cytoscape = await measureCytoscape(host, thousand, false);
    const cytoscapeTexture = await measureCytoscape(host, thousand, true);
    const [servers, directions] = [Object.keys(thousand.nodes).length, Object.keys(thousand.links).length];
    return { servers, directions, ours, cytoscape, cytoscapeTexture };
  },
});
