import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type Dispatch,
  type KeyboardEvent,
  type MouseEvent,
  type SetStateAction,
} from 'react';
import { getCoreRowModel, getSortedRowModel, useReactTable, type SortingState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { isMenuKey, openContextMenu, placeAt, placeOf, type MenuPlace } from '#renderer/state/context-menu.ts';
import { isSelected, select, useSelection } from '#renderer/state/selection.ts';
import { editRole, inspect } from '#renderer/state/workspace.ts';
import { columns } from './columns.tsx';
import { HeaderCell } from './HeaderCell.tsx';
import classes from './MembersView.module.css';
import type { MemberRow } from './rows.ts';
import { TableRow } from './TableRow.tsx';

const rowHeight = 28;
const markWidth = 34;

interface MembersTableProps {
  readonly rows: readonly MemberRow[];
  /** Ids of the links marked for an edit of many. */
  readonly marked: ReadonlySet<string>;
  readonly onMark: Dispatch<SetStateAction<ReadonlySet<string>>>;
}

/**
 * Virtual rows in a grid with one tab stop: arrows move the selection, Space marks, Enter inspects, E edits the role.
 */
// oxlint-disable-next-line max-lines-per-function -- one table: sorting, keyboard and rows share what is in sight
export function MembersTable({ rows, marked, onMark }: MembersTableProps) {
  const [sorting, setSorting] = useState<SortingState>([{ id: 'state', desc: false }]);
  const scroller = useRef<HTMLDivElement>(null);
  const selection = useSelection((state) => state.selection);
  const table = useReactTable({
    data: rows as MemberRow[],
    columns,
    state: { sorting },
    onSortingChange: setSorting,
    columnResizeMode: 'onChange',
    getRowId: (row) => row.link.id,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const sorted = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The header lies over the first rows of the scroller.
    scrollPaddingStart: rowHeight,
  });

  const selectedId = selection?.kind === 'link' ? selection.id : null;
  const selectedIndex = useMemo(
    () => (selectedId === null ? -1 : sorted.findIndex((row) => row.id === selectedId)),
    [sorted, selectedId],
  );
  // What was selected elsewhere is brought into sight; a new order of the rows alone moves nothing.
  useEffect(() => {
    if (selectedIndex >= 0) virtualizer.scrollToIndex(selectedIndex, { align: 'auto' });
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId]);

  const toggleMark = useCallback(
    (id: string): void =>
      onMark((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [onMark],
  );

  /** Of what is marked where the row is among it, else of the row alone. */
  const openMenu = useCallback(
    (id: string, place: MenuPlace): void => {
      select({ kind: 'link', id });
      openContextMenu(
        marked.has(id) && marked.size > 1 ? { kind: 'links', ids: [...marked] } : { kind: 'link', id },
        place,
      );
    },
    [marked],
  );
  const onMenu = useCallback(
    (id: string, event: MouseEvent): void => {
      event.preventDefault();
      openMenu(id, placeOf(event));
    },
    [openMenu],
  );

  const moveTo = (index: number): void => {
    const row = sorted[Math.min(Math.max(index, 0), sorted.length - 1)];
    if (row) select({ kind: 'link', id: row.id });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: selectedIndex + 1,
      ArrowUp: selectedIndex - 1,
      PageDown: selectedIndex + page,
      PageUp: selectedIndex - page,
      Home: 0,
      End: sorted.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Escape') select(null);
    else if (selectedId === null || selectedIndex < 0) return;
    else if (isMenuKey(event)) {
      openMenu(selectedId, placeAt(document.getElementById(`member-row-${selectedIndex}`) ?? event.currentTarget));
    } else if (event.key === ' ') toggleMark(selectedId);
    else if (event.key === 'Enter') inspect({ kind: 'link', id: selectedId });
    else if (event.key === 'e') editRole([selectedId]);
    else return;
    event.preventDefault();
  };

  const markedShown = sorted.filter((row) => marked.has(row.id)).length;
  const width = markWidth + table.getTotalSize();
  const sizes = Object.fromEntries(
    table.getFlatHeaders().map((header) => [`--column-${header.column.id}`, `${header.getSize()}px`]),
  );

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={0}
      aria-label="Members of all servers"
      aria-rowcount={sorted.length + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable={false}
      aria-activedescendant={selectedIndex >= 0 ? `member-row-${selectedIndex}` : undefined}
      data-testid="members-table"
      onKeyDown={onKeyDown}
    >
      <div
        className={classes.table}
        style={{ ...sizes, width, height: virtualizer.getTotalSize() + rowHeight }}
        role="presentation"
      >
        <div className={classes.header} role="row" aria-rowindex={1}>
          <div className={classes.mark} role="columnheader">
            <input
              type="checkbox"
              aria-label="Mark all that are shown"
              checked={markedShown > 0 && markedShown === sorted.length}
              ref={(box) => {
                if (box) box.indeterminate = markedShown > 0 && markedShown < sorted.length;
              }}
              onChange={() => onMark(markedShown === sorted.length ? new Set() : new Set(sorted.map((row) => row.id)))}
            />
          </div>
          {table.getFlatHeaders().map((header) => (
            <HeaderCell key={header.id} header={header} />
          ))}
        </div>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = sorted[index];
          if (!row) return null;
          const { from, to } = row.original.link;
          return (
            <TableRow
              key={row.id}
              row={row}
              index={index}
              start={start + rowHeight}
              selected={isSelected(selection, 'link', row.id)}
              touched={selection?.kind === 'node' && (selection.id === from || selection.id === to)}
              marked={marked.has(row.id)}
              onToggle={toggleMark}
              onMenu={onMenu}
            />
          );
        })}
      </div>
    </div>
  );
}
