import {
  IconEdit,
  IconFileText,
  IconHeartHandshake,
  IconPlayerPlay,
  IconSettings,
  IconTopologyStar3,
  IconTrash,
} from '@tabler/icons-react';
import { linkWork } from '#shared/domain/plan/link-work.ts';
import { entryRefusal, isOneWay, mendingRefusal } from '#shared/domain/refusals/link.ts';
import type { Refusal } from '#shared/domain/refusals/refusal.ts';
import { logsRefusal } from '#shared/domain/refusals/server.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import { reverseOf } from '#shared/domain/trust/pair-verdict.ts';
import { usePlans } from '#renderer/state/plans.ts';
import { enableMembers, mendTrust, removeMembers } from '#renderer/state/wishes.ts';
import { editRole, openDialog, showOnMap, tailLogs } from '#renderer/state/workspace.ts';
import type { Action } from './action.ts';

/** An entry of one server for another. */
export interface LinkSubject {
  readonly link: Link;
  readonly topology: Topology;
}

type LinkAction = Action<LinkSubject>;

const entryOf = ({ link, topology }: LinkSubject): Refusal | null => entryRefusal(topology, link);

/** The direction of the pair whose far side lacks its entry, the subject's own first. */
function oneWayOf({ link, topology }: LinkSubject): Link | null {
  if (isOneWay(link)) return link;
  const reverse = reverseOf(topology, link);
  return reverse && isOneWay(reverse) ? reverse : null;
}

/** Its ends that are servers here. */
function endsOf({ link, topology }: LinkSubject): readonly string[] {
  return [link.from, link.to].filter((id) => topology.nodes[id]?.server);
}

/** What concerns both directions. */
export const pairActions: readonly LinkAction[] = [
  {
    id: 'mend-trust',
    title: 'Mend trust',
    icon: IconHeartHandshake,
    primary: true,
    suits: (subject) => oneWayOf(subject) !== null,
    refusal(subject) {
      const link = oneWayOf(subject);
      return link && mendingRefusal(subject.topology, link);
    },
    run(subject) {
      const link = oneWayOf(subject);
      if (link) mendTrust(link.id);
    },
  },
  {
    id: 'tail-log',
    title: 'Tail log',
    icon: IconFileText,
    refusal: ({ link, topology }) => logsRefusal(topology, [link.from, link.to]),
    run: (subject) => tailLogs(endsOf(subject)),
  },
  {
    id: 'show-on-map',
    title: 'Show on map',
    icon: IconTopologyStar3,
    refusal: () => null,
    run: ({ link }) => showOnMap({ kind: 'link', id: link.id }),
  },
];

/** What changes the entry: it gathers, or asks in a dialog first. */
export const entryActions: readonly LinkAction[] = [
  {
    id: 'enable-member',
    title: 'Enable and resynchronize',
    icon: IconPlayerPlay,
    primary: true,
    apart: true,
    // Not while a plan is at it.
    suits: ({ link }) => link.member.disabled === true && linkWork(usePlans.getState().runs, link) === null,
    refusal: entryOf,
    run: ({ link }) => enableMembers([link.id]),
  },
  {
    id: 'edit-role',
    title: 'Edit role',
    icon: IconEdit,
    apart: true,
    refusal: entryOf,
    run: ({ link }) => editRole([link.id]),
  },
  {
    id: 'edit-member',
    title: 'Edit member',
    icon: IconSettings,
    refusal: entryOf,
    run: ({ link }) => openDialog({ kind: 'edit-member', link: link.id }),
  },
  {
    id: 'remove-member',
    title: 'Remove member',
    icon: IconTrash,
    refusal: entryOf,
    run: ({ link }) => removeMembers([link.id]),
  },
];

export const linkActions: readonly LinkAction[] = [...pairActions, ...entryActions];
