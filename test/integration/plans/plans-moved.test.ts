import { afterEach, describe, expect, it } from 'vitest';
import type { Intention } from '#shared/domain/plan/change.ts';
import type { FleetMemory } from '#shared/schema/fleet/index.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { applied, endOf, previewOf, undone, valueOf } from '#test/fixtures/plans/runs.ts';
import { settingsOf } from '#test/fixtures/plans/whm.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';
import { memoryDocument, type MemoryDocument } from '#test/fixtures/services/memory.ts';

/**
 * Servers that are renumbered, renamed and certified anew between two starts of Nameward: the last known state on disk
 * is of before.
 */

const limits = { settleMs: [0, 50] };
let fleet: Fleet;
let lab: Lab;
let memory: MemoryDocument<FleetMemory>;

const mend: Intention = { kind: 'trust.set-up', a: 'web1', b: 'alone1', roleAtA: 'sync', roleAtB: 'standalone' };
const membersOf = (id: string) => fleet.state().servers[id]?.cluster.members ?? [];
const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';

/** The first start, until everything is known; then the end of it. */
async function firstStart(): Promise<void> {
  fleet = await startFleet({ scenario: 'pairs', servers: 7, oneAddress: true });
  memory = memoryDocument<FleetMemory>();
  const first = await openLab(fleet, { limits, memory });
  await first.services.fleet.refresh({ ids: null });
  await first.services.close();
  expect(Object.keys(memory.data?.observations ?? {})).toContain('web1');
}
async function secondStart(): Promise<void> {
  lab = await openLab(fleet, { limits, memory });
}
async function moveAll(): Promise<void> {
  for (const [at, id] of [...fleet.servers.keys()].entries()) await fleet.renumber(id, `127.20.7.${String(at + 1)}`);
}

afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

describe('a fleet that was renumbered between two starts', () => {
  it('gets the entries that a plan promises, and loses them by its undo', async () => {
    await firstStart();
    await moveAll();
    await secondStart();
    lab.services.fleet.start();
    await lab.services.fleet.refresh({ ids: null });
    const before = ['web1', 'alone1'].map((id) => settingsOf(fleet, id));
    const plan = await previewOf(lab.services, [], [mend]);
    const run = await applied(lab.services, plan);
    expect(run.steps.map(({ state, error }) => [state, error])).toEqual([
      ['verified', null],
      ['verified', null],
    ]);
    expect(membersOf('web1').find(({ address }) => address === addressOf('alone1'))?.role).toBe('sync');
    expect(membersOf('alone1').find(({ address }) => address === addressOf('web1'))?.role).toBe('standalone');
    expect((await undone(lab.services, plan)).state).toBe('done');
    expect(['web1', 'alone1'].map((id) => settingsOf(fleet, id))).toEqual(before);
  });

  it('is read afresh by the preview alone, whatever was polled before', async () => {
    await firstStart();
    await moveAll();
    await secondStart();
    const plan = await previewOf(lab.services, [], [mend]);
    const added = plan.steps.flatMap(({ change }) => (change.kind === 'member.add' ? [change.member.address] : []));
    expect(added.toSorted()).toEqual([addressOf('alone1'), addressOf('web1')].toSorted());
    expect((await applied(lab.services, plan)).state).toBe('done');
    expect((await undone(lab.services, plan)).state).toBe('done');
  });

  it('may be renamed and certified anew as well', async () => {
    await firstStart();
    await moveAll();
    for (const id of fleet.servers.keys()) {
      fleet.rename(id, `${id}.renamed.example`);
      fleet.recertify(id);
    }
    await secondStart();
    const before = ['web1', 'alone1'].map((id) => settingsOf(fleet, id));
    const plan = await previewOf(lab.services, [], [mend]);
    const run = await applied(lab.services, plan);
    expect(run.steps.map(({ state, error }) => [state, error?.message ?? null])).toEqual([
      ['verified', null],
      ['verified', null],
    ]);
    expect(membersOf('web1').find(({ host }) => host === 'alone1.renamed.example')?.role).toBe('sync');
    expect((await undone(lab.services, plan)).state).toBe('done');
    expect(['web1', 'alone1'].map((id) => settingsOf(fleet, id))).toEqual(before);
  });
});

describe('a server that is renumbered in the middle', () => {
  it.each(['after the preview', 'after the plan has begun'])('%s: the new entry is found where it is', async (when) => {
    await firstStart();
    await secondStart();
    await lab.services.fleet.refresh({ ids: null });
    const before = ['web1', 'alone1'].map((id) => settingsOf(fleet, id));
    const plan = await previewOf(lab.services, [], [mend]);
    const next = '127.20.9.9';
    if (when === 'after the preview') await fleet.renumber('alone1', next);
    const { cursor } = fleet.events();
    const running = applied(lab.services, plan);
    if (when !== 'after the preview') {
      await fleet.awaitEvent(({ kind }) => kind === 'member-added', 5000, cursor);
      await fleet.renumber('alone1', next);
    }
    const run = await running;
    const [entry] = membersOf('web1').filter(({ host }) => host === 'alone1.pairs.example');
    expect(entry?.address).toBe(next);
    expect(run.steps.map(({ state }) => state)).toEqual(['verified', 'verified']);
    expect((await undone(lab.services, plan)).state).toBe('done');
    expect(['web1', 'alone1'].map((id) => settingsOf(fleet, id))).toEqual(before);
  });

  it('keeps the token of an entry that cannot be told from others, and a resumed plan breaks nothing', async () => {
    await firstStart();
    await secondStart();
    await lab.services.fleet.refresh({ ids: null });
    const plan = await previewOf(lab.services, [], [mend]);
    await fleet.renumber('alone1', '127.20.9.9');
    const run = await applied(lab.services, plan);
    if (run.state !== 'done') {
      await lab.services.plans.resume({ id: plan.id });
      await endOf(lab.services, plan.id);
    }
    await fleet.pollMember('web1', '127.20.9.9');
    const [entry] = membersOf('web1').filter(({ host }) => host === 'alone1.pairs.example');
    expect(entry?.state?.error).toBeNull();
    valueOf(await lab.services.fleet.refresh({ ids: null }));
    expect(lab.topology().links['web1>alone1']?.state).not.toBe('broken');
  });
});
