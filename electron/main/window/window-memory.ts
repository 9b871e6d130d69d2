import type { BrowserWindow } from 'electron';
import { isDeepStrictEqual } from 'node:util';
import type { Log } from '#electron/services/ports.ts';
import { noticeOf } from '#electron/services/notices.ts';
import type { Notice } from '#shared/contract/app.ts';
import type { Glance } from './glance.ts';
import type { WindowData } from './window-data.ts';
import type { WindowStore } from './window-store.ts';

/** Remembers how the window was left, in the profile. */
export interface WindowMemory {
  /** Writes down every change of the window's place, some time after it. */
  follow(window: BrowserWindow): void;
  /** Keeps what else the next start has to know before it can read a document. */
  keep(known: Partial<Pick<WindowData, 'theme' | 'softwareUntil'>>): void;
  /** What was wrong with the file, for the user to be told. */
  notices(): Promise<readonly Notice[]>;
  /** Writes what is not yet written. */
  flush(): Promise<void>;
}

export interface WindowMemoryParts {
  /** What the start has read. */
  readonly left: Glance;
  readonly file: string;
  readonly open: () => Promise<WindowStore>;
  readonly log: Log;
}

/** Moving a window gives dozens of events a second. */
const settleMs = 500;

export function createWindowMemory({ left, file, open, log }: WindowMemoryParts): WindowMemory {
  let { data } = left;
  let timer: NodeJS.Timeout | null = null;
  const told = tellOf(left, file, open).catch((error: unknown) => {
    log.warn('The file of the window could not be set aside', { error: String(error) });
    return null;
  });

  const write = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    await told;
    try {
      (await open()).write(data);
    } catch (error) {
      // A window that opens elsewhere next time is no reason to disturb anybody.
      log.warn('The place of the window could not be written down', { error: String(error) });
    }
  };
  const change = (next: Partial<WindowData>): void => {
    data = { ...data, ...next };
    // A newer Nameward knows more of it than is understood here.
    if (left.state !== 'newer') timer ??= setTimeout(() => void write(), settleMs);
  };

  return {
    follow(window) {
      const place = (): void => {
        if (window.isMinimized() || window.isFullScreen()) return;
        change({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
      };
      window.on('resize', place);
      window.on('move', place);
      window.on('maximize', place);
      window.on('unmaximize', place);
    },
    keep(known) {
      if (!isDeepStrictEqual({ ...data, ...known }, data)) change(known);
    },
    async notices() {
      const notice = await told;
      return notice ? [notice] : [];
    },
    async flush() {
      if (timer) await write();
    },
  };
}

async function tellOf({ state }: Glance, file: string, open: () => Promise<WindowStore>): Promise<Notice | null> {
  if (state === 'newer') return noticeOf('window', { state: 'newer', file, data: null });
  if (state === 'ok') return null;
  const aside = await (await open()).setAside();
  return noticeOf('window', { state: 'set-aside', file: aside, reason: 'It says nothing of a window.' });
}
