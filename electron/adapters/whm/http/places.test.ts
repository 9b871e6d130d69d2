import { describe, expect, it } from 'vitest';
import { createPlaces } from './places.ts';

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('places over all servers', () => {
  it('are no more than there are, as long as work is quick', async () => {
    const places = createPlaces(2, 1000);
    let underWay = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (underWay += 1));
      await after(5);
      underWay -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => places.take(work)));
    expect(most).toBe(2);
  });

  it('are let go of by work that does not end, which still gives its result when it does', async () => {
    const places = createPlaces(2, 20);
    let free: (value: string) => void = () => {};
    const stuck = new Promise<string>((resolve) => (free = resolve));
    const held = [places.take(() => stuck), places.take(() => stuck)];
    expect(await places.take(async () => 'quick')).toBe('quick');
    free('late');
    expect(await Promise.all(held)).toEqual(['late', 'late']);
  });

  it('hand on what the work throws, soon or late', async () => {
    const places = createPlaces(1, 10);
    await expect(places.take(() => Promise.reject(new Error('soon')))).rejects.toThrow('soon');
    await expect(
      places.take(async () => {
        await after(40);
        throw new Error('late');
      }),
    ).rejects.toThrow('late');
  });

  it('are not waited for by who has given up', async () => {
    const places = createPlaces(1, 1000);
    const first = places.take(() => after(50));
    const controller = new AbortController();
    const second = places.take(async () => 'never', controller.signal);
    controller.abort(new Error('given up'));
    await expect(second).rejects.toThrow('given up');
    await first;
  });
});
