import { create } from 'zustand';
import { emptyTopology, type Topology } from '#shared/domain/topology/topology.ts';
import type { AppError } from '#shared/errors/index.ts';
import { projectEvents, type FleetProjection } from './fleet-projection.ts';
import { watchStream } from './watch.ts';

interface FleetState {
  /** Null before the first snapshot. */
  readonly projection: FleetProjection | null;
  /** Why the stream ended; it is opened again by itself. Null while it runs. */
  readonly error: AppError | null;
}

export const useFleet = create<FleetState>()(() => ({ projection: null, error: null }));

/** The topology as last heard of; empty before the first snapshot. */
export function useTopology(): Topology {
  return useFleet((state) => state.projection?.topology ?? emptyTopology);
}

export function topologyNow(): Topology {
  return useFleet.getState().projection?.topology ?? emptyTopology;
}

/**
 * Keeps the projection; a delta that does not start at our revision asks for a new snapshot.
 * @returns a function that ends it
 */
export function watchFleet(): () => void {
  return watchStream(
    'fleet.watch',
    {},
    {
      take(events) {
        const projection = projectEvents(useFleet.getState().projection, events);
        if (projection !== null) useFleet.setState({ projection, error: null });
        return projection !== null;
      },
      ended: (error) => useFleet.setState({ error }),
    },
  );
}
