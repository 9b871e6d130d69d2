import { beforeEach, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { createPlanArchive } from '#electron/adapters/store/index.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Result } from '#shared/errors/index.ts';
import type { PendingData } from '#shared/schema/pending/index.ts';
import { memoryArchive, type MemoryArchive } from '#test/fixtures/plans/archive.ts';
import { openWorld, type OpenWorld, type OpenWorldOptions } from '#test/fixtures/plans/open.ts';
import { join, serverOf, worldOf, worldServer, type World } from '#test/fixtures/plans/world.ts';
import {
  memoryDocument,
  memorySecrets,
  type MemoryDocument,
  type MemorySecrets,
} from '#test/fixtures/services/memory.ts';

let world: World;
let archive: MemoryArchive;
let secrets: MemorySecrets;
let pending: MemoryDocument<PendingData>;
let open: OpenWorld;

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
/** As a start of Nameward: services on what the last ones left, and a page that asks for what is pending. */
const start = async (options: OpenWorldOptions = {}): Promise<void> => {
  open = await openWorld(world, { archive, secrets, pending, ...options });
  value(await open.services.plans.pending({}));
};
const hold = async (): Promise<string> => value(await open.services.plans.holdToken({ token: 'a-typed-token' })).id;
const edit = (id: string): Extract<Change, { kind: 'member.edit' }> => ({
  kind: 'member.edit',
  server: 'web1',
  as: 'root',
  address: '10.0.0.3',
  user: 'root',
  debug: true,
  contact: 'none',
  nsConfig: null,
  hostname: null,
  token: { from: 'held', id },
});
const keep = async (changes: Change[], discarded: string[] = []): Promise<void> => {
  value(await open.services.plans.keepPending({ changes, intentions: [], discarded }));
};
const preview = async (id: string) => value(await open.services.plans.preview({ changes: [edit(id)], intentions: [] }));
const typed = (): readonly string[] => [...secrets.held.keys()].filter((account) => account.startsWith('held:'));
/** What stands in the keychain, and what is known of it. */
const left = () => ({ tokens: typed(), names: [...archive.heldIds] });
const nothing = { tokens: [], names: [] };
/** What is left after everything under way has been done: nothing else shows that something was left alone. */
const stays = async (): Promise<readonly string[]> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
  return typed();
};

beforeEach(() => {
  world = worldOf([worldServer('web1', 1), worldServer('ns1', 3, 'dnsonly')]);
  join(world, 'web1', 'ns1', 'sync');
  serverOf(world, 'ns1').tokens.set('typed', 'a-typed-token');
  archive = memoryArchive();
  pending = memoryDocument<PendingData>();
  secrets = memorySecrets({ web1: 'root-token-of-web1', ns1: 'root-token-of-ns1' });
});

