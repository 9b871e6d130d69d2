import { IconFilter, IconSitemap } from '@tabler/icons-react';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { PendingMark } from '#shared/domain/plan/pending-overlay.ts';
import type { Selection } from '#renderer/state/selection.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { countProblems, filterTopology } from '#shared/domain/map/filter.ts';
import mapClasses from '#renderer/features/map/view/map.module.css';
import {
  isMenuKey,
  openContextMenu,
  placeAt,
  placeOf as menuPlaceOf,
  type MenuPlace,
} from '#renderer/state/context-menu.ts';
import { gridOf, moved, type Grid, type Place } from './grid.ts';
import classes from './matrix.module.css';
import { ColumnHead, Corner, MatrixRow } from './MatrixRow.tsx';
import { cellSize, headHeight, headWidth } from './sizes.ts';

export interface MatrixViewProps {
  readonly topology: Topology;
  /** What the pending changes make of links, by id. */
  readonly pending: ReadonlyMap<string, PendingMark>;
  readonly selection: Selection | null;
  readonly onSelect: (selection: Selection | null) => void;
  readonly onEditRole: (linkId: string) => void;
  readonly problemsOnly: boolean;
  readonly onProblemsOnly: (value: boolean) => void;
  /** Back to the picture. */
  readonly onPicture: () => void;
}

/**
 * The trust map as a matrix: a row for each server, a column for each member, an entry where they cross. One tab stop.
 */
