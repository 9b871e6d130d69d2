import { appError } from '#shared/errors/index.ts';
import type { LogTail } from '#electron/services/index.ts';
import type { CurrentServices } from '#electron/ipc/application.ts';
import type { Handlers } from './handler.ts';

export function logsHandlers(current: CurrentServices): Pick<Handlers, 'logs.tail'> {
  return {
    'logs.tail': (input, sink) => {
      let tail: LogTail | null = null;
      let paused = false;
      let closed = false;
      // A tail belongs to the services it began with: when others take their place it ends, and the page asks again.
      void current.connected().then((services) => {
        if (closed) return;
        if (services.vault.locked()) {
          sink.end(appError('vault.locked', 'The vault is locked.'));
          return;
        }
        tail = services.logs.tail(input, sink);
        if (paused) tail.pause();
      });
      return {
        pause() {
          paused = true;
          tail?.pause();
        },
        resume() {
          paused = false;
          tail?.resume();
        },
        close() {
          closed = true;
          tail?.close();
        },
      };
    },
  };
}
