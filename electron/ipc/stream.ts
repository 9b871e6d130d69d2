import { z } from 'zod';
import type { StreamDefinition } from '#shared/contract/definition.ts';
import { borrowerMessageSchema } from '#shared/contract/reply.ts';
import { appError, type AppError } from '#shared/errors/index.ts';
import { createLender, type Conflation } from '#shared/flow/index.ts';
import type { Log } from '#electron/services/ports.ts';
import type { StreamSink, StreamSource } from '#electron/ipc/handlers/handler.ts';
import { firstIssue } from './issue.ts';

/** Main's end of the port of one stream. */
export interface StreamPort {
  post(message: unknown): void;
  /** Called once, before `start`. */
  listen(listener: { readonly message: (data: unknown) => void; readonly closed: () => void }): void;
  close(): void;
}

export interface OpenStream {
  start(): void;
  close(): void;
}

export interface StreamOptions<T> {
  readonly name: string;
  readonly definition: StreamDefinition<z.ZodType, z.ZodType>;
  readonly conflation: Conflation<T> | undefined;
  readonly open: (sink: StreamSink<T>) => StreamSource;
  /** Makes an error fit to cross. */
  readonly crossing: (error: AppError) => AppError;
  readonly port: StreamPort;
  readonly log: Log;
  readonly onClosed: () => void;
}

/** How long the page may take to close the port after the end was told, ms. */
const farewell = 5000;

/** Serves one stream: lends items in batches, takes acknowledgements, pauses and frees the source. */
// oxlint-disable-next-line max-lines-per-function -- one stream: source, window and end are one state
export function serveStream<T>(options: StreamOptions<T>): OpenStream {
  const { name, definition, port, log } = options;
  const { flow } = definition;
  const batchSchema = z.array(definition.output);
  const lender = createLender<T>(flow, options.conflation);
  let source: StreamSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** The last batch went out then, ms of the monotonic clock: a first item waits for nothing. */
  let sentAt = -Infinity;
  let paused = false;
  let sourceFreed = false;
  let told = false;
  let closed = false;

  const freeSource = (): void => {
    if (sourceFreed) return;
    sourceFreed = true;
    lender.end(null);
    source?.close();
  };
  const clearTimer = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const close = (): void => {
    if (closed) return;
    closed = true;
    clearTimer();
    freeSource();
    port.close();
    options.onClosed();
  };
  const tellEnd = (error: AppError | null): void => {
    told = true;
    clearTimer();
    freeSource();
    port.post({ kind: 'end', error: error === null ? null : options.crossing(error) });
    timer = setTimeout(close, farewell);
  };

  /** Sends what the window allows. */
  const pump = (): void => {
    clearTimer();
    sentAt = performance.now();
    for (let message = lender.take(); message && !closed && !told; message = lender.take()) {
      if (message.kind === 'end') {
        tellEnd(message.error);
        return;
      }
      const checked = batchSchema.safeParse(message.items);
      if (!checked.success) {
        log.error('An item does not fit the contract', { code: 'ipc.output', name, issue: firstIssue(checked.error) });
        tellEnd(appError('ipc.output', `An item of ${name} does not fit the contract.`));
        return;
      }
      port.post({ ...message, items: checked.data });
    }
  };
  const schedule = (): void => {
    if (closed || told) return;
    if (lender.urgent) pump();
    else if (lender.ready) timer ??= setTimeout(pump, Math.max(0, sentAt + flow.batchMs - performance.now()));
    balance();
  };
  /** Holds the source back while the window is used up. */
  const balance = (): void => {
    if (!source || sourceFreed || lender.full === paused) return;
    paused = lender.full;
    if (paused) source.pause?.();
    else source.resume?.();
  };
  const acknowledged = (count: number): void => {
    if (!lender.acknowledge(count)) {
      log.warn('A stream was closed for a wrong acknowledgement', { name });
      close();
      return;
    }
    // What waited for the window has been gathered long enough.
    if (!timer && lender.ready) pump();
    balance();
  };

  return {
    start() {
      port.listen({
        message(data) {
          if (closed) return;
          const message = borrowerMessageSchema.safeParse(data);
          if (message.success && message.data.kind === 'acknowledge') {
            if (!told) acknowledged(message.data.count);
          } else close();
        },
        closed: close,
      });
      try {
        source = options.open({
          item(item) {
            lender.offer(item);
            schedule();
          },
          end(error) {
            lender.end(error);
            schedule();
          },
        });
      } catch (error) {
        log.error('A stream failed to open', { name, error: error instanceof Error ? (error.stack ?? '') : '' });
        lender.end(appError('internal', `${name} failed inside Nameward; its log says more.`));
        schedule();
        return;
      }
      if (sourceFreed) source.close();
      else balance();
    },
    close,
  };
}
