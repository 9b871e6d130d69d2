import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlanArchive } from '#electron/adapters/store/index.ts';
import type { PlanArchive } from '#electron/services/change-ports.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Result } from '#shared/errors/index.ts';
import type { PlanRun } from '#shared/contract/plans.ts';
import { openWorld, type OpenWorld } from '#test/fixtures/plans/open.ts';
import { join, worldOf, worldServer, type World } from '#test/fixtures/plans/world.ts';
import { memorySecrets } from '#test/fixtures/services/memory.ts';

let world: World;
let folder = '';
let ours: OpenWorld<PlanArchive>;
let others: OpenWorld<PlanArchive>;
/** Holds up every request of the other process while it is there. */
let gate: Promise<void> | null = null;

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const role = (next: 'sync' | 'write-only'): Change => ({
  kind: 'role',
  server: 'web1',
  as: 'root',
  address: '10.0.0.3',
  role: next,
});
const preview = async (open: OpenWorld<PlanArchive>) =>
  value(await open.services.plans.preview({ changes: [role('write-only')], intentions: [] }));
/** What the window shows of a plan. */
const seen = (id: string) => (): PlanRun['state'] | undefined => ours.run(id)?.state;
const soon = { timeout: 10_000, interval: 20 };

beforeEach(async () => {
  folder = await mkdtemp(joinPath(tmpdir(), 'nameward-others-'));
  world = worldOf([worldServer('web1', 1), worldServer('ns1', 3, 'dnsonly')]);
  join(world, 'web1', 'ns1', 'sync');
  const secrets = memorySecrets({ web1: 'root-token-of-web1', ns1: 'root-token-of-ns1' });
  // Two archives on one folder know as little of each other as those of two processes.
  const archive = (): PlanArchive => createPlanArchive(joinPath(folder, 'plans'), { now: () => Date.now() });
  gate = null;
  ours = await openWorld(world, { archive: archive(), secrets });
  others = await openWorld(world, { archive: archive(), secrets, before: async () => await (gate ?? undefined) });
});
afterEach(async () => {
  await ours.services.close();
  await others.services.close();
  await rm(folder, { recursive: true, force: true });
});

describe('plans of another process on the same profile', () => {
  it('are shown as they are made, carried out and taken back', async () => {
    const plan = await preview(others);
    await expect.poll(seen(plan.id), soon).toBe('ready');
    value(await others.services.plans.apply({ id: plan.id, confirmation: null }));
    expect((await others.ended(plan.id)).state).toBe('done');
    await expect.poll(seen(plan.id), soon).toBe('done');
    const undoing = value(await others.services.plans.undo({ id: plan.id, contact: true }));
    value(await others.services.plans.apply({ id: undoing.id, confirmation: null }));
    await expect.poll(seen(plan.id), soon).toBe('undone');
    expect(ours.run(undoing.id)?.state).toBe('done');
  });

  it('are shown as under way while they are, and nobody else carries out, stops or takes back anything meanwhile', async () => {
    const plan = await preview(others);
    const mine = await preview(ours);
    let letOn: () => void = () => undefined;
    value(await others.services.plans.apply({ id: plan.id, confirmation: null }));
    gate = new Promise((resolve) => (letOn = resolve));
    await expect.poll(seen(plan.id), soon).toBe('running');
    expect(ours.run(plan.id)?.steps).not.toContainEqual(expect.objectContaining({ state: 'unverified' }));
    const refused = {
      ok: false,
      error: { code: 'plan.precondition', message: expect.stringContaining('Another Nameward') as string },
    };
    for (const id of [plan.id, mine.id]) {
      expect(await ours.services.plans.apply({ id, confirmation: null })).toMatchObject(refused);
    }
    expect(await ours.services.plans.resume({ id: plan.id })).toMatchObject(refused);
    expect(await ours.services.plans.undo({ id: plan.id, contact: true })).toMatchObject(refused);
    expect(await ours.services.plans.stop({ id: plan.id })).toMatchObject(refused);
    letOn();
    gate = null;
    await expect.poll(seen(plan.id), soon).toBe('done');
    // Applied by one, it cannot be applied by the other.
    expect(await ours.services.plans.apply({ id: plan.id, confirmation: null })).toMatchObject({
      error: { code: 'plan.precondition', message: 'This plan was applied before.' },
    });
  });

  it('are shown as interrupted once their process has ended in the middle', async () => {
    const plan = await preview(others);
    const archive = createPlanArchive(joinPath(folder, 'plans'), { now: () => Date.now() });
    const release = value(await archive.claim());
    value(await archive.append(plan.id, { kind: 'started', at: Date.now() }));
    value(
      await archive.append(plan.id, {
        kind: 'begun',
        at: Date.now(),
        step: 's1',
        made: null,
        reverseTokens: null,
        listed: null,
        address: null,
        tells: true,
      }),
    );
    await expect.poll(seen(plan.id), soon).toBe('running');
    await release();
    await expect.poll(seen(plan.id), soon).toBe('interrupted');
    expect(ours.run(plan.id)?.steps).toMatchObject([{ state: 'unverified' }]);
    value(await ours.services.plans.resume({ id: plan.id }));
    expect((await ours.ended(plan.id)).state).toBe('done');
    await expect.poll(() => others.run(plan.id)?.state, soon).toBe('done');
  });

  it('are gone when they are forgotten', async () => {
    const plan = await preview(others);
    await expect.poll(seen(plan.id), soon).toBe('ready');
    value(await createPlanArchive(joinPath(folder, 'plans'), { now: () => 0 }).remove(plan.id));
    await expect.poll(seen(plan.id), soon).toBeUndefined();
    expect(await ours.services.plans.apply({ id: plan.id, confirmation: null })).toMatchObject({ ok: false });
  });
});
