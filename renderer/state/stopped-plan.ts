import type { PlanRun } from '#shared/contract/plans.ts';

/**
 * The plan that was begun last, if it came to no end and this window did not see it run: whoever sat here then may not
 * know.
 * @param seen ids of plans that ran while this window was open
 */
export function stoppedPlan(runs: readonly PlanRun[] | null, seen: ReadonlySet<string>): PlanRun | null {
  let last: PlanRun | null = null;
  for (const run of runs ?? []) {
    if (run.startedAt !== null && (last === null || run.startedAt > (last.startedAt ?? 0))) last = run;
  }
  if (last === null || seen.has(last.plan.id)) return null;
  return ['stopped', 'interrupted', 'failed'].includes(last.state) ? last : null;
}

/** Steps that were begun and have ended, however. */
export function stepsEnded({ steps }: PlanRun): number {
  return steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
}

/** Ids of the plans that run now, added to those that were seen before. */
export function seenRunning(seen: ReadonlySet<string>, runs: readonly PlanRun[]): ReadonlySet<string> {
  const running = runs.filter(({ state, plan }) => (state === 'running' || state === 'stopping') && !seen.has(plan.id));
  return running.length === 0 ? seen : new Set([...seen, ...running.map(({ plan }) => plan.id)]);
}
