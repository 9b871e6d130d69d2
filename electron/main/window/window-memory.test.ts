import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Glance } from './glance.ts';
import { firstWindow, type WindowData } from './window-data.ts';
import { createWindowMemory, type WindowMemory } from './window-memory.ts';
import type { WindowStore } from './window-store.ts';

const bounds = { x: 1, y: 2, width: 1000, height: 700 };

type FollowedWindow = Parameters<WindowMemory['follow']>[0];

function windowAt(): FollowedWindow {
  const window = Object.assign(new EventEmitter(), {
    isMinimized: () => false,
    isFullScreen: () => false,
    isMaximized: () => false,
    getNormalBounds: () => bounds,
  });
  return window as unknown as FollowedWindow;
}

function memoryOn(left: Glance, store: Partial<WindowStore> = {}) {
  const written: WindowData[] = [];
  const warned: string[] = [];
  const memory = createWindowMemory({
    left,
    file: '/p/window.json',
    open: () =>
      Promise.resolve({
        write: (data) => void written.push(data),
        setAside: () => Promise.resolve('/p/window.corrupt-1.json'),
        ...store,
      }),
    log: { info: () => {}, warn: (message) => void warned.push(message), error: () => {} },
  });
  return { memory, written, warned };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('writes the last place once after the window has come to rest', async () => {
  const { memory, written } = memoryOn({ data: firstWindow, state: 'ok' });
  const window = windowAt();
  memory.follow(window);
  for (let move = 0; move < 30; move += 1) window.emit('move');
  await vi.advanceTimersByTimeAsync(1000);
  expect(written).toEqual([{ ...firstWindow, bounds }]);
});

it('writes nothing that is the same, and what waits at the end', async () => {
  const { memory, written } = memoryOn({ data: firstWindow, state: 'ok' });
  memory.keep({ theme: 'system' });
  await memory.flush();
  expect(written).toEqual([]);
  memory.keep({ theme: 'dark' });
  await memory.flush();
  expect(written).toEqual([{ ...firstWindow, theme: 'dark' }]);
});

it('never changes the file of a newer Nameward, and says so', async () => {
  const { memory, written } = memoryOn({ data: firstWindow, state: 'newer' });
  memory.keep({ theme: 'dark' });
  await memory.flush();
  await vi.advanceTimersByTimeAsync(1000);
  expect(written).toEqual([]);
  expect(await memory.notices()).toMatchObject([{ code: 'store.newer', file: '/p/window.json' }]);
});

it('sets an odd file aside before it writes, and names where it is', async () => {
  const order: string[] = [];
  const { memory } = memoryOn(
    { data: firstWindow, state: 'odd' },
    {
      write: () => void order.push('write'),
      setAside: () => {
        order.push('aside');
        return Promise.resolve('/p/window.corrupt-1.json');
      },
    },
  );
  memory.keep({ theme: 'dark' });
  await memory.flush();
  expect(order).toEqual(['aside', 'write']);
  expect(await memory.notices()).toMatchObject([{ code: 'store.corrupt', file: '/p/window.corrupt-1.json' }]);
});

it('puts a place that cannot be written into the log and goes on', async () => {
  const full = (): never => {
    throw new Error('ENOSPC');
  };
  const { memory, warned } = memoryOn({ data: firstWindow, state: 'ok' }, { write: full });
  memory.keep({ theme: 'dark' });
  await memory.flush();
  expect(warned).toEqual(['The place of the window could not be written down']);
});
