import { create } from 'zustand';
import type { LogItem } from '#shared/contract/logs.ts';
import type { AppError } from '#shared/errors/index.ts';
import { subscribe } from '#renderer/api/index.ts';
import { LogBuffer } from './log-buffer.ts';

type TailWord = Extract<LogItem, { kind: 'tail' }>;

interface TailState {
  readonly paused: boolean;
  /** What was last heard of each server's tail. */
  readonly words: Readonly<Record<string, TailWord>>;
  /** Why the whole stream ended; null while it runs or when it ended as it should. */
  readonly error: AppError | null;
  /** Version of the buffer that was last flushed: the only thing that React sees of a flood. */
  readonly version: number;
}

const idle: TailState = { paused: false, words: {}, error: null, version: 0 };

export const useTail = create<TailState>()(() => idle);

/** One buffer for the dock: it outlives closing and opening the dock, and is emptied when other servers are chosen. */
export const buffer = new LogBuffer();

const linesOfThePast = 500;

let release: (() => void) | null = null;
let held: Promise<void> | null = null;
let frame: number | null = null;

/** A window that nobody sees draws no frames: so many lines wait for one at most. */
const mostWaiting = 8000;

function show(): void {
  if (buffer.flush()) useTail.setState({ version: buffer.version });
}

function showInNextFrame(): void {
  if (buffer.waiting > mostWaiting) show();
  frame ??= requestAnimationFrame(() => {
    frame = null;
    show();
  });
}

function receive(items: readonly LogItem[]): void {
  const now = Date.now();
  const words: Record<string, TailWord> = {};
  for (const item of items) {
    if (item.kind === 'line') buffer.add(item.line, now);
    else words[item.server] = item;
  }
  if (Object.keys(words).length > 0) useTail.setState((state) => ({ words: { ...state.words, ...words } }));
  showInNextFrame();
}

/** Lets no more items be acknowledged: main stops reading, and TCP holds the server back. */
export function pauseTail(): void {
  if (held !== null) return;
  held = new Promise((resolve) => {
    release = resolve;
  });
  useTail.setState({ paused: true });
}

export function resumeTail(): void {
  release?.();
  release = null;
  held = null;
  useTail.setState({ paused: false });
}

/** What passes the filter was changed, or all lines are gone: show it now. */
export function bufferChanged(): void {
  useTail.setState({ version: buffer.version });
}

/**
 * Tails these servers until the returned function is called. Lines of other servers are forgotten.
 * @param servers ids, at least one
 */
export function startTail(servers: readonly string[]): () => void {
  buffer.clear();
  resumeTail();
  useTail.setState({ words: {}, error: null, version: buffer.version });
  const leave = subscribe(
    'logs.tail',
    { servers: [...servers], lines: linesOfThePast },
    {
      onItems: async (items) => {
        receive(items);
        // Held here, the items are not acknowledged.
        while (held !== null) await held;
      },
      onEnd: (error) => useTail.setState({ error }),
    },
  );
  return () => {
    leave();
    resumeTail();
  };
}
