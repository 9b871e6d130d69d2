import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FleetEvent } from '#shared/contract/fleet.ts';
import { applyDelta, diffTopology } from '#shared/domain/topology/delta.ts';
import { emptyTopology, type Topology } from '#shared/domain/topology/topology.ts';
import { createFleetSlices } from './fleet-slices.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** So many servers and links between them; what else is in a record does not matter to slices. */
function fleetWith(count: number, mark = 0): Topology {
  const ids = Array.from({ length: count }, (_, index) => `s${index}`);
  return {
    nodes: Object.fromEntries(ids.map((id) => [id, { id, mark }])),
    links: Object.fromEntries(ids.map((id) => [`${id}>x`, { from: id, to: 'x', mark }])),
    clusters: [ids],
  } as unknown as Topology;
}

function page() {
  let topology: Topology = emptyTopology;
  let revision = -1;
  const events: FleetEvent[] = [];
  const slices = createFleetSlices((event) => {
    events.push(event);
    if (event.kind === 'snapshot') ({ topology, revision } = event);
    else {
      expect(event.from).toBe(revision);
      expect(Object.keys(event.delta.nodes).length + Object.keys(event.delta.links).length).toBeLessThanOrEqual(500);
      topology = applyDelta(topology, event.delta);
      revision = event.to;
    }
  });
  return { slices, events, topology: () => topology };
}

const snapshot = (topology: Topology): FleetEvent =>
  ({ kind: 'snapshot', revision: 7, topology, live: false, askedSince: null }) as FleetEvent;
const delta = (from: Topology, to: Topology, live = false): FleetEvent =>
  ({ kind: 'delta', from: 7, to: 8, delta: diffTopology(from, to), live, askedSince: null }) as FleetEvent;

it('hands on what is short as it comes', () => {
  const { slices, events, topology } = page();
  slices.item(snapshot(fleetWith(3)));
  slices.item(delta(fleetWith(3), fleetWith(4)));
  slices.item(delta(fleetWith(4), fleetWith(5)));
  expect(events).toHaveLength(3);
  expect(topology()).toEqual(fleetWith(5));
});

it('cuts what is long, servers before their links, and is live only with the last slice', async () => {
  const { slices, events, topology } = page();
  slices.item(snapshot(fleetWith(3)));
  slices.item(delta(fleetWith(3), fleetWith(2000), true));
  expect(events).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(topology()).toEqual(fleetWith(2000));
  expect(events.map(({ live }) => live).indexOf(true)).toBe(events.length - 1);
});

it('adds what comes meanwhile to the slices that wait, and takes none of them over a snapshot', async () => {
  const { slices, topology } = page();
  slices.item(snapshot(fleetWith(3)));
  slices.item(delta(fleetWith(3), fleetWith(2000)));
  await vi.advanceTimersByTimeAsync(100);
  slices.item(delta(fleetWith(2000), fleetWith(1500, 1)));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(topology()).toEqual(fleetWith(1500, 1));
  slices.item(delta(fleetWith(1500, 1), fleetWith(3000)));
  slices.item(snapshot(fleetWith(9)));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(topology()).toEqual(fleetWith(9));
});

it('sends nothing after it was closed', async () => {
  const { slices, events } = page();
  slices.item(snapshot(fleetWith(3)));
  slices.item(delta(fleetWith(3), fleetWith(2000)));
  slices.close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(events).toHaveLength(2);
});
