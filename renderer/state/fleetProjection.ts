import type { FleetEvent } from '#shared/contract/fleet.ts';
import { applyDelta } from '#shared/domain/topology/delta.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/** What the page knows of the fleet: a copy of main's truth at one revision. */
export interface FleetProjection {
  readonly topology: Topology;
  readonly revision: number;
  /** False until every server was asked once since the start: then it is the last known state. */
  readonly live: boolean;
}

/**
 * Carries one event into the projection.
 * @param projection null before the first snapshot
 * @returns null when the event does not start at our revision, so that the page has to subscribe again
 */
export function projectEvent(projection: FleetProjection | null, event: FleetEvent): FleetProjection | null {
  if (event.kind === 'snapshot') return { topology: event.topology, revision: event.revision, live: event.live };
  if (projection === null || event.from !== projection.revision) return null;
  return { topology: applyDelta(projection.topology, event.delta), revision: event.to, live: event.live };
}

/** Carries a batch in order; null as soon as one event does not fit. */
export function projectEvents(
  projection: FleetProjection | null,
  events: readonly FleetEvent[],
): FleetProjection | null {
  let current = projection;
  for (const event of events) {
    current = projectEvent(current, event);
    if (current === null) return null;
  }
  return current;
}
