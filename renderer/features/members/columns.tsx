import { createColumnHelper, type SortingFn } from '@tanstack/react-table';
import { IconAlertTriangle } from '@tabler/icons-react';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import { Unknown } from '#renderer/ui/Facts.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { oddRoleWord } from '#shared/domain/words/roles.ts';
import { statesByWeight } from '#shared/domain/words/states.ts';
import classes from './MembersView.module.css';
import type { MemberRow } from './rows.ts';
import { RowActions, StatusCell } from './StatusCell.tsx';

const column = createColumnHelper<MemberRow>();

/** Rows that are the same by what they are sorted by stand in the order of their names. */
const byBothNames = (a: MemberRow, b: MemberRow): number =>
  compareNaturally(a.server, b.server) || compareNaturally(a.member, b.member);

const byName: SortingFn<MemberRow> = (a, b, id) =>
  compareNaturally(a.getValue<string | null>(id) ?? '', b.getValue<string | null>(id) ?? '') ||
  byBothNames(a.original, b.original);

const byWeight: SortingFn<MemberRow> = (a, b) =>
  statesByWeight.indexOf(a.original.link.state) - statesByWeight.indexOf(b.original.link.state) ||
  byBothNames(a.original, b.original);

function orUnknown(text: string | null, limit = 255) {
  return text === null ? <Unknown /> : <HostileText text={text} limit={limit} />;
}

/**
 * What the member table of WHM's DNS Cluster interface has, over all servers, and what it does not: state, trust,
 * source, age.
 */
export const columns = [
  column.accessor((row) => row.link.state, {
    id: 'state',
    header: 'State',
    size: 96,
    sortingFn: byWeight,
    cell: ({ row }) => <StateBadge state={row.original.link.state} />,
  }),
  column.accessor('server', {
    header: 'Server',
    size: 190,
    sortingFn: byName,
    cell: ({ getValue }) => <MiddleEllipsis text={getValue()} />,
  }),
  column.accessor('member', {
    header: 'Member',
    size: 190,
    sortingFn: byName,
    cell: ({ getValue }) => <MiddleEllipsis text={getValue()} />,
  }),
  column.accessor('role', {
    header: 'DNS role',
    size: 100,
    sortingFn: byName,
    cell: ({ row, getValue }) => {
      const odd = oddRoleWord(row.original.link);
      if (odd !== null) return <MiddleEllipsis text={odd} />;
      return row.original.link.role === null ? <Unknown /> : getValue();
    },
  }),
  column.accessor('trust', {
    header: 'Reverse trust',
    size: 112,
    sortingFn: byName,
    cell: ({ row, getValue }) => (row.original.link.reverseTrust === 'unknown' ? <Unknown /> : getValue()),
  }),
  column.accessor((row) => row.link.member.statusText, {
    id: 'status',
    header: 'Status in WHM',
    size: 190,
    sortingFn: byName,
    cell: ({ row }) => <StatusCell row={row.original} />,
  }),
  column.accessor('nameserver', {
    header: 'Nameserver',
    size: 108,
    sortingFn: byName,
    cell: ({ row }) =>
      row.original.bind ? (
        <span className={classes.warning} title="This member runs BIND. DNSSEC needs PowerDNS on every member.">
          <IconAlertTriangle size={14} aria-label="Warning:" /> BIND
        </span>
      ) : (
        orUnknown(row.original.nameserver)
      ),
  }),
  column.accessor((row) => row.link.member.address, {
    id: 'address',
    header: 'IP',
    size: 118,
    sortingFn: byName,
    cell: ({ getValue }) => <MiddleEllipsis text={getValue()} mono />,
  }),
  column.accessor((row) => row.link.member.user, {
    id: 'user',
    header: 'User',
    size: 72,
    sortingFn: byName,
    cell: ({ getValue }) => orUnknown(getValue(), 64),
  }),
  column.accessor((row) => row.link.member.module, {
    id: 'type',
    header: 'Type',
    size: 84,
    sortingFn: byName,
    cell: ({ getValue }) => orUnknown(getValue(), 64),
  }),
  column.accessor((row) => row.link.at, {
    id: 'age',
    header: 'Read',
    size: 132,
    sortDescFirst: true,
    cell: ({ row }) => (
      <span className={classes.origin}>
        {row.original.link.source} · <RelativeTime at={row.original.link.at} />
      </span>
    ),
  }),
  column.display({
    id: 'actions',
    header: '',
    size: 160,
    enableResizing: false,
    cell: ({ row }) => <RowActions row={row.original} />,
  }),
];
