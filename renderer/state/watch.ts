import type { InputOf, OutputOf, StreamName } from '#shared/contract/index.ts';
import type { AppError } from '#shared/errors/index.ts';
import { subscribe } from '#renderer/api/index.ts';

/** Until a stream that ended is opened again, ms. */
const reopenAfter = 2_000;

export interface Watcher<T> {
  /** @returns false when the items do not follow on what came before: the stream is opened anew at once */
  take(items: readonly T[]): boolean;
  /** The stream is over and will be opened again. */
  ended(error: AppError | null): void;
}

/** Of a stream of which each item tells all: only the last one counts. */
export function showLast<T>(show: (item: T) => void, ended: (error: AppError | null) => void): Watcher<T> {
  return {
    take(items) {
      const last = items.at(-1);
      if (last !== undefined) show(last);
      return true;
    },
    ended,
  };
}

/**
 * Keeps a stream of main open as long as the page is there.
 * @returns a function that ends it; the watcher hears nothing afterwards
 */
export function watchStream<K extends StreamName>(
  name: K,
  input: InputOf<K>,
  watcher: Watcher<OutputOf<K>>,
): () => void {
  let over = false;
  let close: (() => void) | null = null;
  let timer: number | undefined;

  const open = (): void => {
    if (over) return;
    let current = true;
    const leave = subscribe(name, input, {
      onItems: (items) => {
        if (!current || watcher.take(items)) return;
        // What is shown stays until the new beginning is there.
        current = false;
        leave();
        open();
      },
      onEnd: (error) => {
        if (!current || over) return;
        current = false;
        watcher.ended(error);
        timer = window.setTimeout(open, reopenAfter);
      },
    });
    close = () => {
      current = false;
      leave();
    };
  };

  open();
  return () => {
    over = true;
    window.clearTimeout(timer);
    close?.();
  };
}
