import type { PlanRun, StepState } from '#shared/contract/plans.ts';
import { counted } from '#shared/domain/words/counted.ts';
import { wordsFor } from '#renderer/ui/error-words.ts';
import type { ShownState } from '#shared/domain/words/states.ts';

type RunState = PlanRun['state'];

const runWords: Readonly<Record<RunState, string>> = {
  ready: 'Ready to apply',
  running: 'Applying',
  stopping: 'Stopping after this step',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
  done: 'Done',
  partial: 'Done in part',
  undone: 'Undone',
  unknown: 'Unknown what was done',
};

/** Steps that were done and seen, of which something else has to be said. */
function remarks({ steps: list }: PlanRun): number {
  return list.filter(({ state, error }) => state === 'verified' && error !== null).length;
}

/**
 * How a plan stands, in a few words; a plan with a refused step is not ready, and done is only what was seen done in
 * every step.
 */
export function runTitle(run: PlanRun): string {
  const { plan, state } = run;
  if (state === 'ready' && plan.steps.some(({ refusal }) => refusal !== null)) return 'Cannot be applied';
  if (state === 'partial') {
    const open = run.steps.filter((step) => step.state === 'unverified').length;
    return `Done, ${open.toLocaleString('en')} not verified`;
  }
  return state === 'done' && remarks(run) > 0 ? `Done, ${counted(remarks(run), 'remark')}` : runWords[state];
}

/** The sign of a plan: what is to be read besides is never green. */
export function runLook(run: PlanRun): ShownState {
  if (run.trouble !== null && run.state === 'ready') return 'broken';
  return run.state === 'done' && remarks(run) > 0 ? 'warning' : runStates[run.state];
}

const runStates: Readonly<Record<RunState, ShownState>> = {
  ready: 'pending',
  running: 'pending',
  stopping: 'pending',
  stopped: 'warning',
  interrupted: 'warning',
  failed: 'broken',
  done: 'ok',
  partial: 'warning',
  undone: 'disabled',
  unknown: 'unknown',
};

export const stepWords: Readonly<Record<StepState, string>> = {
  waiting: 'Waiting',
  running: 'Running',
  verified: 'Verified',
  unverified: 'Sent, not verified',
  failed: 'Failed',
  undone: 'Undone',
};

/** How a step ended, in words. */
export function stepTitle({ state, error }: Pick<PlanRun['steps'][number], 'state' | 'error'>): string {
  return state === 'verified' && error !== null ? 'Verified, with a remark' : stepWords[state];
}

/** The sign of a step. */
export function stepLook({ state, error }: Pick<PlanRun['steps'][number], 'state' | 'error'>): ShownState {
  return state === 'verified' && error !== null ? 'warning' : stepStates[state];
}

const stepStates: Readonly<Record<StepState, ShownState>> = {
  waiting: 'unknown',
  running: 'pending',
  verified: 'ok',
  unverified: 'warning',
  failed: 'broken',
  undone: 'disabled',
};

function steps(number: number): string {
  return counted(number, 'step');
}

