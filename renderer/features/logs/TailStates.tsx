import { IconCircleFilled, IconCircleX, IconClock, IconLoader2, type Icon } from '@tabler/icons-react';
import type { LogItem } from '#shared/contract/logs.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { wordsFor } from '#renderer/ui/error-words.ts';
import classes from './LogDock.module.css';
import { useTail } from './tail.ts';
import { serverTags } from './words.ts';

type State = Extract<LogItem, { kind: 'tail' }>['state'];

const icons: Readonly<Record<State, Icon>> = {
  connecting: IconLoader2,
  live: IconCircleFilled,
  waiting: IconClock,
  ended: IconCircleX,
};

/** The tail of each server: its letter, its name, how it is and why. */
export function TailStates({ tailed, label }: { tailed: readonly string[]; label: (server: string) => string }) {
  const words = useTail((state) => state.words);
  const tags = serverTags(tailed);
  return (
    <ul className={classes.tails} aria-label="Tails">
      {tailed.map((server) => {
        const word = words[server];
        const state = word?.state ?? 'connecting';
        const Icon = icons[state];
        return (
          <li key={server} className={classes.tail} data-state={state} data-server={server}>
            <span className={classes.tag}>{tags.get(server)}</span>
            <MiddleEllipsis text={label(server)} />
            <Icon size={state === 'live' ? 8 : 14} aria-hidden />
            <span>{state}</span>
            {word?.error ? (
              <span className={classes.why} title={wordsFor(word.error.code).next}>
                {wordsFor(word.error.code).what}: <HostileText text={word.error.message} limit={160} />
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
