import { IconFocusCentered, IconServerBolt, IconShield, IconTopologyStarRing3 } from '@tabler/icons-react';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { chooseCluster, goTo, openDialog, useWorkspace } from '#renderer/state/workspace.ts';
import type { Action } from './action.ts';
import { serversActions, type ServersSubject } from './servers.ts';

/** A cluster by one of its nodes: indexes move when clusters do. */
export interface ClusterSubject extends ServersSubject {
  readonly anchor: string;
}

/** @returns null where the node is in no cluster any more */
export function clusterSubject(topology: Topology, anchor: string): ClusterSubject | null {
  const index = topology.nodes[anchor]?.cluster ?? null;
  const ids = index === null ? undefined : topology.clusters[index];
  if (ids === undefined) return null;
  const servers = ids.flatMap((id) => {
    const node = topology.nodes[id];
    return node?.server ? [node] : [];
  });
  return { of: { kind: 'cluster', id: anchor }, anchor, servers, topology };
}

function isShownAlone({ anchor, topology }: ClusterSubject): boolean {
  const { clusterOf } = useWorkspace.getState();
  return clusterOf !== null && topology.nodes[clusterOf]?.cluster === topology.nodes[anchor]?.cluster;
}

export const clusterActions: readonly Action<ClusterSubject>[] = [
  {
    id: 'show-alone',
    title: 'Show this cluster alone',
    icon: IconFocusCentered,
    suits: (subject) => !isShownAlone(subject),
    refusal: () => null,
    run: ({ anchor }) => chooseCluster(anchor),
  },
  {
    id: 'show-all',
    title: 'Show all clusters',
    icon: IconTopologyStarRing3,
    suits: isShownAlone,
    refusal: () => null,
    run: () => chooseCluster(null),
  },
  ...serversActions,
  {
    id: 'add-nameserver',
    title: 'Add a nameserver',
    icon: IconServerBolt,
    apart: true,
    refusal: () => null,
    run: ({ anchor }) => openDialog({ kind: 'add-nameserver', nameserver: null, cluster: anchor }),
  },
  {
    id: 'safety',
    title: 'Set its safety level',
    icon: IconShield,
    refusal: () => null,
    run: () => goTo('settings'),
  },
];
