import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FleetEvent } from '#shared/contract/fleet.ts';
import { fact, knownServer, observed } from '#test/fixtures/fleets.ts';
import { createFleetPicture } from './fleet-picture.ts';

/** As long as building the topology of a large fleet takes: the rest after it is the longest there is. */
const workMs = 200;
const longestRestMs = 500;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function truthOfOne() {
  const heard: FleetEvent[] = [];
  const truth = createFleetPicture({
    servers: () => [knownServer('web', '10.0.0.1')],
    now: () => Date.now(),
    known: {},
    live: () => false,
    askedSince: () => null,
    onPublished: () => vi.setSystemTime(Date.now() + workMs),
  });
  truth.watch((event) => heard.push(event));
  const learn = (version: string): void => truth.set(observed('web', 'cpanel', [], { version: fact(version) }));
  return { heard, learn };
}

it('publishes what comes together at once, with the revision before it', async () => {
  const { heard, learn } = truthOfOne();
  learn('11.126.0.1');
  learn('11.126.0.2');
  await vi.advanceTimersByTimeAsync(longestRestMs);
  expect(heard.map(({ kind }) => kind)).toEqual(['snapshot', 'delta']);
  expect(heard[1]).toMatchObject({ from: 1, to: 2 });
});

it('rests after much work, and no longer because the clock was set back', async () => {
  const { heard, learn } = truthOfOne();
  learn('11.126.0.1');
  await vi.advanceTimersByTimeAsync(longestRestMs);
  expect(heard).toHaveLength(2);
  learn('11.126.0.2');
  vi.setSystemTime(Date.now() - 3600_000);
  learn('11.126.0.3');
  await vi.advanceTimersByTimeAsync(longestRestMs);
  expect(heard).toHaveLength(3);
  vi.setSystemTime(Date.now() - 3600_000);
  learn('11.126.0.4');
  await vi.advanceTimersByTimeAsync(longestRestMs);
  expect(heard).toHaveLength(4);
});