/** How far a plan is, in a sentence; success is said only of what was read back. */
export function runSummary({ plan, state, steps: list }: PlanRun): string {
  const count = (wanted: StepState): number => list.filter((step) => step.state === wanted).length;
  const all = plan.steps.length;
  const refused = plan.steps.filter(({ refusal }) => refusal !== null).length;
  if (state === 'unknown') return `${steps(all)}.`;
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

/**
 * Whether the rest of the plan can be carried out: main finds out first what became of a step that failed or was under
 * way.
 */
export function canResume({ state, steps: list }: PlanRun): boolean {
  const begun = state === 'interrupted' || state === 'stopped' || state === 'failed' || state === 'partial';
  return begun && list.some((step) => step.state !== 'verified') && list.every((step) => step.state !== 'undone');
}

/** Whether something of the plan was carried out and can be taken back. */
export function canUndo({ plan, state, steps: list }: PlanRun): boolean {
  if (!['stopped', 'failed', 'done', 'partial', 'interrupted'].includes(state)) return false;
  return list.some(
    (step) =>
      step.state !== 'waiting' && step.state !== 'undone' && plan.steps.find(({ id }) => id === step.id)?.undo !== null,
  );
}

/** What a user can do about a cause; of a cause that is not here its own words say it (`errorWords`). */
const causes: Readonly<Record<string, string>> = {
  'whm.unreachable': 'Check that it is up and that port 2087 is open from here.',
  'whm.busy': 'WHM asked to wait.',
  'plan.partial': '',
};

/**
 * What to do about a step that failed or was not verified: a plan that has stopped does nothing by itself.
 * @returns sentences; empty when there is nothing to do
 */
export function stepErrorNext(code: string, run: RunState): string {
  const cause = causes[code] ?? wordsFor(code).next;
  const rest: Partial<Record<RunState, string>> = {
    running: 'No further step is begun.',
    stopping: 'No further step is begun.',
    done: 'The plan went on with its other steps. Undo finds out first what became of this one.',
    partial: 'The plan went on with its other steps. Resume looks again, and does again only what was not done.',
    unknown: '',
    undone: 'The plan was undone.',
  };
  return `${cause} ${rest[run] ?? 'Resume or Undo finds out first what became of this step.'}`.trim();
}

/** A step that did not end as it should. */
export interface TroubledStep {
  readonly index: number;
  readonly words: string;
  readonly state: StepState;
}

/** @returns the steps at which a plan stopped, failed ones first; none when it did not stop by itself */
export function stoppedAt({ plan, state, steps: list }: PlanRun): readonly TroubledStep[] {
  if (!['failed', 'interrupted', 'stopped', 'partial'].includes(state)) return [];
  const states = new Map(list.map((step) => [step.id, step.state]));
  const troubled = plan.steps.map(({ id, words }, index) => ({ index, words, state: states.get(id) ?? 'waiting' }));
  const order: readonly StepState[] = ['failed', 'unverified', 'running'];
  return order.flatMap((wanted) => troubled.filter((step) => step.state === wanted));
}

/** How far one server is. */
export interface ServerProgress {
  readonly server: string;
  readonly verified: number;
  readonly unverified: number;
  readonly failed: number;
  readonly undone: number;
  readonly all: number;
  readonly state: ShownState;
}

function serverState(own: readonly StepState[]): ShownState {
  if (own.includes('failed')) return 'broken';
  if (own.includes('running')) return 'pending';
  if (own.includes('unverified')) return 'warning';
  if (own.every((state) => state === 'undone')) return 'disabled';
  return own.every((state) => state === 'verified') ? 'ok' : 'unknown';
}

/** @returns the servers of a plan in the order of the steps; done is only what was read back */
export function progressByServer({ plan, steps: list }: PlanRun): readonly ServerProgress[] {
  const states = new Map(list.map((step) => [step.id, step.state]));
  const servers = new Map<string, StepState[]>();
  for (const { id, change } of plan.steps) {
    const state = states.get(id) ?? 'waiting';
    const known = servers.get(change.server);
    if (known) known.push(state);
    else servers.set(change.server, [state]);
  }
  return [...servers].map(([server, own]) => {
    const count = (wanted: StepState): number => own.filter((state) => state === wanted).length;
    return {
      server,
      verified: count('verified'),
      unverified: count('unverified'),
      failed: count('failed'),
      undone: count('undone'),
      all: own.length,
      state: serverState(own),
    };
  });
}

/** `2 / 5`, and what did not end well or was taken back. */
export function progressWords({ verified, unverified, failed, undone, all }: ServerProgress): string {
  return [
    `${verified} / ${all}`,
    ...(unverified > 0 ? [`${unverified} not verified`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(undone > 0 ? [`${undone} undone`] : []),
  ].join(', ');
}
