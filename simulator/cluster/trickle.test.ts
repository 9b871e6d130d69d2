import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemberEntry, PeerCommand, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { seededRandom } from '#simulator/random.ts';
import { buildScenario } from '#simulator/scenario/index.ts';
import { enqueue, runQueue } from './queue.ts';
import { startTrickle } from './trickle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function world(name: string, servers: number | null) {
  const plan = buildScenario({
    name,
    servers,
    seed: 1,
    now: Date.UTC(2026, 10, 21),
    addressOf: (index) => `127.0.20.${String(index + 1)}`,
    directory: '/lab',
  });
  const fleet = { now: () => Date.now(), random: seededRandom(1) } as unknown as FleetContext;
  return { fleet, servers: new Map(plan.servers.map((server) => [server.id, server])) };
}

/** Changes within a minute, as `server zone`. */
async function minute(name: string, count: number | null): Promise<readonly string[]> {
  const { fleet, servers } = world(name, count);
  const changes: string[] = [];
  const end = startTrickle(fleet, servers, (server, zone) => {
    changes.push(`${server.id} ${zone}`);
    return Promise.resolve();
  });
  await vi.advanceTimersByTimeAsync(60_000);
  end();
  const before = changes.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(changes).toHaveLength(before);
  return changes;
}

describe('the trickle', () => {
  it('changes a hosted zone of some web server every 2 to 5 seconds, the same ones for the same seed', async () => {
    const changes = await minute('default', null);
    expect(changes.length).toBeGreaterThanOrEqual(12);
    expect(changes.length).toBeLessThanOrEqual(30);
    for (const change of changes) {
      const [server = '', zone = ''] = change.split(' ');
      expect(server).toMatch(/^web/);
      expect(zone === 'moved-customer.example' || zone.endsWith(`-${server}.example`)).toBe(true);
    }
    expect(await minute('default', null)).toEqual(changes);
  });

  it('is faster in larger fleets, but at most eight times', async () => {
    const changes = await minute('uniform', 200);
    expect(changes.length).toBeGreaterThan(90);
    expect(changes.length).toBeLessThanOrEqual(240);
  });
});

describe('the queue', () => {
  const command = (uniqid: string): PeerCommand => ({ action: 'savezone', zones: [], uniqid, hostsSeen: [] });
  const lab = () => {
    const { fleet, servers } = world('default', null);
    const server = servers.get('web1') as ServerState;
    const entry = [...server.cluster.members.values()][0] as MemberEntry;
    return { fleet, server, entry };
  };

  it('drops what is older than 14 days, and what a member no longer needs', async () => {
    const { fleet, server, entry } = lab();
    enqueue(server, entry, command('old'), fleet);
    vi.advanceTimersByTime(14 * 86_400_000 + 2000);
    enqueue(server, entry, command('new'), fleet);
    const sent: string[] = [];
    const attempt = (_entry: MemberEntry, one: PeerCommand): Promise<boolean> => {
      sent.push(one.uniqid);
      return Promise.resolve(false);
    };
    await runQueue(server, attempt, fleet);
    expect(sent).toEqual(['new']);
    expect(server.cluster.queue).toHaveLength(1);
    entry.role = 'standalone';
    await runQueue(server, attempt, fleet);
    expect(sent).toEqual(['new']);
    expect(server.cluster.queue).toHaveLength(0);
  });

  it('tries a disabled member five times a run', async () => {
    const { fleet, server, entry } = lab();
    entry.down = true;
    enqueue(server, entry, command('one'), fleet);
    enqueue(server, entry, command('two'), fleet);
    const attempt = vi.fn<() => Promise<boolean>>(() => Promise.resolve(false));
    await runQueue(server, attempt, fleet);
    expect(attempt).toHaveBeenCalledTimes(5);
    expect(server.cluster.queue).toHaveLength(2);
  });

  it('keeps a bounded number of commands', () => {
    const { fleet, server, entry } = lab();
    for (let at = 0; at < 600; at += 1) enqueue(server, entry, command(String(at)), fleet);
    expect(server.cluster.queue).toHaveLength(500);
    expect(server.cluster.queue.at(-1)?.command.uniqid).toBe('599');
  });
});
