import type { BrowserWindow } from 'electron';
import { isDeepStrictEqual } from 'node:util';
import type { DocumentStore } from '#electron/services/ports.ts';
import type { Notice } from '#shared/contract/app.ts';
import { noticeOf } from '#electron/services/notices.ts';
import { firstWindow, type WindowData } from '#shared/schema/window/index.ts';

/** Remembers how the window was left, in the profile. */
export interface WindowMemory {
  /** Writes down every change of the window's place, some time after it. */
  follow(window: BrowserWindow): void;
  /** Keeps what else the next start has to know before it can read a document. */
  keep(known: Partial<Pick<WindowData, 'theme' | 'softwareUntil'>>): Promise<void>;
  /** What was wrong with the file, for the user to be told. */
  notices(): Promise<readonly Notice[]>;
  /** Writes what is not yet written. */
  flush(): Promise<void>;
}

/** Moving a window gives dozens of events a second. */
const settleMs = 500;

/** Reads the document at once: the window itself was opened after a glance at it only. */
export function createWindowMemory(document: DocumentStore<WindowData>): WindowMemory {
  let data = firstWindow;
  let timer: NodeJS.Timeout | null = null;
  const reading = document.read().then((found) => {
    if ((found.state === 'ok' || found.state === 'newer') && found.data) data = found.data;
    return noticeOf('window', found);
  });

  const write = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    // A window that opens elsewhere next time is no reason to disturb anybody.
    await document.write(data);
  };
  const change = async (next: Partial<WindowData>): Promise<void> => {
    await reading;
    data = { ...data, ...next };
    timer ??= setTimeout(() => void write(), settleMs);
  };

  return {
    follow(window) {
      const place = (): void => {
        if (window.isMinimized() || window.isFullScreen()) return;
        void change({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
      };
      window.on('resize', place);
      window.on('move', place);
      window.on('maximize', place);
      window.on('unmaximize', place);
    },
    async keep(known) {
      await reading;
      if (!isDeepStrictEqual({ ...data, ...known }, data)) await change(known);
    },
    async notices() {
      const notice = await reading;
      return notice ? [notice] : [];
    },
    async flush() {
      await reading;
      if (timer) await write();
    },
  };
}
