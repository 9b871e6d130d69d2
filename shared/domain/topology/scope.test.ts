import { expect, it } from 'vitest';
import type { Topology, TopologyNode } from './topology.ts';
import { clusterChoices, matchTopology, scopeTopology } from './scope.ts';

function node(id: string, cluster: number | null, tier: TopologyNode['tier'] = 'web'): TopologyNode {
  return {
    id,
    kind: 'server',
    label: `${id}.example.net`,
    addresses: [],
    product: 'cpanel',
    tier,
    state: 'ok',
    reasons: [],
    cluster,
    server: null,
    observation: null,
  };
}

const topology: Topology = {
  nodes: {
    a: node('a', 0),
    n: node('n', 0, 'nameserver'),
    b: node('b', 1),
    c: node('c', 1),
    alone: node('alone', null),
  },
  links: {},
  clusters: [
    ['a', 'n'],
    ['b', 'c'],
  ],
};

it('keeps only the chosen cluster', () => {
  expect(Object.keys(scopeTopology(topology, 'c').nodes)).toEqual(['b', 'c']);
});

it('shows everything when nothing is chosen or the chosen node left its cluster', () => {
  expect(scopeTopology(topology, null)).toBe(topology);
  expect(scopeTopology(topology, 'alone')).toBe(topology);
  expect(scopeTopology(topology, 'gone')).toBe(topology);
});

it('offers clusters by name with the number of their servers', () => {
  expect(clusterChoices(topology)).toEqual([
    { anchor: 'a', name: 'n.example.net', servers: 2 },
    { anchor: 'b', name: 'b.example.net', servers: 2 },
  ]);
});

it('keeps what matches and what it is linked to', () => {
  expect(matchTopology(topology, ' ')).toBe(topology);
  expect(Object.keys(matchTopology(topology, 'ALONE net').nodes)).toEqual(['alone']);
  expect(Object.keys(matchTopology(topology, 'nowhere').nodes)).toEqual([]);
});
