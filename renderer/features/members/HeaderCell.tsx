import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { flexRender, type Header } from '@tanstack/react-table';
import type { KeyboardEvent } from 'react';
import classes from './MembersView.module.css';
import type { MemberRow } from './rows.ts';

const widthStep = 16;

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

/** Sorts by click or Enter; Alt with left and right arrow, or the handle at its edge, changes the width. */
export function HeaderCell({ header }: { header: Header<MemberRow, unknown> }) {
  const { column } = header;
  const sorted = column.getIsSorted();
  const label = flexRender(column.columnDef.header, header.getContext());

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    const step = event.key === 'ArrowRight' ? widthStep : -widthStep;
    header
      .getContext()
      .table.setColumnSizing((sizes) => ({ ...sizes, [column.id]: Math.max(48, column.getSize() + step) }));
  };

  if (column.id === 'actions') {
    return (
      <div className={classes.headerCell} role="columnheader" style={{ width: `var(--column-${column.id})` }}>
        <span className="nw-visually-hidden">Actions</span>
      </div>
    );
  }
  return (
    <div
      className={classes.headerCell}
      role="columnheader"
      aria-sort={sorted === false ? 'none' : ariaSort[sorted]}
      style={{ width: `var(--column-${column.id})` }}
    >
      <button type="button" className={classes.sort} onClick={column.getToggleSortingHandler()} onKeyDown={onKeyDown}>
        <span>{label}</span>
        {sorted === 'asc' ? <IconChevronUp size={14} aria-hidden /> : null}
        {sorted === 'desc' ? <IconChevronDown size={14} aria-hidden /> : null}
      </button>
      <span
        className={classes.resizer}
        aria-hidden
        onMouseDown={header.getResizeHandler()}
        onTouchStart={header.getResizeHandler()}
        onDoubleClick={() => column.resetSize()}
      />
    </div>
  );
}