// oxlint-disable-next-line max-lines-per-function -- one grid: scrolling, keyboard and cells share what is in sight
export default function MatrixView(props: MatrixViewProps) {
  const { topology, problemsOnly, selection, onSelect } = props;
  const grid = useMemo(() => gridOf(filterTopology(topology, problemsOnly)), [topology, problemsOnly]);
  const problems = useMemo(() => countProblems(topology), [topology]);
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const beam = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const count = grid.nodes.length;
  const measure = { count, getScrollElement: () => scroller.current, estimateSize: () => cellSize, overscan: 8 };
  const rows = useVirtualizer({ ...measure, paddingStart: headHeight, scrollPaddingStart: headHeight });
  const columns = useVirtualizer({
    ...measure,
    horizontal: true,
    paddingStart: headWidth,
    scrollPaddingStart: headWidth,
  });

  const reveal = ({ row, column }: Place): void => {
    if (row >= 0) rows.scrollToIndex(row, { align: 'auto' });
    if (column >= 0) columns.scrollToIndex(column, { align: 'auto' });
  };
  const place = selection && placeOf(grid, selection);
  const selectedKey = selection && `${selection.kind} ${selection.id}`;
  // What was selected elsewhere is brought into sight; news of the fleet move nothing.
  useEffect(() => {
    if (place) reveal(place);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedKey]);
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);

  const act = (at: Place, twice: boolean): void => {
    setActive(at);
    const target = targetAt(grid, at);
    onSelect(target);
    if (twice && target?.kind === 'link') props.onEditRole(target.id);
  };
  const openMenu = (at: Place, place: MenuPlace): void => {
    setActive(at);
    const target = targetAt(grid, at);
    onSelect(target);
    openContextMenu(
      target === null ? { kind: 'window' } : { kind: target.kind === 'node' ? 'server' : 'link', id: target.id },
      place,
    );
  };
  const onMenu = (at: Place, event: MouseEvent): void => {
    event.preventDefault();
    openMenu(at, menuPlaceOf(event));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isMenuKey(event)) {
      const cell = document.getElementById(`${id}-${active.row}-${active.column}`);
      event.preventDefault();
      event.stopPropagation();
      openMenu(active, placeAt(cell ?? event.currentTarget));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moved(active, event.key, count);
    if (next) {
      setActive(next);
      reveal(next);
    } else if (event.key === 'Enter') {
      const target = targetAt(grid, active);
      act(active, target !== null && target.kind === selection?.kind && target.id === selection.id);
    } else if (event.key === 'Escape') onSelect(null);
    else if (event.key === 'p') props.onProblemsOnly(!problemsOnly);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** The column under the pointer, outside React: it changes with every move. */
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!beam.current) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left + event.currentTarget.scrollLeft;
    const column = Math.floor((x - headWidth) / cellSize);
    beam.current.hidden = column < 0 || column >= count;
    beam.current.style.left = `${headWidth + column * cellSize}px`;
  };

  const shownColumns = columns.getVirtualItems().map(({ index }) => index);
  return (
    <div className={classes.matrix} data-testid="matrix">
      {count === 0 ? (
        <EmptyState title={problemsOnly ? 'Nothing is wrong that Nameward can see' : 'No servers here'}>
          {problemsOnly
            ? 'No server and no link has a warning, is broken or disabled. Press P to see all.'
            : 'Every server stands here as a row and a column. Add a server, or take back the filter.'}
        </EmptyState>
      ) : (
        <div
          ref={scroller}
          className={classes.scroller}
          role="grid"
          tabIndex={0}
          aria-label="Trust matrix: a row has the entry, the column is whom it is for. Enter selects, Enter again edits the role."
          aria-rowcount={count + 1}
          aria-colcount={count + 1}
          aria-activedescendant={`${id}-${active.row}-${active.column}`}
          data-testid="matrix-grid"
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => beam.current && (beam.current.hidden = true)}
        >
          <div className={classes.table} style={{ width: columns.getTotalSize(), height: rows.getTotalSize() }}>
            <div ref={beam} className={classes.beam} hidden />
            <div className={classes.head} role="row" aria-rowindex={1}>
              <Corner />
              {shownColumns.map((column) => (
                <ColumnHead
                  key={column}
                  id={`${id}--1-${column}`}
                  node={grid.nodes[column]}
                  column={column}
                  begins={grid.begins[column] ?? false}
                  active={active.row === -1 && active.column === column}
                  selected={place?.column === column}
                  onSelect={() => act({ row: -1, column }, false)}
                  onMenu={(event) => onMenu({ row: -1, column }, event)}
                />
              ))}
            </div>
            {rows.getVirtualItems().map(({ index, start }) => (
              <MatrixRow
                key={index}
                id={id}
                grid={grid}
                row={index}
                top={start}
                columns={shownColumns}
                active={active.row === index ? active.column : null}
                selected={place?.row === index}
                selectedLink={selection?.kind === 'link' ? selection.id : null}
                pending={props.pending}
                onAct={act}
                onMenu={onMenu}
              />
            ))}
          </div>
        </div>
      )}
      <div className={mapClasses.tools} role="toolbar" aria-label="Matrix">
        <ToolButton
          icon={IconFilter}
          label={`Problems only (${problems})`}
          keys="P"
          aria-pressed={problemsOnly}
          onClick={() => props.onProblemsOnly(!problemsOnly)}
        />
        <span className={mapClasses.divider} />
        <ToolButton icon={IconSitemap} label="Picture" keys="M" data-testid="show-picture" onClick={props.onPicture} />
      </div>
    </div>
  );
}

/** A server is its own row and column, an entry the place where they cross. */
function placeOf(grid: Grid, selection: Selection): Place | null {
  if (selection.kind === 'link') return grid.placeOf(selection.id);
  const index = grid.indexOf(selection.id);
  return index === -1 ? null : { row: index, column: index };
}

/** A direction without an entry stands for the one that has it, as on the map: that is the link to mend. */
function targetAt(grid: Grid, { row, column }: Place): Selection | null {
  if (row === -1 || column === -1 || row === column) {
    const node = grid.nodes[row === -1 ? column : row];
    const own = row === column ? grid.entryAt(row, column) : null;
    if (own) return { kind: 'link', id: own.id };
    return node ? { kind: 'node', id: node.id } : null;
  }
  const link = grid.entryAt(row, column) ?? grid.entryAt(column, row);
  return link && { kind: 'link', id: link.id };
}
