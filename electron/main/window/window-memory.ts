import type { BrowserWindow } from 'electron';
import type { DocumentStore } from '#electron/services/ports.ts';
import type { Notice } from '#shared/contract/app.ts';
import { noticeOf } from '#electron/services/notices.ts';
import { firstWindow, type WindowData } from '#shared/schema/window/index.ts';

/** Remembers how the window was left, in the profile. */
export interface WindowMemory {
  /** How it was left last time. */
  read(): Promise<WindowData>;
  /** Writes down every change of the window's place, some time after it. */
  follow(window: BrowserWindow): void;
  /** What was wrong with the file, for the user to be told. */
  notices(): readonly Notice[];
  setTheme(theme: WindowData['theme']): void;
  /** Writes what is not yet written. */
  flush(): Promise<void>;
}

/** Moving a window gives dozens of events a second. */
const settleMs = 500;

export function createWindowMemory(document: DocumentStore<WindowData>): WindowMemory {
  let data = firstWindow;
  let timer: NodeJS.Timeout | null = null;
  let notice: Notice | null = null;

  const write = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    // A window that opens elsewhere next time is no reason to disturb anybody.
    await document.write(data);
  };
  const change = (next: Partial<WindowData>): void => {
    data = { ...data, ...next };
    timer ??= setTimeout(() => void write(), settleMs);
  };

  return {
    async read() {
      const reading = await document.read();
      notice = noticeOf('window', reading);
      if ((reading.state === 'ok' || reading.state === 'newer') && reading.data) data = reading.data;
      return data;
    },
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
    notices: () => (notice ? [notice] : []),
    setTheme(theme) {
      if (theme !== data.theme) change({ theme });
    },
    async flush() {
      if (timer) await write();
    },
  };
}