describe('a typed token', () => {
  it('stays while its change is pending, also over the end of Nameward, and goes when it is dropped', async () => {
    await start();
    const id = await hold();
    await keep([edit(id)]);
    expect(await stays()).toEqual([`held:${id}`]);
    await start();
    expect(await stays()).toEqual([`held:${id}`]);
    await keep([]);
    await expect.poll(left).toEqual(nothing);
  });

  it('goes when another takes its place', async () => {
    await start();
    const first = await hold();
    await keep([edit(first)]);
    const second = await hold();
    await keep([edit(second)]);
    await expect.poll(typed).toEqual([`held:${second}`]);
  });

  it('is there for a change that is brought back, until something else is discarded', async () => {
    await start();
    const id = await hold();
    await keep([edit(id)]);
    await keep([], [id]);
    expect(await stays()).toEqual([`held:${id}`]);
    await keep([edit(id)]);
    await keep([], [id]);
    await keep([], []);
    await expect.poll(left).toEqual(nothing);
  });

  it('is not taken away between its dialog and its change', async () => {
    await start();
    const id = await hold();
    await keep([]);
    expect(await stays()).toEqual([`held:${id}`]);
    await keep([edit(id)]);
    expect(await stays()).toEqual([`held:${id}`]);
  });

  it('goes at the next start when Nameward ended between its dialog and its change', async () => {
    await start();
    await hold();
    await start();
    await expect.poll(left).toEqual(nothing);
  });

  it('goes at the next start when Nameward was killed in the middle of holding it', async () => {
    await start();
    const { set } = secrets;
    secrets.set = (account, secret) => {
      void set(account, secret);
      return new Promise(() => undefined);
    };
    void open.services.plans.holdToken({ token: 'a-typed-token' });
    await expect.poll(typed).toHaveLength(1);
    secrets.set = set;
    await start();
    await expect.poll(left).toEqual(nothing);
  });

  it('goes with the plan that has written it', async () => {
    await start();
    const id = await hold();
    await keep([edit(id)]);
    const plan = await preview(id);
    value(await open.services.plans.apply({ id: plan.id, confirmation: null }));
    await keep([]);
    expect((await open.ended(plan.id)).state).toBe('done');
    expect(typed()).toEqual([]);
    await start();
    await expect.poll(left).toEqual(nothing);
  });

  it('stays for a plan that failed, which is then resumed with it', async () => {
    let well = false;
    const mishap = () => (well ? null : ('unsent' as const));
    await start({ mishap });
    const id = await hold();
    await keep([edit(id)]);
    const plan = await preview(id);
    value(await open.services.plans.apply({ id: plan.id, confirmation: null }));
    expect((await open.ended(plan.id)).state).toBe('failed');
    await keep([]);
    expect(await stays()).toEqual([`held:${id}`]);
    await start({ mishap });
    expect(await stays()).toEqual([`held:${id}`]);
    well = true;
    value(await open.services.plans.resume({ id: plan.id }));
    expect((await open.ended(plan.id)).state).toBe('done');
    expect(serverOf(world, 'web1').members['root']?.['10.0.0.3']?.pass).toBe('a-typed-token');
    await keep([]);
    await expect.poll(left).toEqual(nothing);
  });

  it('stays at a start for a plan that may still be applied, and goes when its change is discarded: then the plan is refused', async () => {
    await start();
    const id = await hold();
    await keep([edit(id)]);
    const plan = await preview(id);
    pending.data = null;
    await start();
    expect(await stays()).toEqual([`held:${id}`]);
    await keep([]);
    await expect.poll(left).toEqual(nothing);
    expect(await open.services.plans.apply({ id: plan.id, confirmation: null })).toMatchObject({
      ok: false,
      error: { code: 'plan.precondition', message: expect.stringContaining('enter it again') as string },
    });
    expect(world.writes).toEqual([]);
  });

  it('stays, with its name, when the keychain does not let go of it, and goes later', async () => {
    await start();
    const id = await hold();
    await keep([edit(id)]);
    const remove = secrets.delete;
    secrets.delete = () =>
      Promise.resolve({ ok: false, error: { code: 'keychain.locked', message: 'Locked.', retryable: false } });
    await keep([]);
    expect(await stays()).toEqual([`held:${id}`]);
    expect([...archive.heldIds]).toEqual([id]);
    secrets.delete = remove;
    await start();
    await expect.poll(left).toEqual(nothing);
  });
});

it('is known by name on disk, beside the plans', async () => {
  const folder = await mkdtemp(joinPath(tmpdir(), 'nameward-held-'));
  try {
    const plans = createPlanArchive(joinPath(folder, 'plans'), { now: () => 0 });
    expect(await plans.held()).toEqual([]);
    expect(await plans.noteHeld('a-1')).toMatchObject({ ok: true });
    expect(await plans.noteHeld('a-1')).toMatchObject({ ok: true });
    expect(await plans.noteHeld('b-2')).toMatchObject({ ok: true });
    await plans.forgetHeld('a-1');
    await plans.forgetHeld('never');
    const again = createPlanArchive(joinPath(folder, 'plans'), { now: () => 0 });
    expect(await again.held()).toEqual(['b-2']);
    expect((await again.load()).plans).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
