import type { PlanStep } from '#shared/contract/plans.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import type { AppError, Result } from '#shared/errors/index.ts';
import type { JournalEntry, MadeToken, StepDetails } from '#shared/schema/plans/index.ts';
import { suspends } from '../fleet/failures.ts';
import type { Clock } from '../ports.ts';
import type { PlanGround } from './reading.ts';
import type { SynchronizeLimits } from './synchronized.ts';
import { revokeToken } from './tokens.ts';

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
  synchronize: { pollEveryMs: 1000, deadlineMs: 600_000, stillMs: 20_000 },
};

export interface StepWork {
  readonly ground: PlanGround;
  readonly clock: Clock;
  readonly limits: PlanLimits;
  readonly step: PlanStep;
  readonly details: StepDetails;
  /** The settings just before the step, as the plan has it. */
  readonly before: FleetConfiguration;
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
}

export const verified = (error: AppError | null = null): StepEnd => ({ state: 'verified', error, stops: false });
export const unverified = (error: AppError): StepEnd => ({ state: 'unverified', error, stops: true });
export const failed = (error: AppError): StepEnd => ({ state: 'failed', error, stops: true });

/** A remark beside what was verified, unless there is another one already. */
export function noted(end: StepEnd, note: AppError | null): StepEnd {
  return end.state === 'verified' && end.error === null && note !== null ? { ...end, error: note } : end;
}

/** Takes back a token that was made for the step, and journals that it is gone. */
export async function takeBack({ ground, clock, journal }: StepWork, made: MadeToken): Promise<Result<void>> {
  const revoked = await revokeToken(ground, made);
  if (!revoked.ok) return revoked;
  return await journal({ kind: 'revoked', at: clock.now(), made });
}

/** A refused token suspends the server as elsewhere. */
export function refuse({ ground, step }: StepWork, error: AppError): void {
  if (suspends(error)) ground.fleet.refused(step.change.server, error);
}
