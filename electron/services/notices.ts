import type { Notice } from '#shared/contract/app.ts';
import type { DocumentReading } from './ports.ts';

/** What the user has to be told about the profile. */
export interface NoticeBoard {
  add(notice: Notice): void;
  all(): readonly Notice[];
}

export function createNoticeBoard(): NoticeBoard {
  const notices: Notice[] = [];
  return { add: (notice) => void notices.push(notice), all: () => [...notices] };
}

/** @returns what to say about a document that could not be read as it stands; null when there is nothing to say */
export function noticeOf(name: string, reading: DocumentReading<unknown>): Notice | null {
  if (reading.state === 'set-aside') {
    return {
      code: 'store.corrupt',
      message: `The file of the ${name} could not be used and was set aside. ${reading.reason}`,
      file: reading.file,
    };
  }
  if (reading.state === 'newer') {
    return {
      code: 'store.newer',
      message: `The file of the ${name} was written by a newer Nameward: it is shown as far as it is understood, and not changed.`,
      file: reading.file,
    };
  }
  return null;
}
