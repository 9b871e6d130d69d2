import type { AppError } from '#shared/errors/index.ts';
import type { KeptPlan } from '#shared/schema/plans/index.ts';
import type { ArchivedPlan } from '#electron/services/change-ports.ts';
import { afterEntry, notBegun, type RunRecord } from './run-state.ts';

/** One plan in memory. */
export interface PlanRecord {
  readonly kept: KeptPlan;
  readonly run: RunRecord;
  /** Lines of its journal. */
  readonly entries: number;
  /** When the last of them was written, epoch ms; without any, when the plan was made. */
  readonly lastAt: number;
  /** This process carries it out. */
  readonly live: 'running' | 'stopping' | null;
  /** Another process carries it out. */
  readonly elsewhere: boolean;
  /** Why it is shown only; null: it is not. */
  readonly closed: string | null;
  /** What was done of it is not known. */
  readonly lost: boolean;
  /** Why it was not carried out although it was to be, in this process. */
  readonly trouble: AppError | null;
}

/** @returns the plan as it stands on disk, carried out by nobody */
export function recordOf({ kept, journal, closed, lost }: ArchivedPlan): PlanRecord {
  return {
    kept,
    run: journal.reduce(afterEntry, notBegun),
    entries: journal.length,
    lastAt: journal.at(-1)?.at ?? kept.plan.createdAt,
    live: null,
    elsewhere: false,
    closed,
    lost,
    trouble: null,
  };
}
