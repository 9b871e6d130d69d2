import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { isMenuKey, openContextMenu, placeAt, placeOf, type MenuSubject } from '#renderer/state/context-menu.ts';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { momentWords } from '#renderer/ui/age.ts';
import type { Entry } from './log-buffer.ts';
import { LineDetail } from './LineDetail.tsx';
import classes from './LogDock.module.css';
import { buffer, useTail } from './tail.ts';
import { levelWords, lineText, splitAtUniqid, timeOfDay } from './words.ts';

const rowHeight = 20;
/** So near to the end counts as being there, px. */
const nearEnd = 30;

interface LogLinesProps {
  readonly tags: ReadonlyMap<string, string>;
  readonly label: (server: string) => string;
  readonly onFilter: (text: string) => void;
}

/** The rows in sight of tens of thousands. Follows the newest line until the user scrolls up. */
// oxlint-disable-next-line max-lines-per-function -- one list: scrolling, keyboard and rows share what is in sight
export function LogLines({ tags, label, onFilter }: LogLinesProps) {
  const version = useTail((state) => state.version);
  const scroller = useRef<HTMLDivElement>(null);
  const droppedBefore = useRef(buffer.dropped);
  /** Where the list stood before this render: a list that became shorter has been moved by the browser already. */
  const topBefore = useRef(0);
  const [following, setFollowing] = useState(true);
  const [chosen, setChosen] = useState<number | null>(null);
  const entries = buffer.visible;
  // Its functions are used in this render only, never remembered.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });

  // Before the picture is painted: at the end when following, else where the eye is although old lines fell out.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const fellOut = buffer.dropped - droppedBefore.current;
    droppedBefore.current = buffer.dropped;
    if (following) element.scrollTop = element.scrollHeight;
    else if (fellOut > 0) element.scrollTop = topBefore.current - fellOut * rowHeight;
    topBefore.current = element.scrollTop;
  }, [version, following]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // In a flood the end runs away within every frame, so that a scroll upward would never be seen as one: the wheel
    // and the keys tell it at once, the scroll only for the bar at the side.
    const leaveEnd = (): void => {
      if (element.scrollHeight > element.clientHeight) setFollowing(false);
    };
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaY < 0) leaveEnd();
    };
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) leaveEnd();
    };
    const onScroll = (): void => {
      const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
      if (element.scrollTop < topBefore.current) setFollowing(false);
      else if (atEnd && element.scrollTop > topBefore.current) setFollowing(true);
      topBefore.current = element.scrollTop;
    };
    element.addEventListener('wheel', onWheel, { passive: true });
    element.addEventListener('keydown', onKey);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('keydown', onKey);
      element.removeEventListener('scroll', onScroll);
    };
  }, []);

  const subjectOf = ({ line }: Entry): MenuSubject => ({
    kind: 'log-line',
    line,
    text: lineText(line, label(line.server)),
    filter: onFilter,
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const shown = entries.find((entry) => entry.id === chosen);
    if (isMenuKey(event) && shown) {
      event.preventDefault();
      const row = scroller.current?.querySelector('[data-chosen]');
      openContextMenu(subjectOf(shown), placeAt(row ?? event.currentTarget));
      return;
    }
    const index = entries.findIndex((entry) => entry.id === chosen);
    const next =
      event.key === 'Enter' && index < 0
        ? Math.floor(((scroller.current?.scrollTop ?? 0) + (scroller.current?.clientHeight ?? 0)) / rowHeight) - 1
        : event.key === 'ArrowUp' && index >= 0
          ? index - 1
          : event.key === 'ArrowDown' && index >= 0
            ? index + 1
            : null;
    if (event.key === 'Escape') setChosen(null);
    if (next === null) return;
    const entry = entries[Math.min(Math.max(next, 0), entries.length - 1)];
    if (!entry) return;
    event.preventDefault();
    setChosen(entry.id);
    setFollowing(false);
    virtualizer.scrollToIndex(Math.min(Math.max(next, 0), entries.length - 1));
  };

  const detail = chosen === null ? undefined : entries.find((entry) => entry.id === chosen);
  return (
    <div className={classes.body}>
      {/* The list has the keyboard for its lines; a line chosen by a click can be chosen by keys too. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        ref={scroller}
        className={classes.lines}
        role="log"
        aria-live="off"
        aria-label="Log lines"
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={classes.sheet} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const entry = entries[index];
            if (!entry) return null;
            const { line } = entry;
            const [before, uniqid, after] = splitAtUniqid(line.message, line.uniqid);
            return (
              <div
                key={entry.id}
                className={classes.line}
                data-testid="log-line"
                data-level={line.level}
                data-chosen={entry.id === chosen || undefined}
                data-continuation={line.continuation || undefined}
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => setChosen(entry.id === chosen ? null : entry.id)}
                onContextMenu={(event) => {
                  event.preventDefault();
                  openContextMenu(subjectOf(entry), placeOf(event));
                }}
              >
                <span className={classes.time} title={line.at === null ? undefined : momentWords(line.at)}>
                  {line.at === null ? '' : timeOfDay(line.at)}
                </span>
                <span className={classes.tag} title={label(line.server)}>
                  {tags.get(line.server) ?? ''}
                </span>
                <span className={classes.levelWord}>{levelWords[line.level]}</span>
                <span className={classes.message}>
                  {before}
                  {uniqid === '' ? null : <mark className={classes.uniqid}>{uniqid}</mark>}
                  {after}
                </span>
              </div>
            );
          })}
        </div>
      </div>
      {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      {following ? null : (
        <div className={classes.afterLines}>
          <ToolButton
            icon={IconArrowDown}
            label="Follow the newest"
            primary
            className={classes.follow ?? ''}
            data-testid="log-follow"
            onClick={() => setFollowing(true)}
          />
        </div>
      )}
      {detail ? (
        <LineDetail
          line={detail.line}
          server={label(detail.line.server)}
          text={lineText(detail.line, label(detail.line.server))}
          onFilter={onFilter}
          onClose={() => setChosen(null)}
        />
      ) : null}
      {entries.length === 0 ? (
        <p className={classes.none}>
          {buffer.size === 0 ? 'No line yet. Lines appear as the servers write them.' : 'No line passes the filter.'}
        </p>
      ) : null}
    </div>
  );
}
