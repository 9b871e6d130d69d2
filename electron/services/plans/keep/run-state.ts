import type { PlanRun, StepState } from '#shared/contract/plans.ts';
import type { JournalEntry, MadeToken } from '#shared/schema/plans/index.ts';

/** One step as far as the journal tells. */
export interface StepRecord {
  readonly state: Exclude<StepState, 'undone'>;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly at: number | null;
  /** What was seen at its end, and who said so. */
  readonly seen: string | null;
  /** Where the entry stands that the step goes for, when that is another address than the plan has. */
  readonly address: string | null;
  /** Addresses of the list before the last attempt; null: not known. */
  readonly listed: readonly string[] | null;
  /** The token that the last attempt was to make was never sent: whoever made it would have told so before. */
  readonly unsent: boolean;
  /** The token that the last attempt made, or was about to make. */
  readonly made: MadeToken | null;
  /** Names of tokens for reverse trust before the last attempt; null: not known. */
  readonly reverseTokens: readonly string[] | null;
  /** The one that WHM made in it. */
  readonly reverse: MadeToken | null;
}

/** A plan's run, folded from its journal. */
export interface RunRecord {
  readonly steps: ReadonlyMap<string, StepRecord>;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Null: not begun, or begun and not ended. */
  readonly finished: 'done' | 'failed' | 'stopped' | null;
  /** Tokens that the plan made and that were not revoked. */
  readonly made: readonly MadeToken[];
}

const untouched: StepRecord = {
  state: 'waiting',
  error: null,
  at: null,
  seen: null,
  address: null,
  listed: null,
  unsent: false,
  made: null,
  reverseTokens: null,
  reverse: null,
};
export const notBegun: RunRecord = { steps: new Map(), startedAt: null, endedAt: null, finished: null, made: [] };

export function stepRecord(run: RunRecord, step: string): StepRecord {
  return run.steps.get(step) ?? untouched;
}

function withStep(run: RunRecord, step: string, record: StepRecord): RunRecord {
  return { ...run, steps: new Map(run.steps).set(step, record) };
}

/** @returns the run after one more entry */
export function afterEntry(run: RunRecord, entry: JournalEntry): RunRecord {
  switch (entry.kind) {
    case 'started':
      return { ...run, startedAt: run.startedAt ?? entry.at, endedAt: null, finished: null };
    case 'begun': {
      const { made, reverseTokens, at, address, listed, tells } = entry;
      return {
        ...withStep(run, entry.step, {
          ...untouched,
          state: 'running',
          at,
          made,
          reverseTokens,
          address,
          listed,
          unsent: tells && made !== null,
        }),
        made: made ? [...run.made, made] : run.made,
      };
    }
    case 'made': {
      const before = stepRecord(run, entry.step);
      const made = before.made && { ...before.made, print: entry.print };
      return {
        ...withStep(run, entry.step, { ...before, made, unsent: false }),
        made: run.made.map((each) => (made && keyOf(each) === keyOf(made) ? made : each)),
      };
    }
    case 'ended': {
      const { step, state, error, at, reverse, seen } = entry;
      const before = stepRecord(run, step);
      const address = entry.address ?? before.address;
      return withStep(run, step, { ...before, state, error, at, reverse, seen, address });
    }
    case 'revoked':
      return { ...run, made: run.made.filter((made) => keyOf(made) !== keyOf(entry.made)) };
    case 'finished':
      return { ...run, endedAt: entry.at, finished: entry.state };
  }
}

/** How a plan stands. Done is only what was seen done, in every step. */
export function planState(run: RunRecord, live: 'running' | 'stopping' | null, undone: boolean): PlanRun['state'] {
  if (live) return live;
  if (undone) return 'undone';
  if (run.startedAt === null) return 'ready';
  if (run.finished !== 'done') return run.finished ?? 'interrupted';
  const states = [...run.steps.values()].map(({ state }) => state);
  if (states.includes('failed')) return 'failed';
  return states.every((state) => state === 'verified') ? 'done' : 'partial';
}

/** Tokens of attempts before the last one of their step: those attempts are proved to have come to nothing. */
export function leftOverTokens(run: Pick<RunRecord, 'steps' | 'made'>): readonly MadeToken[] {
  const last = new Set([...run.steps.values()].flatMap(({ made }) => (made ? [keyOf(made)] : [])));
  return run.made.filter((made) => !last.has(keyOf(made)));
}

function keyOf({ on, name }: Pick<MadeToken, 'on' | 'name'>): string {
  return `${on} ${name}`;
}
