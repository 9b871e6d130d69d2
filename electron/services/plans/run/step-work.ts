import type { PlanStep } from '#shared/contract/plans.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import { failure, type AppError, type Result } from '#shared/errors/index.ts';
import type { JournalEntry, MadeToken, StepDetails } from '#shared/schema/plans/index.ts';
import { suspends } from '#electron/services/fleet/failures.ts';
import type { Clock } from '#electron/services/ports.ts';
import type { PlanGround } from '#electron/services/plans/read/reading.ts';
import type { SynchronizeLimits } from '#electron/services/plans/zones/await-zones.ts';
import { printOf } from '#electron/services/plans/token-print.ts';
import { tokenUse } from '#electron/services/plans/tokens/token-use.ts';
import { revokeToken } from '#electron/services/plans/tokens/tokens.ts';
import type { RecentReadings } from '#electron/services/plans/read/recent-readings.ts';

/** How patiently the runner reads back. */
export interface PlanLimits {
  /** ms before each look after a change; the last look counts. */
  readonly settleMs: readonly number[];
  /** ms between looks at the nameserver software, whose change WHM queues, and how long in all. */
  readonly softwareEveryMs: number;
  readonly softwareDeadlineMs: number;
  readonly synchronize: SynchronizeLimits;
}

export const defaultPlanLimits: PlanLimits = {
  settleMs: [0, 500, 2000],
  softwareEveryMs: 2000,
  softwareDeadlineMs: 240_000,
  synchronize: { pollEveryMs: 1000, deadlineMs: 600_000, stillMs: 120_000 },
};

export interface StepWork {
  readonly ground: PlanGround;
  readonly clock: Clock;
  readonly limits: PlanLimits;
  readonly step: PlanStep;
  readonly details: StepDetails;
  /** The settings just before the step: as the plan has them, and as they were read once it has begun. */
  readonly before: FleetConfiguration;
  /** Addresses of the list before it was sent; null: not known. */
  readonly listed: readonly string[] | null;
  /** What was read of servers in this run. */
  readonly readings: RecentReadings;
  /** Durable when it resolves. */
  readonly journal: (entry: JournalEntry) => Promise<Result<void>>;
  readonly progress: (text: string | null) => void;
}

export interface StepEnd {
  readonly state: 'verified' | 'unverified' | 'failed';
  /** Beside `verified`: a remark. */
  readonly error: AppError | null;
  /** Nothing more is begun after it. */
  readonly stops: boolean;
  /** The token that WHM made for the reverse trust that stands now. */
  readonly reverse?: MadeToken | null;
  /** What was seen, and who said so; a sentence. */
  readonly seen?: string | null;
  /** Where the entry of the step stands. */
  readonly address?: string | null;
}

export const verified = (error: AppError | null = null, seen: string | null = null): StepEnd => ({
  state: 'verified',
  error,
  stops: false,
  seen,
});
export const unverified = (error: AppError): StepEnd => ({ state: 'unverified', error, stops: true });
export const failed = (error: AppError): StepEnd => ({ state: 'failed', error, stops: true });

/**
 * A journal that cannot be written. Each step is written down before it is begun, so that nothing is sent without it.
 * @param next what to do once it can be
 */
export function notWritten(error: AppError, next: string): AppError {
  const why = 'What a plan does is written down before it is done, so nothing more was sent.';
  return {
    ...error,
    message: `${error.message} ${why} Make room on that disk, or let this user write there, then ${next}.`,
  };
}

/** A remark beside what was verified, unless there is another one already. */
export function noted(end: StepEnd, note: AppError | null): StepEnd {
  return end.state === 'verified' && end.error === null && note !== null ? { ...end, error: note } : end;
}

/**
 * Takes back a token that was made for an entry of the server, and journals that it is gone. It stays while an entry
 * uses it, or may.
 * @param unsent it was never sent anywhere, so that no entry can carry it
 * @returns `plan.partial` with why it stays
 */
export async function takeBack(
  { ground, step, details, clock, journal }: StepWork,
  made: MadeToken,
  unsent = false,
): Promise<Result<void>> {
  if (!unsent) {
    const { change } = step;
    const users = new Set(['root', ...('as' in change ? [change.as] : [])]);
    const kept = details.keeps === null ? null : await ground.vault.token(details.keeps);
    const other = kept?.ok ? await printOf(kept.value) : null;
    const use = await tokenUse(ground, made, { server: change.server, users, other });
    if (use !== null) return failure('plan.partial', use);
  }
  const revoked = await revokeToken(ground, made);
  if (!revoked.ok) return revoked;
  return await journal({ kind: 'revoked', at: clock.now(), made });
}

/** A refused token suspends the server as elsewhere. */
export function refuse({ ground, step }: StepWork, error: AppError): void {
  if (suspends(error)) ground.fleet.refused(step.change.server, error);
}
