import PQueue from 'p-queue';

/** Lets so many rounds run side by side, without one that hangs keeping its place. */
export interface RoundQueue {
  run(work: () => Promise<void>): Promise<void>;
}

/**
 * A round that takes longer than `patienceMs` gives its place to the next and goes on beside it, so that dead servers
 * delay nobody: what they hold then is a socket each, not a place.
 * @param places rounds side by side
 */
export function createRoundQueue(places: number, patienceMs: number): RoundQueue {
  const queue = new PQueue({ concurrency: places });
  return {
    async run(work) {
      let round: Promise<void> | null = null;
      await queue.add(async () => {
        round = work();
        let timer: ReturnType<typeof setTimeout> | null = null;
        const patience = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, patienceMs);
        });
        await Promise.race([round, patience]);
        if (timer !== null) clearTimeout(timer);
      });
      // Assigned by the queue before it resolves.
      await (round as Promise<void> | null);
    },
  };
}
