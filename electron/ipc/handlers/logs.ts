import type { LogTail } from '../../services/index.ts';
import type { CurrentServices } from './application.ts';
import type { Handlers } from './handler.ts';

export function logsHandlers(current: CurrentServices): Pick<Handlers, 'logs.tail'> {
  return {
    'logs.tail': (input, sink) => {
      let tail: LogTail | null = null;
      let paused = false;
      // A tail belongs to the services it began with: replaced, they close and end it, and the page asks again.
      let begun = false;
      const unfollow = current.follow((services) => {
        if (begun) return () => {};
        begun = true;
        tail = services.logs.tail(input, sink);
        if (paused) tail.pause();
        return () => tail?.close();
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
        close: unfollow,
      };
    },
  };
}
