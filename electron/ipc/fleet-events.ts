import type { FleetEvent } from '#shared/contract/fleet.ts';
import { applyDelta } from '#shared/domain/topology/delta.ts';
import type { TopologyDelta } from '#shared/domain/topology/topology.ts';
import type { Conflation } from '#shared/flow/index.ts';

/**
 * Fleet events that wait for the page become one: a page that was busy gets one delta over all that happened meanwhile.
 * An event that does not follow on the waiting one takes its place; the page sees the jump in the revisions and
 * subscribes anew.
 */
export const fleetConflation: Conflation<FleetEvent> = {
  key: () => 'fleet',
  merge(older, newer) {
    if (newer.kind === 'snapshot') return newer;
    if (older.kind === 'snapshot') {
      if (older.revision !== newer.from) return newer;
      const topology = applyDelta(older.topology, newer.delta) as typeof older.topology;
      return { kind: 'snapshot', revision: newer.to, topology, live: newer.live, askedSince: newer.askedSince };
    }
    if (older.to !== newer.from) return newer;
    const delta = composeDeltas(older.delta, newer.delta) as typeof newer.delta;
    const { live, askedSince } = newer;
    return { kind: 'delta', from: older.from, to: newer.to, delta, live, askedSince };
  },
};

/** One delta for two that follow each other. Law: applying it equals applying both. */
export function composeDeltas(first: TopologyDelta, second: TopologyDelta): TopologyDelta {
  const [nodes, removedNodes] = composeRecords(first.nodes, first.removedNodes, second.nodes, second.removedNodes);
  const [links, removedLinks] = composeRecords(first.links, first.removedLinks, second.links, second.removedLinks);
  return { nodes, removedNodes, links, removedLinks, clusters: second.clusters ?? first.clusters };
}

function composeRecords<T>(
  set: Readonly<Record<string, T>>,
  removed: readonly string[],
  laterSet: Readonly<Record<string, T>>,
  laterRemoved: readonly string[],
): [Record<string, T>, string[]] {
  const gone = new Set(laterRemoved);
  const kept = Object.entries({ ...set, ...laterSet }).filter(([key]) => !gone.has(key));
  const stillRemoved = removed.filter((key) => !Object.hasOwn(laterSet, key));
  return [Object.fromEntries(kept), [...new Set([...stillRemoved, ...laterRemoved])]];
}
