import { createLineReader } from '#shared/domain/logs/reader.ts';
import type { LogLine } from '#shared/domain/logs/line.ts';
import type { TailAllowance } from './line-allowance.ts';

/** So many characters are read between two looks at the clock. */
const pieceLength = 4 * 1024;
/** A server's text holds main no longer than this at a time, ms. */
const sliceMs = 6;

/** Makes lines of the text of a tail, a slice at a time, so that a flood of one server leaves main to the others. */
export interface LineFeed {
  push(text: string): void;
  /** Nothing comes any more: `then` is called behind the last line. */
  end(then: () => void): void;
  /** No line is given until `resume`; what was pushed waits. */
  pause(): void;
  resume(): void;
  /** What waits is forgotten. */
  close(): void;
}

export interface LineFeedOptions {
  readonly server: string;
  /** Replaced wherever they stand in a line. */
  readonly secrets: readonly string[];
  readonly allowance: TailAllowance;
  lines(lines: readonly LogLine[]): void;
  /** More text waits than one slice holds: the source is to stop, then to go on. */
  full(full: boolean): void;
}

// oxlint-disable-next-line max-lines-per-function -- one feed: what is cut, counted and handed on is one state
export function createLineFeed(options: LineFeedOptions): LineFeed {
  const reader = createLineReader(options.server, options.secrets);
  let waiting: string[] = [];
  let offset = 0;
  /** Takes back that `run` is called later; null: nothing is planned. */
  let cancel: (() => void) | null = null;
  let paused = false;
  let closed = false;
  let full = false;
  let atEnd: (() => void) | null = null;

  const tellFull = (now: boolean): void => {
    if (full === now) return;
    full = now;
    options.full(now);
  };
  const give = (lines: readonly LogLine[]): void => {
    options.allowance.took(lines.length);
    if (lines.length > 0) options.lines(lines);
  };
  const run = (): void => {
    cancel = null;
    const until = performance.now() + sliceMs;
    while (!paused && !closed && waiting.length > 0) {
      const wait = options.allowance.wait();
      if (wait > 0) {
        tellFull(true);
        schedule(wait);
        return;
      }
      const text = waiting[0] ?? '';
      const piece = text.slice(offset, offset + pieceLength);
      offset += piece.length;
      if (offset >= text.length) {
        waiting.shift();
        offset = 0;
      }
      give(reader.push(piece));
      if (waiting.length > 0 && performance.now() > until) {
        tellFull(true);
        schedule(0);
        return;
      }
    }
    if (paused || closed || waiting.length > 0) return;
    tellFull(false);
    const finish = atEnd;
    atEnd = null;
    if (finish === null) return;
    give(reader.flush());
    finish();
  };
  const schedule = (wait: number): void => {
    if (closed || cancel !== null) return;
    if (wait === 0) {
      const turn = setImmediate(run);
      cancel = () => clearImmediate(turn);
    } else {
      const timer = setTimeout(run, wait);
      cancel = () => clearTimeout(timer);
    }
  };

  return {
    push(text) {
      if (closed || text === '') return;
      waiting.push(text);
      // In order, and at once where nothing is before it.
      if (cancel === null && !paused) run();
    },
    end(then) {
      atEnd = then;
      if (cancel === null && !paused) run();
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      if (waiting.length > 0 || atEnd !== null) schedule(0);
    },
    close() {
      closed = true;
      waiting = [];
      cancel?.();
    },
  };
}
