import { describe, expect, it } from 'vitest';
import { neverObserved } from '#shared/domain/topology/observed.ts';
import { clusterNames } from '#shared/domain/topology/cluster-names.ts';
import { clusterChoices, matchTopology } from '#shared/domain/topology/scope.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { labTopology, noServers, twoHundred } from '#test/fixtures/topologies.ts';
import { createPictures } from './pipeline.ts';
import type { Scene } from '#shared/domain/map/scene/scene.ts';

function boxes(scene: Scene): Record<string, unknown> {
  return Object.fromEntries(scene.nodes.map((node) => [node.id, node.box]));
}

/** The lab before anybody has answered. */
function unobserved(topology: Topology): Topology {
  const nodes = Object.fromEntries(
    Object.values(topology.nodes)
      .filter((node) => node.kind === 'server')
      .map((node) => [node.id, { ...node, observation: neverObserved(node.id), tier: 'web' as const, cluster: null }]),
  );
  return { nodes, links: {}, clusters: [] };
}

describe('createPictures', () => {
  it('lays out anew until every server has answered, then keeps places', () => {
    const pictures = createPictures();
    pictures.next(unobserved(labTopology), false);
    expect(pictures.settled()).toBe(false);
    const { scene } = pictures.next(labTopology, false);
    expect(pictures.settled()).toBe(true);
    expect(boxes(scene)).toEqual(boxes(createPictures().next(labTopology, false).scene));
  });

  it('finds every place again after a search that found nothing', () => {
    const pictures = createPictures();
    const before = boxes(pictures.next(labTopology, false).scene);
    pictures.next(noServers, false);
    expect(boxes(pictures.next(labTopology, false).scene)).toEqual(before);
  });

  it('lays another fleet out from nothing', () => {
    const pictures = createPictures();
    pictures.next(labTopology, false);
    const { scene } = pictures.next(twoHundred, false);
    expect(boxes(scene)).toEqual(boxes(createPictures().next(twoHundred, false).scene));
  });

  it('leaves a small fleet where it is when only problems are shown', () => {
    const pictures = createPictures();
    const whole = boxes(pictures.next(labTopology, false).scene);
    const { scene, compact } = pictures.next(labTopology, true);
    expect(compact).toBe(false);
    expect(whole).toMatchObject(boxes(scene));
    expect(scene.nodes.length).toBeLessThan(Object.keys(whole).length);
  });

  it('gathers the few problems of a large fleet in a picture of their own, and finds back', () => {
    const pictures = createPictures();
    const whole = boxes(pictures.next(twoHundred, false).scene);
    const { scene, compact } = pictures.next(twoHundred, true);
    expect(compact).toBe(true);
    expect(scene.bounds?.height).toBeLessThan(4000);
    expect(boxes(pictures.next(twoHundred, false).scene)).toEqual(whole);
  });

  it('calls a cluster the same whatever of it is in sight', () => {
    const titles = (topology: Topology, problemsOnly: boolean) =>
      createPictures()
        .next(topology, problemsOnly, clusterNames(labTopology))
        .scene.bands.map(({ title }) => title);
    expect(titles(labTopology, true)).toEqual(titles(labTopology, false));
    const found = matchTopology(labTopology, 'web3');
    expect(titles(labTopology, false)).toEqual(expect.arrayContaining(titles(found, false)));
    expect(clusterChoices(labTopology).map(({ name }) => name)).toEqual(titles(labTopology, false));
  });
});
