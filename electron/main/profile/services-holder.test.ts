import { describe, expect, it } from 'vitest';
import type { Services } from '#electron/services/index.ts';
import { createServicesHolder } from './services-holder.ts';

const services = (name: string, load = () => Promise.resolve()) => ({
  services: { name } as unknown as Services,
  load,
});
const nameOf = (found: Services) => (found as unknown as { name: string }).name;

describe('the services of the open profile', () => {
  it('are waited for', async () => {
    const holder = createServicesHolder();
    const asked = holder.get();
    holder.replace(services('a'));
    expect(nameOf(await asked)).toBe('a');
    expect(nameOf(await holder.get())).toBe('a');
  });

  it('are given out connected only when their connector is loaded', async () => {
    const holder = createServicesHolder();
    const asked: string[] = [];
    let loaded: () => void = () => {};
    holder.replace(services('a', () => new Promise((resolve) => (loaded = resolve))));
    void holder.connected().then((found) => asked.push(nameOf(found)));
    expect(nameOf(await holder.get())).toBe('a');
    expect(asked).toEqual([]);
    loaded();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(asked).toEqual(['a']);
  });

  it('are followed through every replacement, each left before the next is used', () => {
    const holder = createServicesHolder();
    const seen: string[] = [];
    const stop = holder.follow((found) => {
      seen.push(`use ${nameOf(found)}`);
      return () => seen.push(`leave ${nameOf(found)}`);
    });
    expect(holder.replace(services('a'))).toBeNull();
    expect(nameOf(holder.replace(services('b')) as Services)).toBe('a');
    holder.replace(null);
    holder.replace(services('c'));
    stop();
    stop();
    holder.replace(services('d'));
    expect(seen).toEqual(['use a', 'leave a', 'use b', 'leave b', 'use c', 'leave c']);
  });
});
