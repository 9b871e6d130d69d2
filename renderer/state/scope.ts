import { useMemo } from 'react';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { scopeTopology } from '#shared/domain/topology/scope.ts';
import { useTopology } from './fleet.ts';
import { useWorkspace } from './workspace.ts';

/** What the chosen cluster holds. */
export function useScopedTopology(): Topology {
  const topology = useTopology();
  const clusterOf = useWorkspace((state) => state.clusterOf);
  return useMemo(() => scopeTopology(topology, clusterOf), [topology, clusterOf]);
}
