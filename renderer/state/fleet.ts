import { create } from 'zustand';
import { emptyTopology, type Topology } from '#shared/domain/topology/topology.ts';
import type { AppError } from '#shared/errors/index.ts';
import { subscribe } from '../api/index.ts';
import { projectEvents, type FleetProjection } from './fleetProjection.ts';

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

const reopenAfter = 2_000;

/**
 * Keeps the projection: subscribes, and again when the stream ends or a delta does not start at our revision.
 * @returns a function that ends it
 */
export function watchFleet(): () => void {
  let over = false;
  let close: (() => void) | null = null;
  let timer: number | undefined;

  const open = (): void => {
    if (over) return;
    let current = true;
    const leave = subscribe(
      'fleet.watch',
      {},
      {
        onItems: (events) => {
          if (!current) return;
          const projection = projectEvents(useFleet.getState().projection, events);
          if (projection !== null) return useFleet.setState({ projection, error: null });
          // A gap: what is shown stays until the new snapshot is there.
          current = false;
          leave();
          open();
        },
        onEnd: (error) => {
          if (!current || over) return;
          current = false;
          useFleet.setState({ error });
          timer = window.setTimeout(open, reopenAfter);
        },
      },
    );
    close = () => {
      current = false;
      leave();
    };
  };

  open();
  return () => {
    over = true;
    window.clearTimeout(timer);
    close?.();
  };
}
