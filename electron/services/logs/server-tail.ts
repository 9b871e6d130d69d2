import type { LogItem } from '#shared/contract/logs.ts';
import type { AppError, ErrorCode, Result } from '#shared/errors/index.ts';
import type { Tail, WhmClient } from '#electron/services/ports.ts';

/** The tail of one server, which comes back by itself when the connection is lost. */
export interface ServerTail {
  pause(): void;
  resume(): void;
  /** @param error why, told in the last item; null: nothing to say */
  close(error: AppError | null): void;
}

export interface ServerTailOptions {
  readonly server: string;
  /** Lines of the past to begin with. */
  readonly lines: number;
  /** A client with the token, for each connection anew; an error that cannot pass ends the tail. */
  connect(): Promise<Result<WhmClient>>;
  item(item: LogItem): void;
  /** Called once, after the last item. */
  ended(error: AppError | null): void;
  random(): number;
  now(): number;
}

/** After these the tail comes back; everything else would fail again. */
const passing: ReadonlySet<ErrorCode> = new Set(['whm.unreachable', 'whm.busy']);
const firstWait = 1000;
const longestWait = 60_000;
/** A tail that lived so long, ms, had a good connection: what comes after is a new trouble. */
const goodAfter = 10_000;

/** Starts the tail at once. */
export function startServerTail(options: ServerTailOptions): ServerTail {
  const { server } = options;
  const item = (one: LogItem): void => options.item(one);
  let tail: Tail | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let paused = false;
  let over = false;
  let failuresInRow = 0;
  /** The past was sent: another connection begins where the log is now, so that no line comes twice. */
  let pastSent = false;
  /** Start of the tail, epoch ms; null while it is not live. */
  let liveSince: number | null = null;

  const say = (state: 'connecting' | 'live' | 'waiting' | 'ended', error: AppError | null): void =>
    item({ kind: 'tail', server, state, error: error && { code: error.code, message: error.message } });

  const finish = (error: AppError | null): void => {
    if (over) return;
    over = true;
    if (timer !== null) clearTimeout(timer);
    say('ended', error);
    options.ended(error);
  };
  const wait = (error: AppError | null): void => {
    const delay = Math.min(firstWait * 2 ** failuresInRow, longestWait) * (0.8 + 0.4 * options.random());
    failuresInRow += 1;
    say('waiting', error);
    timer = setTimeout(() => void connect(), delay);
  };
  const lost = (error: AppError | null): void => {
    tail = null;
    if (over) return;
    const wasLive = liveSince !== null;
    if (liveSince !== null && options.now() - liveSince > goodAfter) failuresInRow = 0;
    liveSince = null;
    // A tail that has run and ends (it was killed, the stream has its time limit) may run again.
    if (error === null || passing.has(error.code) || (wasLive && error.code === 'whm.protocol')) wait(error);
    else finish(error);
  };

  const connect = async (): Promise<void> => {
    timer = null;
    say('connecting', null);
    const client = await options.connect();
    if (over) return;
    if (!client.ok) return lost(client.error);
    const started = client.value.tail(pastSent ? 0 : options.lines, {
      onStart() {
        if (over) return;
        pastSent = true;
        liveSince = options.now();
        say('live', null);
      },
      onLines(lines) {
        if (over) return;
        for (const line of lines) item({ kind: 'line', line });
      },
      onEnd(error) {
        if (!over) lost(error);
      },
    });
    if (over) return started.close();
    tail = started;
    if (paused) started.pause();
  };

  // Not before the caller has the handle: the first item must find it.
  queueMicrotask(() => {
    if (!over) void connect();
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
    close(error) {
      const open = tail;
      finish(error);
      tail = null;
      open?.close();
    },
  };
}
