import { IconEdit, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { entryRefusal } from '#shared/domain/refusals/link.ts';
import { refusal, type Refusal } from '#shared/domain/refusals/refusal.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import { enableMembers, removeMembers } from '#renderer/state/wishes.ts';
import { editRole } from '#renderer/state/workspace.ts';
import type { Action } from './action.ts';

/** Several entries at once: what a line of a group stands for, or what is marked in the table. */
export interface LinksSubject {
  readonly links: readonly Link[];
  readonly topology: Topology;
}

const disabledOf = ({ links }: LinksSubject): readonly string[] =>
  links.flatMap((link) => (link.member.disabled === true ? [link.id] : []));

/** One that can be changed is enough: the preview names the others. */
function entriesRefusal({ links, topology }: LinksSubject): Refusal | null {
  const refusals = links.map((link) => entryRefusal(topology, link));
  if (refusals.length === 0) {
    return refusal(
      'choice.empty',
      { kind: 'window' },
      'Mark members with the boxes on the left, or with the space bar, first.',
    );
  }
  return refusals.includes(null) ? null : (refusals[0] ?? null);
}

export const linksActions: readonly Action<LinksSubject>[] = [
  {
    id: 'enable-members',
    title: 'Enable disabled members',
    icon: IconPlayerPlay,
    suits: (subject) => disabledOf(subject).length > 0,
    refusal: entriesRefusal,
    run: (subject) => enableMembers(disabledOf(subject)),
  },
  {
    id: 'edit-roles',
    title: 'Edit roles',
    icon: IconEdit,
    refusal: entriesRefusal,
    run: ({ links }) => editRole(links.map(({ id }) => id)),
  },
  {
    id: 'remove-members',
    title: 'Remove members',
    icon: IconTrash,
    refusal: entriesRefusal,
    run: ({ links }) => removeMembers(links.map(({ id }) => id)),
  },
];
