import type { MouseEvent } from 'react';
import type { PendingMark } from '#shared/domain/plan/pending-overlay.ts';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import type { TopologyNode } from '#shared/domain/topology/topology.ts';
import { isProblem } from '#shared/domain/map/filter.ts';
import { linkInWords, nodeInWords, pendingInWords } from '#renderer/features/map/view/words.ts';
import { roleLetter } from '#shared/domain/map/labels.ts';
import type { Grid, Place } from './grid.ts';
import classes from './matrix.module.css';
import { cellSize, headWidth } from './sizes.ts';

/** How to read it, where there is nothing else. */
export function Corner() {
  return (
    <div className={classes.corner}>
      <p>A row has the entry, the column is whom it is for.</p>
      <p>
        <b>S</b> Synchronize
        <br />
        <b>W</b> Write-only
        <br />
        <b>–</b> Standalone
        <br />
        <b>·</b> no entry back
      </p>
    </div>
  );
}

interface ColumnHeadProps {
  readonly id: string;
  readonly node: TopologyNode | undefined;
  readonly column: number;
  readonly begins: boolean;
  readonly active: boolean;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onMenu: (event: MouseEvent) => void;
}

export function ColumnHead({ id, node, column, begins, active, selected, onSelect, onMenu }: ColumnHeadProps) {
  if (!node) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid has the keys, and is the one stop
    <div
      id={id}
      role="columnheader"
      aria-colindex={column + 2}
      aria-label={nodeInWords(node)}
      className={classes.columnHead}
      data-begins={begins || undefined}
      data-active={active || undefined}
      data-selected={selected || undefined}
      style={{ left: headWidth + column * cellSize }}
      onClick={onSelect}
      onContextMenu={onMenu}
    >
      {isProblem(node.state) ? <StateBadge state={node.state} quiet /> : null}
      <span className={classes.columnName}>
        <MiddleEllipsis text={node.label} mono />
      </span>
    </div>
  );
}

interface MatrixRowProps {
  /** Of the grid: begins the ids of all cells. */
  readonly id: string;
  readonly grid: Grid;
  readonly row: number;
  readonly top: number;
  readonly columns: readonly number[];
  /** Column that the keyboard is on; null: it is in another row. */
  readonly active: number | null;
  readonly selected: boolean;
  readonly selectedLink: string | null;
  readonly pending: ReadonlyMap<string, PendingMark>;
  readonly onAct: (at: Place, twice: boolean) => void;
  readonly onMenu: (at: Place, event: MouseEvent) => void;
}

export function MatrixRow({
  id,
  grid,
  row,
  top,
  columns,
  active,
  selected,
  selectedLink,
  pending,
  onAct,
  onMenu,
}: MatrixRowProps) {
  const node = grid.nodes[row];
  if (!node) return null;
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      className={classes.row}
      data-begins={grid.begins[row] || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid has the keys, and is the one stop */}
      <div
        id={`${id}-${row}--1`}
        role="rowheader"
        aria-colindex={1}
        aria-label={nodeInWords(node)}
        className={classes.rowHead}
        data-active={active === -1 || undefined}
        data-selected={selected || undefined}
        onClick={() => onAct({ row, column: -1 }, false)}
        onContextMenu={(event) => onMenu({ row, column: -1 }, event)}
      >
        <MiddleEllipsis text={node.label} mono />
        {isProblem(node.state) ? <StateBadge state={node.state} quiet /> : null}
      </div>
      {columns.map((column) => (
        <MatrixCell
          key={column}
          id={`${id}-${row}-${column}`}
          grid={grid}
          row={row}
          column={column}
          active={active === column}
          selectedLink={selectedLink}
          pending={pending}
          onAct={onAct}
          onMenu={onMenu}
        />
      ))}
    </div>
  );
}

interface MatrixCellProps extends Pick<
  MatrixRowProps,
  'id' | 'grid' | 'row' | 'selectedLink' | 'pending' | 'onAct' | 'onMenu'
> {
  readonly column: number;
  readonly active: boolean;
}

function MatrixCell({ id, grid, row, column, active, selectedLink, pending, onAct, onMenu }: MatrixCellProps) {
  const link = grid.entryAt(row, column);
  const back = link === null && row !== column ? grid.entryAt(column, row) : null;
  const [from, to] = [grid.nodes[row]?.label ?? '', grid.nodes[column]?.label ?? ''];
  const mark = link && pending.get(link.id);
  const words = link
    ? `${linkInWords(link, from, to)}${mark ? ` ${pendingInWords(mark)}` : ''}`
    : row === column
      ? from
      : `${from} has no entry for ${to}${back ? `, which has one for ${from}` : ''}.`;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid has the keys, and is the one stop
    <div
      id={id}
      role="gridcell"
      aria-colindex={column + 2}
      aria-label={words}
      aria-selected={link !== null && link.id === selectedLink}
      title={link || back ? words : undefined}
      className={classes.cell}
      data-link={link?.id}
      data-state={link?.state}
      data-pending={mark?.kind}
      data-own={row === column || undefined}
      data-begins={grid.begins[column] || undefined}
      data-active={active || undefined}
      style={{ left: headWidth + column * cellSize }}
      onClick={() => onAct({ row, column }, false)}
      onDoubleClick={() => onAct({ row, column }, true)}
      onContextMenu={(event) => onMenu({ row, column }, event)}
    >
      {link && link.state !== 'ok' ? <StateBadge state={link.state} quiet /> : null}
      {link ? <b>{roleLetter(link.role)}</b> : back ? '·' : null}
    </div>
  );
}
