import { IconCopy, IconFilter, IconLetterCase, IconServer } from '@tabler/icons-react';
import type { LogLine } from '#shared/domain/logs/line.ts';
import { refusal } from '#shared/domain/refusals/refusal.ts';
import { appError } from '#shared/errors/index.ts';
import { reportDone, reportError } from '#renderer/state/notify.ts';
import { showOnMap } from '#renderer/state/workspace.ts';
import type { Action } from './action.ts';

/** A line of a log that is shown. */
export interface LogLineSubject {
  readonly line: LogLine;
  /** As it is copied. */
  readonly text: string;
  /** Narrows the lines that are shown to those with this text. */
  readonly filter: (text: string) => void;
}

/** @param what a sentence for when it is done */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    reportDone(what);
  } catch (error) {
    reportError('It could not be copied', appError('internal', String(error)));
  }
}

export const logLineActions: readonly Action<LogLineSubject>[] = [
  {
    id: 'copy-line',
    title: 'Copy the line',
    icon: IconCopy,
    refusal: () => null,
    run: ({ text }) => void copyText(text, 'The line is copied'),
  },
  {
    id: 'only-transaction',
    title: 'Only this dnsuniqid',
    icon: IconFilter,
    apart: true,
    refusal: ({ line }) =>
      line.uniqid === null
        ? refusal('log-line.no-transaction', { kind: 'log-line' }, 'The line carries no dnsuniqid.')
        : null,
    run: ({ line, filter }) => filter(line.uniqid ?? ''),
  },
  {
    id: 'only-words',
    title: 'Only lines with these words',
    icon: IconLetterCase,
    refusal: () => null,
    run: ({ line, filter }) => filter(line.message),
  },
  {
    id: 'show-server',
    title: 'Show this server',
    icon: IconServer,
    apart: true,
    refusal: () => null,
    run: ({ line }) => showOnMap({ kind: 'node', id: line.server }),
  },
];
