import { describe, expect, it } from 'vitest';
import { healthyTopology, labTopology, topologyOf } from '#test/fixtures/topologies.ts';
import { countProblems, filterTopology } from './filter.ts';

describe('filterTopology', () => {
  it('orders names with numbers as people do', () => {
    const topology = topologyOf([{ id: 'web10' }, { id: 'web2' }, { id: 'web1' }]);
    expect(filterTopology(topology, false).nodes.map((node) => node.id)).toEqual(['web1', 'web2', 'web10']);
  });

  it('keeps bad links, both their ends and their other direction', () => {
    const { nodes, links } = filterTopology(labTopology, true);
    const ids = nodes.map((node) => node.id);
    expect(links.map((link) => link.id)).toContain('web7>ns4');
    expect(ids).toEqual(expect.arrayContaining(['web7', 'ns4', 'web6', 'ns5', 'web8']));
    // ns4>web8 is fine, and part of the picture of web8>ns4, which is not.
    expect(links.map((link) => link.id)).toContain('ns4>web8');
    expect(ids).not.toContain('web1');
    expect(ids).not.toContain('web5');
  });

  it('is empty where nothing is wrong', () => {
    expect(filterTopology(healthyTopology, true).nodes).toEqual([]);
    expect(countProblems(healthyTopology)).toBe(0);
  });
});
