import { describe, expect, it } from 'vitest';
import { filterTopology } from '#shared/domain/map/filter.ts';
import { labTopology, topologyOf } from '#test/fixtures/topologies.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { createHits } from '#renderer/features/map/canvas/hits.ts';
import { layOut } from '#shared/domain/map/layout/keep-places.ts';
import { pointAt } from './route.ts';
import { buildScene, type Scene, type SceneHalf } from './scene.ts';
import { traceFrom } from './trace.ts';
import { overlaps } from '#renderer/features/map/canvas/camera.ts';
import { step } from './walk.ts';

function sceneOf(topology: Topology): Scene {
  const shown = filterTopology(topology, false);
  return buildScene(shown, layOut(shown, null));
}

const lab = sceneOf(labTopology);

function half(id: string, scene = lab): SceneHalf {
  const found = scene.halfOfLink(id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
}

function node(id: string) {
  const found = lab.nodeById.get(id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
}

describe('buildScene', () => {
  it('draws a pair as one line with two halves, the left server first', () => {
    const line = lab.lines.find(({ a, b }) => a === 'web6' && b === 'ns4');
    expect(line?.halves.map(({ from, letter, style }) => ({ from, letter, style }))).toEqual([
      { from: 'web6', letter: 'S', style: 'ok' },
      { from: 'ns4', letter: '–', style: 'ok' },
    ]);
  });

  it('draws the direction without an entry as absent', () => {
    const line = lab.lines.find(({ a, b }) => a === 'web7' && b === 'ns4');
    expect(line?.halves.map(({ style, opposite }) => ({ style, opposite }))).toEqual([
      { style: 'broken', opposite: null },
      { style: 'absent', opposite: 'web7>ns4' },
    ]);
  });

  it('lets the halves of a line meet in the middle', () => {
    for (const { halves } of lab.lines) expect(pointAt(halves[0].curve, 1)).toEqual(pointAt(halves[1].curve, 1));
  });

  it('has room for every line, also for one that bows out beside its column', () => {
    const { bounds } = lab;
    if (!bounds) throw new Error('nothing was laid out');
    expect(lab.lines.some(({ a, b }) => a === 'ns1' && b === 'ns2')).toBe(true);
    for (const { halves } of lab.lines) {
      for (const t of [0, 0.25, 0.5, 0.75, 1]) {
        const { x, y } = pointAt(halves[0].whole.curve, t);
        // The margin of the view takes the rest.
        expect(x).toBeGreaterThanOrEqual(bounds.x - 24);
        expect(x).toBeLessThanOrEqual(bounds.x + bounds.width + 24);
        expect(y).toBeGreaterThanOrEqual(bounds.y);
        expect(y).toBeLessThanOrEqual(bounds.y + bounds.height);
      }
    }
  });

  it('gives a second entry for the same member a line of its own', () => {
    const topology = topologyOf([
      { id: 'web1', links: [{ to: 'ns1' }, { to: '10.9.9.9', more: { hostname: 'ns1.example.net' } }] },
      { id: 'ns1', product: 'dnsonly' },
    ]);
    expect(sceneOf(topology).lines).toHaveLength(Object.keys(topology.links).length);
  });

  it('draws a server that names itself', () => {
    const scene = sceneOf(topologyOf([{ id: 'web1', links: [{ to: 'web1' }] }]));
    expect(scene.lines).toHaveLength(1);
  });

  it('lets no letter that is shown lie on another one or on a server', () => {
    const marks = lab.lines
      .flatMap((line) => line.halves)
      .map((each) => lab.markOf(each))
      .filter((mark) => !mark.hidden)
      .map(({ x, y }) => ({ x: x - 7, y: y - 6.9, width: 14, height: 13.8 }));
    for (const [index, mark] of marks.entries()) {
      expect(marks.slice(index + 1).filter((other) => overlaps(mark, other))).toEqual([]);
      expect(lab.nodes.filter(({ box }) => overlaps(mark, box))).toEqual([]);
    }
  });

  it('titles a cluster by the domain that most of its names share', () => {
    expect(lab.bands.map((band) => band.title).toSorted()).toEqual(['example.net', 'example.org']);
  });
});

describe('createHits', () => {
  const hits = createHits(lab);

  it('finds a server anywhere in its box', () => {
    for (const { box, id } of lab.nodes) {
      expect(hits.at({ x: box.x + 2, y: box.y + 2 }, 4)).toMatchObject({ kind: 'node', node: { id } });
    }
  });

  it('finds a half by its letter', () => {
    const wanted = half('web7>ns4');
    expect(hits.at(lab.markOf(wanted), 4)).toEqual({ kind: 'half', half: wanted });
  });

  it('tells the two halves of a line apart', () => {
    const [forth, back] = [half('web6>ns4'), half('ns4>web6')];
    expect(hits.at(pointAt(forth.curve, 0.5), 1)).toMatchObject({ half: { from: 'web6' } });
    expect(hits.at(pointAt(back.curve, 0.5), 1)).toMatchObject({ half: { from: 'ns4' } });
  });

  it('finds nothing where nothing is', () => {
    expect(hits.at({ x: -5000, y: -5000 }, 8)).toBeNull();
  });
});

describe('traceFrom', () => {
  it('follows zone changes through an intermediary, and no further than they go', () => {
    const { nodes } = traceFrom(lab, { kind: 'node', node: node('web5') });
    expect([...nodes].toSorted()).toEqual(['hub1', 'ns1', 'ns3', 'web5']);
  });

  it('follows them back to where they come from', () => {
    const { nodes } = traceFrom(lab, { kind: 'node', node: node('ns3') });
    expect([...nodes].toSorted()).toEqual(['hub1', 'ns3', 'web2', 'web3', 'web5']);
  });

  it('lights both directions of a pair', () => {
    const { nodes, halves } = traceFrom(lab, { kind: 'half', half: half('web7>ns4') });
    expect([...nodes].toSorted()).toEqual(['ns4', 'web7']);
    expect([...halves].toSorted()).toEqual(['ns4>web7', 'web7>ns4']);
  });
});

describe('step', () => {
  it('begins at the first server', () => {
    expect(step(lab, null, 'right')).toMatchObject({ kind: 'node' });
  });

  it('walks along a line: server, this direction, the other direction, server', () => {
    const first = step(lab, { kind: 'node', node: node('web6') }, 'right');
    expect(first?.kind).toBe('half');
    const second = step(lab, { kind: 'half', half: half('web6>ns4') }, 'right');
    expect(second).toMatchObject({ kind: 'half', half: { from: 'ns4', to: 'web6' } });
    expect(second && step(lab, second, 'right')).toMatchObject({ kind: 'node', node: { id: 'ns4' } });
    expect(second && step(lab, second, 'left')).toMatchObject({ kind: 'half', half: { from: 'web6' } });
  });

  it('goes up and down a column, and stays at its ends', () => {
    const down = step(lab, { kind: 'node', node: node('web1') }, 'down');
    expect(down).toMatchObject({ kind: 'node', node: { node: { tier: 'web' } } });
    expect(step(lab, { kind: 'node', node: node('web1') }, 'up')).toMatchObject({ node: { id: 'web1' } });
  });

  it('goes from line to line of one server', () => {
    const next = step(lab, { kind: 'half', half: half('web1>ns1') }, 'down');
    expect(next).toMatchObject({ kind: 'half', half: { from: 'web1', to: 'ns2' } });
  });

  it('reaches every link by the keyboard', () => {
    const reached = new Set<string>();
    const queue = lab.nodes.map((each) => ({ kind: 'node', node: each }) as const).slice();
    const pending: Parameters<typeof step>[1][] = [...queue];
    const seen = new Set<string>();
    for (let at = pending.pop(); at; at = pending.pop()) {
      const key = at.kind === 'node' ? at.node.id : `${at.half.from}>${at.half.to}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (at.kind === 'half' && at.half.link) reached.add(at.half.link.id);
      for (const direction of ['left', 'right', 'up', 'down'] as const) pending.push(step(lab, at, direction));
    }
    expect([...reached].toSorted()).toEqual(Object.keys(labTopology.links).toSorted());
  });
});
