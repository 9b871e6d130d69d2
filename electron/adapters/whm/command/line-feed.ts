import { createLineReader } from '#shared/domain/logs/reader.ts';
import type { LogLine } from '#shared/domain/logs/line.ts';

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
  lines(lines: readonly LogLine[]): void;
  /** More text waits than one slice holds: the source is to stop, then to go on. */
  full(full: boolean): void;
}

export function createLineFeed(options: LineFeedOptions): LineFeed {
  const reader = createLineReader(options.server, options.secrets);
  let waiting: string[] = [];
  let offset = 0;
  let next: ReturnType<typeof setImmediate> | null = null;
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
    if (lines.length > 0) options.lines(lines);
  };
  const run = (): void => {
    next = null;
    const until = performance.now() + sliceMs;
    while (!paused && !closed && waiting.length > 0) {
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
        schedule();
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
  const schedule = (): void => {
    if (!closed) next ??= setImmediate(run);
  };

  return {
    push(text) {
      if (closed || text === '') return;
      waiting.push(text);
      // In order, and at once where nothing is before it.
      if (next === null && !paused) run();
    },
    end(then) {
      atEnd = then;
      if (next === null && !paused) run();
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      if (waiting.length > 0 || atEnd !== null) schedule();
    },
    close() {
      closed = true;
      waiting = [];
      if (next !== null) clearImmediate(next);
    },
  };
}
