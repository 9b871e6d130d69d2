import { create } from 'zustand';
import type { InputOf } from '#shared/contract/index.ts';
import type { Plan, PlanRun } from '#shared/contract/plans.ts';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { reportError } from './notify.ts';
import { addPending, clearPending, usePending } from './pending.ts';
import { pendingCount, type Pending } from '#shared/domain/plan/pending.ts';
import { seenRunning, stoppedPlan } from './stopped-plan.ts';
import { showLast, watchStream } from './watch.ts';
import { goTo } from './workspace.ts';

interface PlansState {
  /** Every plan of the profile, the newest first; null before main has told. */
  readonly runs: readonly PlanRun[] | null;
  /** Plans that ran while this window was open, and stopped ones that the user has put away. */
  readonly seen: ReadonlySet<string>;
  /** Why the stream ended; it is opened again by itself. */
  readonly error: AppError | null;
  /** The plan that is shown. */
  readonly shown: string | null;
  /** A plan just computed, until `plans.watch` tells of it too. */
  readonly fresh: Plan | null;
  /** What the last preview was made of: what is pending since then is not in it. */
  readonly previewed: { readonly plan: string; readonly of: Pending } | null;
  readonly previewing: boolean;
  readonly failure: AppError | null;
}

export const usePlans = create<PlansState>()(() => ({
  runs: null,
  seen: new Set<string>(),
  error: null,
  shown: null,
  fresh: null,
  previewed: null,
  previewing: false,
  failure: null,
}));

/** How a plan stands before main has told of it. */
export function readyRun(plan: Plan): PlanRun {
  return {
    plan,
    state: 'ready',
    steps: plan.steps.map(({ id }) => ({ id, state: 'waiting', error: null, seen: null, progress: null, at: null })),
    trouble: null,
    startedAt: null,
    endedAt: null,
  };
}

/** @returns the plan that is shown, with how far it is */
export function shownRun({ runs, shown, fresh }: Pick<PlansState, 'runs' | 'shown' | 'fresh'>): PlanRun | null {
  if (shown === null) return null;
  return runs?.find(({ plan }) => plan.id === shown) ?? (fresh !== null && fresh.id === shown ? readyRun(fresh) : null);
}

/** The plan that came to no end before this start, until the user has put it away; null: there is none. */
export function useStoppedPlan(): PlanRun | null {
  return usePlans(({ runs, seen }) => stoppedPlan(runs, seen));
}

export function dismissStopped(id: string): void {
  usePlans.setState(({ seen }) => ({ seen: new Set([...seen, id]) }));
}

/** @param id null: the list of what is pending alone */
export function showPlan(id: string | null): void {
  usePlans.setState({ shown: id, failure: null });
}

function takePlan(plan: Plan): void {
  usePlans.setState({ fresh: plan, shown: plan.id, failure: null });
}

/** Computes the plan of what is pending and shows it. */
export async function previewPending(): Promise<void> {
  const { pending } = usePending.getState();
  goTo('changes');
  if (pendingCount(pending) === 0 || usePlans.getState().previewing) return;
  usePlans.setState({ previewing: true, failure: null });
  const result = await call('plans.preview', {
    changes: [...pending.changes],
    intentions: pending.intentions.map((each) => structuredClone(each)) as InputOf<'plans.preview'>['intentions'],
  });
  usePlans.setState({ previewing: false });
  if (!result.ok) {
    usePlans.setState({ failure: result.error, shown: null });
    return;
  }
  takePlan(result.value);
  usePlans.setState({ previewed: { plan: result.value.id, of: pending } });
}

/**
 * Adds to what is pending.
 * @param preview true: computes and shows the plan at once
 */
export function gather(more: Partial<Pending>, preview: boolean): void {
  addPending(more);
  if (preview) void previewPending();
}

/** @param confirmation the name typed, where the cluster asks for it */
export async function applyPlan(id: string, confirmation: string | null): Promise<AppError | null> {
  const result = await call('plans.apply', { id, confirmation });
  if (!result.ok) return result.error;
  const { previewed } = usePlans.getState();
  // What has been added since the preview stays pending.
  if (previewed?.plan === id && previewed.of === usePending.getState().pending) clearPending();
  return null;
}

export async function stopPlan(id: string): Promise<void> {
  const result = await call('plans.stop', { id });
  if (!result.ok) reportError('The plan could not be stopped', result.error);
}

export async function resumePlan(id: string): Promise<void> {
  const result = await call('plans.resume', { id });
  if (!result.ok) reportError('The plan could not be resumed', result.error);
}

/**
 * Computes the plan that undoes another and shows it, to be applied like any other.
 * @param contact false: entries are written without asking their members
 */
export async function undoPlan(id: string, contact = true): Promise<void> {
  const result = await call('plans.undo', { id, contact });
  if (result.ok) takePlan(result.value);
  else reportError('The undo could not be worked out', result.error);
}

/** @returns a function that ends the watch */
export function watchPlans(): () => void {
  return watchStream(
    'plans.watch',
    {},
    showLast(
      (runs) => usePlans.setState(({ seen }) => ({ runs, seen: seenRunning(seen, runs), error: null })),
      (error) => usePlans.setState({ error }),
    ),
  );
}
