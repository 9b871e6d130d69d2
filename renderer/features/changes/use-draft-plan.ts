import { useEffect, useState } from 'react';
import type { Plan, PlanStep } from '#shared/contract/plans.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { sameEntry } from './role-changes.ts';

/** A plan that is only looked at so far: main keeps it when it is applied. */
export interface DraftPlan {
  readonly plan: Plan;
  /** Steps that cannot be done; the plan is made without them where others can be. */
  readonly leftOut: readonly PlanStep[];
}

async function previewed(changes: readonly Change[], signal: AbortSignal): Promise<Result<Plan>> {
  return await call('plans.preview', { changes: [...changes], intentions: [], keep: false }, { signal });
}

async function draftOf(changes: readonly Change[], signal: AbortSignal): Promise<Result<DraftPlan>> {
  const whole = await previewed(changes, signal);
  if (!whole.ok) return whole;
  const leftOut = whole.value.steps.filter(({ refusal }) => refusal !== null);
  if (leftOut.length === 0 || leftOut.length === whole.value.steps.length)
    return ok({ plan: whole.value, leftOut: [] });
  const possible = changes.filter((change) => !leftOut.some((step) => sameEntry(step.change, change)));
  const rest = await previewed(possible, signal);
  return rest.ok ? ok({ plan: rest.value, leftOut }) : rest;
}

/**
 * Asks main for the plan of some changes; a newer question cancels the older one.
 * @param changes null: there is nothing to ask yet
 * @returns null while there is no answer
 */
export function useDraftPlan(changes: readonly Change[] | null): Result<DraftPlan> | null {
  const [answer, setAnswer] = useState<{ readonly of: readonly Change[]; readonly result: Result<DraftPlan> } | null>(
    null,
  );
  useEffect(() => {
    if (changes === null || changes.length === 0) return;
    const controller = new AbortController();
    void draftOf(changes, controller.signal).then((result) => {
      if (!controller.signal.aborted) setAnswer({ of: changes, result });
    });
    return () => controller.abort();
  }, [changes]);
  return answer !== null && answer.of === changes ? answer.result : null;
}
