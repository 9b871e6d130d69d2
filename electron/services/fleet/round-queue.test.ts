import { expect, it } from 'vitest';
import { createRoundQueue } from './round-queue.ts';

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

it('runs no more side by side than there are places', async () => {
  const queue = createRoundQueue(3, 1000);
  let now = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    now += 1;
    most = Math.max(most, now);
    await pause(5);
    now -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => queue.run(work)));
  expect(most).toBe(3);
});

it('gives the place of what hangs to the next, and still waits for it', async () => {
  const queue = createRoundQueue(1, 20);
  let hanging = true;
  let end: () => void = () => undefined;
  const slow = queue.run(() => new Promise<void>((resolve) => (end = resolve)));
  void slow.then(() => (hanging = false));
  await queue.run(() => Promise.resolve());
  expect(hanging).toBe(true);
  end();
  await slow;
});

it('hands an error to its own caller only', async () => {
  const queue = createRoundQueue(1, 1000);
  await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(queue.run(() => Promise.resolve())).resolves.toBeUndefined();
});
