import type { PlanRun, StepState } from '#shared/contract/plans.ts';
import type { ShownState } from '../../ui/stateWords.ts';

type RunState = PlanRun['state'];

const runWords: Readonly<Record<RunState, string>> = {
  ready: 'Ready to apply',
  running: 'Applying',
  stopping: 'Stopping after this step',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
  done: 'Done',
  undone: 'Undone',
};

/** How a plan stands, in a word or two; a plan with a refused step is not ready. */
export function runTitle({ plan, state }: PlanRun): string {
  return state === 'ready' && plan.steps.some(({ refusal }) => refusal !== null)
    ? 'Cannot be applied'
    : runWords[state];
}

export const runStates: Readonly<Record<RunState, ShownState>> = {
  ready: 'pending',
  running: 'pending',
  stopping: 'pending',
  stopped: 'warning',
  interrupted: 'warning',
  failed: 'broken',
  done: 'ok',
  undone: 'disabled',
};

export const stepWords: Readonly<Record<StepState, string>> = {
  waiting: 'Waiting',
  running: 'Running',
  verified: 'Verified',
  unverified: 'Sent, not verified',
  failed: 'Failed',
  undone: 'Undone',
};

export const stepStates: Readonly<Record<StepState, ShownState>> = {
  waiting: 'unknown',
  running: 'pending',
  verified: 'ok',
  unverified: 'warning',
  failed: 'broken',
  undone: 'disabled',
};

function steps(number: number): string {
  return `${number.toLocaleString('en')} step${number === 1 ? '' : 's'}`;
}

/** How far a plan is, in a sentence; success is said only of what was read back. */
export function runSummary({ plan, state, steps: list }: PlanRun): string {
  const count = (wanted: StepState): number => list.filter((step) => step.state === wanted).length;
  const all = plan.steps.length;
  const refused = plan.steps.filter(({ refusal }) => refusal !== null).length;
  if (all === 0) return 'Nothing has to be done: everything is as wanted.';
  if (state === 'ready') {
    return refused === 0
      ? `${steps(all)}. Nothing has been sent.`
      : `${refused.toLocaleString('en')} of ${steps(all)} cannot be done. Nothing has been sent.`;
  }
  const parts = [
    `${count('verified').toLocaleString('en')} of ${steps(all)} verified`,
    ...(count('unverified') > 0 ? [`${count('unverified')} sent and not verified`] : []),
    ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
    ...(count('undone') > 0 ? [`${count('undone')} undone`] : []),
    ...(count('waiting') > 0 ? [`${count('waiting')} not begun`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** Whether the rest of the plan can be carried out: main finds out first what became of a step that failed or was under way. */
export function canResume({ state, steps: list }: PlanRun): boolean {
  const begun = state === 'interrupted' || state === 'stopped' || state === 'failed';
  return begun && list.some((step) => step.state !== 'verified') && list.every((step) => step.state !== 'undone');
}

/** Whether something of the plan was carried out and can be taken back. */
export function canUndo({ plan, state, steps: list }: PlanRun): boolean {
  if (!['stopped', 'failed', 'done', 'interrupted'].includes(state)) return false;
  return list.some(
    (step) =>
      step.state !== 'waiting' && step.state !== 'undone' && plan.steps.find(({ id }) => id === step.id)?.undo !== null,
  );
}

/** How far each server is, in the order of the steps. */
export interface ServerProgress {
  readonly server: string;
  readonly done: number;
  readonly all: number;
  readonly state: ShownState;
}

export function progressByServer({ plan, steps: list }: PlanRun): readonly ServerProgress[] {
  const states = new Map(list.map((step) => [step.id, step.state]));
  const servers = new Map<string, StepState[]>();
  for (const { id, change } of plan.steps) {
    const known = servers.get(change.server) ?? [];
    servers.set(change.server, [...known, states.get(id) ?? 'waiting']);
  }
  return [...servers].map(([server, own]) => {
    const done = own.filter((state) => state === 'verified' || state === 'unverified').length;
    const state: ShownState = own.includes('failed')
      ? 'broken'
      : own.includes('running')
        ? 'pending'
        : own.includes('unverified')
          ? 'warning'
          : own.every((each) => each === 'undone')
            ? 'disabled'
            : done === own.length
              ? 'ok'
              : 'unknown';
    return { server, done, all: own.length, state };
  });
}
