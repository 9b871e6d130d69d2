import { Worker } from 'node:worker_threads';
import { pageBudget } from '#electron/adapters/whm/budgets.ts';
import { cancelled, whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import { PageTooComplex } from './html.ts';
import { readHtml, type PageInput, type PageReader, type PageReading } from './readers.ts';
import type { PageAnswer, PageJob } from './thread-messages.ts';

/** Where pages are read: short ones at once, long ones in a thread that is ended when it takes too long. */
export interface PageDesk {
  /**
   * @param place `HOST:PORT`, for words
   * @throws WhmFailure `whm.protocol` (`details.reason` `too-complex`): more than any page of WHM is made of, or not
   *   read in time; `cancelled`
   */
  read<Name extends PageReader>(
    asked: { readonly reader: Name; readonly input: PageInput<Name>; readonly place: string },
    html: string,
    signal?: AbortSignal,
  ): Promise<PageReading<Name>>;
  close(): Promise<void>;
}

export interface PageDeskOptions {
  /**
   * The built `page-thread.ts`; null: there is none, and all pages are read where they arrive, under the same budget.
   */
  readonly thread: string | null;
  readonly readInPlace?: number;
  readonly readingMs?: number;
}

/** How long a thread without work is kept, ms. */
const idleMs = 30_000;

/** So that a page that grows under its reading ends the thread and nothing else. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

function tooComplex(place: string, why: string): WhmFailure {
  return whmFailure(
    'whm.protocol',
    `${place} sent a page that ${why}. It was not read: what stands in it is unknown, and nothing is written.`,
    { reason: 'too-complex' },
  );
}

const moreThanWhm = 'is larger or more complex than any of WHM';
const tooSlow = 'took too long to read';

interface Waiting {
  readonly job: PageJob;
  readonly place: string;
  readonly resolve: (reading: PageReading) => void;
  readonly reject: (failure: Error) => void;
}

/** One thread for all servers, started by the first long page; one page at a time, each with a deadline of its own. */
// oxlint-disable-next-line max-lines-per-function -- one thread: its jobs share its life and its deadline
export function createPageDesk({ thread, readInPlace, readingMs }: PageDeskOptions): PageDesk {
  const inPlace = thread === null ? Number.POSITIVE_INFINITY : (readInPlace ?? pageBudget.readInPlace);
  const deadlineMs = readingMs ?? pageBudget.readingMs;
  const queue: Waiting[] = [];
  let worker: Worker | null = null;
  let current: Waiting | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId = 0;
  let closed = false;

  const endThread = (): void => {
    const ending = worker;
    worker = null;
    void ending?.terminate();
  };
  const settle = (conclude: (waiting: Waiting) => void): void => {
    clearTimeout(timer);
    const settled = current;
    current = null;
    if (settled !== null) conclude(settled);
    next();
  };
  const startThread = (file: string): Worker => {
    const started = new Worker(file, { resourceLimits, stdout: false, stderr: false });
    // Waiting for work keeps no program alive.
    started.unref();
    started.on('message', (answer: PageAnswer) => {
      if (current?.job.id !== answer.id) return;
      settle(({ resolve, reject, place }) => {
        if ('reading' in answer) resolve(answer.reading);
        else if (answer.failure === 'PageTooComplex') reject(tooComplex(place, moreThanWhm));
        else reject(new Error(`The reading of a page failed (${answer.failure}).`));
      });
    });
    started.on('error', (error: Error) => {
      if (worker !== started) return;
      worker = null;
      const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(({ reject, place }) => reject(outOfMemory ? tooComplex(place, moreThanWhm) : error));
    });
    return started;
  };
  const next = (): void => {
    if (current !== null) return;
    current = queue.shift() ?? null;
    if (current === null || thread === null) {
      timer = setTimeout(endThread, idleMs);
      timer.unref();
      return;
    }
    worker ??= startThread(thread);
    timer = setTimeout(() => {
      endThread();
      settle(({ reject, place }) => reject(tooComplex(place, tooSlow)));
    }, deadlineMs);
    worker.postMessage(current.job);
  };

  const readHere = <Name extends PageReader>(
    { reader, input, place }: { readonly reader: Name; readonly input: PageInput<Name>; readonly place: string },
    html: string,
  ): PageReading<Name> => {
    try {
      return readHtml(reader, html, input);
    } catch (error) {
      throw error instanceof PageTooComplex ? tooComplex(place, moreThanWhm) : error;
    }
  };

  return {
    async read(asked, html, signal) {
      if (html.length > pageBudget.length) throw tooComplex(asked.place, moreThanWhm);
      if (html.length <= inPlace) return readHere(asked, html);
      if (closed || signal?.aborted === true) throw cancelled();
      lastId += 1;
      const { reader, input, place } = asked;
      const job: PageJob = { id: lastId, reader, html, input };
      return new Promise((resolve, reject) => {
        const waiting: Waiting = { job, place, resolve, reject };
        queue.push(waiting);
        signal?.addEventListener(
          'abort',
          () => {
            const at = queue.indexOf(waiting);
            if (at !== -1) queue.splice(at, 1);
            // One that is being read has a deadline of its own.
            reject(cancelled());
          },
          { once: true },
        );
        next();
      });
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const left = [...(current === null ? [] : [current]), ...queue.splice(0)];
      current = null;
      for (const { reject } of left) reject(cancelled());
      await worker?.terminate();
      worker = null;
    },
  };
}
