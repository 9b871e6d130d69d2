import PQueue from 'p-queue';

/** Lets so many pieces of work begin side by side over all servers, without one that hangs keeping its place. */
export interface Places {
  /**
   * Runs the work when a place is free. Work that lasts longer than the patience goes on beside those that have a
   * place, so that servers which do not answer delay nobody: what they hold then is a socket each, which their own
   * deadlines end.
   * @throws what the work throws, or the reason of the signal when it is aborted before its turn
   */
  take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** @param patienceMs how long a place is held at most */
export function createPlaces(count: number, patienceMs: number): Places {
  const queue = new PQueue({ concurrency: count });
  return {
    async take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      let running: Promise<T> | undefined;
      const hold = async (): Promise<void> => {
        running = work();
        let timer: ReturnType<typeof setTimeout> | undefined;
        const patience = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, patienceMs);
        });
        const settled = running.then(
          () => {},
          () => {},
        );
        await Promise.race([settled, patience]);
        clearTimeout(timer);
      };
      await queue.add(hold, signal === undefined ? {} : { signal });
      // Assigned by the queue before it resolves.
      return running as Promise<T>;
    },
  };
}
