import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LogItem } from '#shared/contract/logs.ts';
import { parseLine } from '#shared/domain/logs/reader.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { TailSink, WhmClient } from '#electron/services/ports.ts';
import { startServerTail, type ServerTail } from './server-tail.ts';

/** One connection as the test plays it. */
interface Played {
  readonly lines: number;
  readonly sink: TailSink;
  paused: boolean;
  closed: boolean;
}

let played: Played[];
let items: LogItem[];
let ended: (AppError | null)[];
let answer: Result<WhmClient>;
let tail: ServerTail;

const client = {
  tail(lines: number, sink: TailSink) {
    const one: Played = { lines, sink, paused: false, closed: false };
    played.push(one);
    return {
      pause: () => (one.paused = true),
      resume: () => (one.paused = false),
      close: () => (one.closed = true),
    };
  },
} as unknown as WhmClient;
const states = () => items.map((item) => (item.kind === 'tail' ? item.state : item.line.message));
const lines = (...texts: string[]) => texts.map((text) => parseLine('web1', text));
const lost = appError('whm.unreachable', 'The connection was closed.');
const start = async (): Promise<void> => {
  tail = startServerTail({
    server: 'web1',
    lines: 100,
    connect: () => Promise.resolve(answer),
    item: (item) => items.push(item),
    ended: (error) => ended.push(error),
    random: () => 0.5,
    now: () => Date.now(),
  });
  await vi.advanceTimersByTimeAsync(0);
};
const connection = (index: number): Played => {
  const one = played[index];
  if (!one) throw new Error(`there is no connection ${index}`);
  return one;
};

beforeEach(() => {
  vi.useFakeTimers();
  played = [];
  items = [];
  ended = [];
  answer = ok(client);
});
afterEach(() => {
  vi.useRealTimers();
});

it('asks for the past once: after it was sent, a new connection begins where the log is', async () => {
  await start();
  connection(0).sink.onStart();
  connection(0).sink.onLines(lines('one', 'two'));
  connection(0).sink.onEnd(lost);
  await vi.advanceTimersByTimeAsync(1000);
  connection(1).sink.onStart();
  connection(1).sink.onLines(lines('three'));
  expect(played.map(({ lines }) => lines)).toEqual([100, 0]);
  expect(states()).toEqual(['connecting', 'live', 'one', 'two', 'waiting', 'connecting', 'live', 'three']);
});

it('still wants the past when the first connection never came to life', async () => {
  await start();
  connection(0).sink.onEnd(lost);
  await vi.advanceTimersByTimeAsync(1000);
  expect(played.map(({ lines }) => lines)).toEqual([100, 100]);
});

it('waits twice as long each time, a minute at most, and anew after a good connection', async () => {
  await start();
  const waits: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const before = Date.now();
    const { length } = played;
    connection(length - 1).sink.onEnd(lost);
    while (played.length === length) await vi.advanceTimersByTimeAsync(500);
    waits.push((Date.now() - before) / 1000);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  connection(played.length - 1).sink.onStart();
  await vi.advanceTimersByTimeAsync(11_000);
  const { length } = played;
  connection(length - 1).sink.onEnd(lost);
  await vi.advanceTimersByTimeAsync(1000);
  expect(played).toHaveLength(length + 1);
});

it.each(['whm.unauthorized', 'whm.forbidden', 'whm.unsupported', 'whm.tls-changed'] as const)(
  'does not come back after %s',
  async (code) => {
    await start();
    connection(0).sink.onEnd(appError(code, 'No.'));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(played).toHaveLength(1);
    expect(items.at(-1)).toMatchObject({ kind: 'tail', state: 'ended', error: { code } });
    expect(ended).toMatchObject([{ code }]);
  },
);

it('ends at once where no connection can be made at all', async () => {
  answer = err(appError('vault.locked', 'The vault is locked.'));
  await start();
  expect(states()).toEqual(['connecting', 'ended']);
  expect(ended).toMatchObject([{ code: 'vault.locked' }]);
});

it('hands on pauses, also to connections that come while it is paused', async () => {
  await start();
  tail.pause();
  expect(connection(0).paused).toBe(true);
  connection(0).sink.onEnd(lost);
  await vi.advanceTimersByTimeAsync(1000);
  expect(connection(1).paused).toBe(true);
  tail.resume();
  expect(connection(1).paused).toBe(false);
});

it('says nothing more once it is closed', async () => {
  await start();
  connection(0).sink.onStart();
  tail.close(null);
  connection(0).sink.onLines(lines('late'));
  connection(0).sink.onEnd(null);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connection(0).closed).toBe(true);
  expect(states()).toEqual(['connecting', 'live', 'ended']);
  expect(ended).toEqual([null]);
});
