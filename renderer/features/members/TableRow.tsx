import { flexRender, type Row } from '@tanstack/react-table';
import { memo, type MouseEvent } from 'react';
import { select } from '#renderer/state/selection.ts';
import { inspect } from '#renderer/state/workspace.ts';
import classes from './MembersView.module.css';
import type { MemberRow } from './rows.ts';

interface TableRowProps {
  readonly row: Row<MemberRow>;
  /** Place among the sorted rows. */
  readonly index: number;
  /** Distance from the top of the table, px. */
  readonly start: number;
  readonly selected: boolean;
  /** One of its ends is selected. */
  readonly touched: boolean;
  readonly marked: boolean;
  readonly onToggle: (id: string) => void;
  readonly onMenu: (id: string, event: MouseEvent) => void;
}

/** Drawn again only when something of it changed: scrolling makes new rows, it does not touch the others. */
export const TableRow = memo(function TableRow({
  row,
  index,
  start,
  selected,
  touched,
  marked,
  onToggle,
  onMenu,
}: TableRowProps) {
  return (
    // The grid has the keyboard: it moves the selection that a click sets.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`member-row-${index}`}
      className={classes.row}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-link={row.id}
      data-state={row.original.link.state}
      data-touched={touched || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => select({ kind: 'link', id: row.id })}
      onDoubleClick={() => inspect({ kind: 'link', id: row.id })}
      onContextMenu={(event) => onMenu(row.id, event)}
    >
      <div className={classes.mark} role="gridcell">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Mark ${row.original.member} on ${row.original.server}`}
          checked={marked}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onToggle(row.id)}
        />
      </div>
      {row.getVisibleCells().map((cell) => (
        <div
          key={cell.id}
          className={classes.cell}
          role="gridcell"
          style={{ width: `var(--column-${cell.column.id})` }}
        >
          {flexRender(cell.column.columnDef.cell, cell.getContext())}
        </div>
      ))}
    </div>
  );
});
