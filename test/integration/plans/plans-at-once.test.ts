import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { memoryArchive } from '#test/fixtures/plans/archive.ts';
import { endOf, previewOf, valueOf } from '#test/fixtures/plans/runs.ts';
import { settingsOf } from '#test/fixtures/plans/whm.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/** What is asked of one plan at the same time, and a plan in the hands of a profile that it is not of. */

const limits = { settleMs: [0, 50] };
let fleet: Fleet;
let lab: Lab;

beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 7 });
  lab = await openLab(fleet, { limits });
  await lab.services.fleet.refresh({ ids: null });
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

const threshold = (value: number) => [{ kind: 'threshold', server: 'web1', threshold: value, notify: true }] as const;

it('carries a plan out once when apply, apply and undo are asked for together', async () => {
  const { plans } = lab.services;
  const before = settingsOf(fleet, 'web1');
  const { cursor } = fleet.state();
  const member = before.cluster.members[0] ?? { address: '', role: null };
  const role = member.role === 'write-only' ? 'sync' : 'write-only';
  const change = { kind: 'role', server: 'web1', as: 'root', address: member.address, role } as const;
  const plan = await previewOf(lab.services, [change], []);
  const apply = { id: plan.id, confirmation: null };
  const [first, second, undo] = await Promise.all([
    plans.apply(apply),
    plans.apply(apply),
    plans.undo({ id: plan.id, contact: false }),
  ]);
  expect([first.ok, second.ok].filter(Boolean)).toHaveLength(1);
  for (const refused of [first, second, undo]) if (!refused.ok) expect(refused.error.message).toBeTruthy();
  const run = await endOf(lab.services, plan.id);
  expect(run.state).toBe('done');
  expect(fleet.events(cursor).events.filter(({ kind }) => kind === 'role-changed')).toHaveLength(1);
  expect(settingsOf(fleet, 'web1')).not.toEqual(before);
  // Now that it has ended it can be undone.
  const back = valueOf(await plans.undo({ id: plan.id, contact: true }));
  expect((await plans.apply({ id: back.id, confirmation: null })).ok).toBe(true);
  await endOf(lab.services, back.id);
  expect(settingsOf(fleet, 'web1')).toEqual(before);
});

it('takes no plan whose servers are not those of the profile', async () => {
  const archive = memoryArchive();
  const own = await openLab(fleet, { limits, plans: archive });
  await own.services.fleet.refresh({ ids: null });
  const plan = await previewOf(own.services, threshold(8), []);
  await own.services.close();
  const other = await startFleet({ scenario: 'uniform', servers: 3 });
  const stranger = await openLab(other, { limits, plans: archive });
  try {
    const before = [...other.servers.keys()].map((id) => settingsOf(other, id));
    const begun = await stranger.services.plans.apply({ id: plan.id, confirmation: null });
    if (begun.ok) {
      const run = await endOf(stranger.services, plan.id);
      expect(run.state).not.toBe('done');
    } else expect(begun.error.message).toBeTruthy();
    expect([...other.servers.keys()].map((id) => settingsOf(other, id))).toEqual(before);
  } finally {
    await stranger.services.close();
    await other.close();
  }
});
