import { applyDelta } from '#shared/domain/topology/delta.ts';
import type { Topology, TopologyDelta } from '#shared/domain/topology/topology.ts';

/** An event of `fleet.watch`, in the domain's own words; nothing of it is changed here. */
export type FleetNews =
  | {
      readonly kind: 'snapshot';
      readonly revision: number;
      readonly topology: Topology;
      readonly live: boolean;
      readonly askedSince: number | null;
    }
  | {
      readonly kind: 'delta';
      readonly from: number;
      readonly to: number;
      readonly delta: TopologyDelta;
      readonly live: boolean;
      readonly askedSince: number | null;
    };

/** What the page knows of the fleet: a copy of main's truth at one revision. */
export interface FleetProjection {
  readonly topology: Topology;
  readonly revision: number;
  /** False until every server was asked once since the start: then it is the last known state. */
  readonly live: boolean;
  /** Since when servers are asked, epoch ms; null: they are not. */
  readonly askedSince: number | null;
}

/**
 * Carries one event into the projection.
 * @param projection null before the first snapshot
 * @returns null when the event does not start at our revision, so that the page has to subscribe again
 */
export function projectEvent(projection: FleetProjection | null, event: FleetNews): FleetProjection | null {
  const { live, askedSince } = event;
  if (event.kind === 'snapshot') return { topology: event.topology, revision: event.revision, live, askedSince };
  if (projection === null || event.from !== projection.revision) return null;
  return { topology: applyDelta(projection.topology, event.delta), revision: event.to, live, askedSince };
}

/** Carries a batch in order; null as soon as one event does not fit. */
export function projectEvents(
  projection: FleetProjection | null,
  events: readonly FleetNews[],
): FleetProjection | null {
  let current = projection;
  for (const event of events) {
    current = projectEvent(current, event);
    if (current === null) return null;
  }
  return current;
}
