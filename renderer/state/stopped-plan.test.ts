import { expect, it } from 'vitest';
import type { PlanRun } from '#shared/contract/plans.ts';
import { seenRunning, stepsEnded, stoppedPlan } from './stopped-plan.ts';

const run = (id: string, state: PlanRun['state'], startedAt: number | null): PlanRun =>
  ({
    plan: { id },
    state,
    startedAt,
    steps: ['verified', 'unverified', 'failed', 'running', 'waiting'].map((step, at) => ({
      id: `s${at}`,
      state: step,
    })),
  }) as unknown as PlanRun;
const none = new Set<string>();

it('tells of the plan that was begun last and came to no end, and of no other', () => {
  const old = run('old', 'interrupted', 10);
  expect(stoppedPlan(null, none)).toBeNull();
  expect(stoppedPlan([old], none)).toBe(old);
  expect(stoppedPlan([run('new', 'ready', null), old], none)).toBe(old);
  expect(stoppedPlan([run('new', 'done', 20), old], none)).toBeNull();
  for (const state of ['stopped', 'failed'] as const)
    expect(stoppedPlan([run('p', state, 5)], none)?.plan.id).toBe('p');
  for (const state of ['running', 'stopping', 'done', 'undone'] as const)
    expect(stoppedPlan([run('p', state, 5)], none)).toBeNull();
});

it('says nothing of what the user saw stop here, or has put away', () => {
  const seen = seenRunning(none, [run('p', 'running', 5), run('q', 'done', 4)]);
  expect([...seen]).toEqual(['p']);
  expect(stoppedPlan([run('p', 'stopped', 5)], seen)).toBeNull();
  expect(seenRunning(seen, [run('p', 'stopping', 5)])).toBe(seen);
});

it('counts what has ended, however it did', () => {
  expect(stepsEnded(run('p', 'stopped', 5))).toBe(3);
});
