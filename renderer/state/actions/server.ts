import {
  IconAffiliate,
  IconArrowsSplit2,
  IconEdit,
  IconFileText,
  IconHeartHandshake,
  IconLogout,
  IconPlayerPlay,
  IconPlus,
  IconRefresh,
  IconReplace,
  IconRotateClockwise,
  IconServerBolt,
  IconSettings,
  IconTopologyStar3,
  IconTrash,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react';
import { askingRefusal, logRefusal, resellersRefusal, tokenRefusal } from '#shared/domain/refusals/server.ts';
import type { Refusal } from '#shared/domain/refusals/refusal.ts';
import { linksAt } from '#shared/domain/topology/links-at.ts';
import type { Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { enableMembers, leaveCluster, makeLinksDirect } from '#renderer/state/wishes.ts';
import { openDialog, refresh, retryServer, showOnMap, tailLogs } from '#renderer/state/workspace.ts';
import type { Action } from './action.ts';

/** A server, or a member that is none of ours. */
export interface ServerSubject {
  readonly node: TopologyNode;
  readonly topology: Topology;
}

type ServerAction = Action<ServerSubject>;

const always = (): null => null;
const withToken = ({ node, topology }: ServerSubject): Refusal | null => tokenRefusal(topology, node.id);
const isServer = ({ node }: ServerSubject): boolean => node.server !== null;
const isMember = ({ node, topology }: ServerSubject): boolean =>
  linksAt(topology, node.id).some((link) => link.to === node.id);

function disabledLinks({ node, topology }: ServerSubject): readonly string[] {
  return linksAt(topology, node.id).flatMap((link) => (link.member.disabled === true ? [link.id] : []));
}

/** What is asked of a server, and its entry in Nameward: nothing of it changes the server. */
export const ownServerActions: readonly ServerAction[] = [
  {
    id: 'add-as-server',
    title: 'Add it as a server',
    icon: IconPlus,
    primary: true,
    suits: ({ node }) => node.kind === 'unknown',
    refusal: always,
    run: () => openDialog({ kind: 'add-server' }),
  },
  {
    id: 'retry',
    title: 'Try again',
    icon: IconRotateClockwise,
    primary: true,
    suits: ({ node }) => node.server !== null && node.observation?.contact.state === 'suspended',
    refusal: withToken,
    run: ({ node }) => void retryServer(node.id),
  },
  {
    id: 'ask',
    title: 'Ask now',
    icon: IconRefresh,
    suits: isServer,
    refusal: ({ node, topology }) => askingRefusal(topology, node),
    run: ({ node }) => void refresh([node.id]),
  },
  {
    id: 'tail-log',
    title: 'Tail log',
    icon: IconFileText,
    suits: isServer,
    refusal: ({ node, topology }) => logRefusal(topology, node),
    run: ({ node }) => tailLogs([node.id]),
  },
  {
    id: 'show-on-map',
    title: 'Show on map',
    icon: IconTopologyStar3,
    refusal: always,
    run: ({ node }) => showOnMap({ kind: 'node', id: node.id }),
  },
  {
    id: 'edit-server',
    title: 'Edit server',
    icon: IconEdit,
    suits: isServer,
    refusal: always,
    run: ({ node }) => openDialog({ kind: 'edit-server', server: node.id }),
  },
  {
    id: 'remove-server',
    title: 'Remove server',
    icon: IconTrash,
    suits: isServer,
    refusal: always,
    run: ({ node }) => openDialog({ kind: 'remove-server', server: node.id }),
  },
];

/** What can be changed on a server and its place in the cluster: it gathers, or asks in a dialog first. */
export const serverChangeActions: readonly ServerAction[] = [
  {
    id: 'enable-member',
    title: 'Enable disabled members',
    icon: IconPlayerPlay,
    primary: true,
    apart: true,
    suits: (subject) => isServer(subject) && disabledLinks(subject).length > 0,
    refusal: withToken,
    run: (subject) => enableMembers(disabledLinks(subject)),
  },
  {
    id: 'cluster-options',
    title: 'Options',
    icon: IconSettings,
    apart: true,
    suits: isServer,
    refusal: withToken,
    run: ({ node }) => openDialog({ kind: 'cluster-options', servers: [node.id] }),
  },
  {
    id: 'add-member',
    title: 'Add a member',
    icon: IconUserPlus,
    suits: isServer,
    refusal: withToken,
    run: ({ node }) => openDialog({ kind: 'add-member', server: node.id }),
  },
  {
    id: 'synchronize',
    title: 'Synchronize zones',
    icon: IconAffiliate,
    suits: isServer,
    refusal: withToken,
    run: ({ node }) => openDialog({ kind: 'synchronize', server: node.id }),
  },
  {
    id: 'set-up-trust',
    title: 'Set up trust',
    icon: IconHeartHandshake,
    suits: isServer,
    refusal: withToken,
    run: ({ node }) => openDialog({ kind: 'set-up-trust', servers: [node.id] }),
  },
  {
    id: 'managing-as-reseller',
    title: 'Managing as a reseller',
    icon: IconUsers,
    suits: isServer,
    refusal: ({ node, topology }) => resellersRefusal(topology, node),
    run: ({ node }) => openDialog({ kind: 'managing-as', server: node.id, as: null }),
  },
  {
    id: 'direct-links',
    title: 'Make links direct',
    icon: IconArrowsSplit2,
    suits: ({ node }) => node.server !== null && node.tier === 'intermediary',
    refusal: withToken,
    run: ({ node }) => makeLinksDirect(node.id),
  },
  {
    id: 'replace-nameserver',
    title: 'Replace',
    icon: IconReplace,
    apart: true,
    suits: (subject) => subject.node.kind !== 'foreign' && isMember(subject),
    refusal: always,
    run: ({ node }) => openDialog({ kind: 'replace-nameserver', nameserver: node.id }),
  },
  {
    id: 'add-nameserver',
    title: 'Add to a cluster',
    icon: IconServerBolt,
    suits: isServer,
    refusal: withToken,
    run: ({ node }) => openDialog({ kind: 'add-nameserver', nameserver: node.id }),
  },
  {
    id: 'leave-cluster',
    title: 'Take out of its cluster',
    icon: IconLogout,
    suits: ({ node }) => node.server !== null && node.cluster !== null,
    refusal: withToken,
    run: ({ node }) => leaveCluster(node.id),
  },
];

export const serverActions: readonly ServerAction[] = [...ownServerActions, ...serverChangeActions];
