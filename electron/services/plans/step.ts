import type { PlanStep } from '#shared/contract/plans.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import { appError, type AppError, type Result } from '#shared/errors/index.ts';
import type { JournalEntry, MadeToken, StepDetails } from '#shared/schema/plans/index.ts';
import { asFailure, suspends } from '../fleet/failures.ts';
import type { Clock } from '../ports.ts';
import { readBack, tryEntry } from './read-back.ts';
import { openAccess, type PlanGround, type ServerAccess } from './reading.ts';
import { awaitZones, watchZones, type Synchronize, type SynchronizeLimits } from './synchronized.ts';
import { prepareTokens, revokeToken, tokenToMake } from './tokens.ts';

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
}

const verified = (error: AppError | null = null): StepEnd => ({ state: 'verified', error, stops: false });
const unverified = (error: AppError): StepEnd => ({ state: 'unverified', error, stops: true });
const failed = (error: AppError): StepEnd => ({ state: 'failed', error, stops: true });

/** A remark beside what was verified, unless there is another one already. */
function noted(end: StepEnd, note: AppError | null): StepEnd {
  return end.state === 'verified' && end.error === null && note !== null ? { ...end, error: note } : end;
}

/**
 * Carries one step out: journal, tokens, the change once, and reading back, which alone decides. Its end is journalled too.
 * @returns how it ended; nothing is thrown for what is expected
 */
export async function carryOut(work: StepWork): Promise<StepEnd> {
  const { step, clock, journal } = work;
  const access = await openAccess(work.ground, step.change.server);
  let end: StepEnd;
  if (access.ok) {
    const made = tokenToMake(step.change);
    const begun = await journal({ kind: 'begun', at: clock.now(), step: step.id, made });
    end = begun.ok ? await attempt(work, access.value, made) : failed(begun.error);
  } else {
    end = failed(access.error);
  }
  work.progress(null);
  return await conclude(work, end);
}

/** Journals the end of a step; an end that cannot be journalled stops the plan. */
export async function conclude({ step, clock, journal }: StepWork, end: StepEnd): Promise<StepEnd> {
  const error = end.error && asFailure(end.error);
  const ended = await journal({ kind: 'ended', at: clock.now(), step: step.id, state: end.state, error });
  return ended.ok ? end : { ...end, error: end.error ?? ended.error, stops: true };
}

async function attempt(work: StepWork, access: ServerAccess, made: MadeToken | null): Promise<StepEnd> {
  const { ground, step, details } = work;
  const { change } = step;
  if (change.kind === 'synchronize') return await synchronize(work, access, change);
  const tokens = await prepareTokens(ground, access, change, details, made);
  if (!tokens.ok) {
    // Whether it was made is open when the answer was lost; revoking what is not there is fine.
    if (made) await takeBack(work, made);
    return failed(tokens.error);
  }
  const sent = await access.changes.makeChange(change, tokens.value.memberToken);
  if (!sent.ok && suspends(sent.error)) {
    refuse(work, sent.error);
    return failed(sent.error);
  }
  return await judge(work, access, sent.ok ? null : sent.error, tokens.value.memberToken, made);
}

/**
 * Says what became of a change that was sent, from what is read back.
 * @param refusal what the sending failed with; null: WHM said that it was done
 * @param memberToken the token that was sent with it; null: none, or no longer known
 */
export async function judge(
  work: StepWork,
  access: ServerAccess,
  refusal: AppError | null,
  memberToken: string | null,
  made: MadeToken | null,
): Promise<StepEnd> {
  const { ground, step, before, limits } = work;
  const { change } = step;
  const pauses = change.kind === 'software' && !refusal ? softwarePauses(limits) : limits.settleMs;
  const seen = await readBack(ground, change, before, pauses);
  if (seen.error) refuse(work, seen.error);
  switch (seen.became) {
    case 'made':
      return noted(await judgeMade(work, access, refusal, memberToken, made), seen.note);
    case 'not-made':
      if (made) await takeBack(work, made);
      return failed(
        refusal ?? appError('whm.rejected', 'WHM said that it was done, but nothing has changed when it is read back.'),
      );
    case 'other':
      return failed(
        refusal ??
          appError('plan.partial', 'What is there now is neither what was there before nor what the step makes.'),
      );
    case 'unknown':
      return unverified(
        refusal ?? seen.error ?? appError('plan.partial', 'What became of the step could not be read back.'),
      );
  }
}

async function judgeMade(
  work: StepWork,
  access: ServerAccess,
  refusal: AppError | null,
  memberToken: string | null,
  made: MadeToken | null,
): Promise<StepEnd> {
  const { ground, step } = work;
  const { change } = step;
  if (change.kind === 'member.add') {
    const tried = await tryEntry(ground, change, access, memberToken);
    return tried.failed ? failed(tried.failed) : await finish(work, tried.note);
  }
  if (change.kind === 'member.edit' && memberToken !== null) {
    return await judgeEdit(work, access, refusal, memberToken, made);
  }
  return await finish(work, null);
}

/** User and debug mode may have been so before: the token tells whether the entry was written. */
async function judgeEdit(
  work: StepWork,
  access: ServerAccess,
  refusal: AppError | null,
  memberToken: string | null,
  made: MadeToken | null,
): Promise<StepEnd> {
  const { ground, step, details } = work;
  if (step.change.kind !== 'member.edit') return await finish(work, null);
  const now = await access.changes.readEntryToken(step.change.as, step.change.address);
  if (!now.ok) return unverified(refusal ?? now.error);
  const written = memberToken === null ? null : now.value === memberToken;
  if (written === true) return await finish(work, null);
  const kept = details.keeps === null ? null : await ground.vault.token(details.keeps);
  const isOld = kept?.ok === true && kept.value === now.value;
  // After a crash the token that was made is not known any more: another one than before is it.
  if (written === null && !isOld) return await finish(work, null);
  if (isOld && made) await takeBack(work, made);
  return failed(
    refusal ??
      appError('whm.rejected', 'WHM said that it was done, but the entry carries another token when it is read back.'),
  );
}

/**
 * Says what became of a step whose end nobody has seen: Nameward was killed, or could not read back.
 * @param made the token that the step was about to make
 * @returns its end, or that it was proved not to have been done and is to be carried out again
 */
export async function resolveStep(work: StepWork, made: MadeToken | null): Promise<StepEnd | 'again'> {
  const { ground, step, before, details, limits } = work;
  const { change } = step;
  const access = await openAccess(ground, change.server);
  if (!access.ok) return unverified(access.error);
  if (change.kind === 'synchronize') {
    const watch = await watchZones(ground, change);
    if (!watch.ok) return unverified(watch.error);
    const now = { ...limits.synchronize, deadlineMs: 0 };
    const outcome = await awaitZones(ground, watch.value, now, Promise.resolve(true), work.progress);
    return outcome.state === 'verified' ? verified() : 'again';
  }
  const seen = await readBack(ground, change, before, [0]);
  if (seen.error) refuse(work, seen.error);
  if (seen.became === 'made') {
    const keepsToken = change.kind !== 'member.edit' || (change.token.from === 'entry' && details.writes === null);
    if (keepsToken) return noted(await judgeMade(work, access.value, null, null, made), seen.note);
    const edited = await judgeEdit(work, access.value, null, null, made);
    return edited.state === 'failed' ? 'again' : noted(edited, seen.note);
  }
  if (seen.became === 'unknown') {
    return unverified(seen.error ?? appError('plan.partial', 'What became of the step could not be read back.'));
  }
  if (seen.became === 'other') {
    return failed(
      appError('plan.partial', 'What is there now is neither what was there before nor what the step makes.'),
    );
  }
  if (made) await takeBack(work, made);
  return 'again';
}

/** Zones are watched while WHM brings them: its page and its command answer only once all of it is done. */
async function synchronize(work: StepWork, access: ServerAccess, change: Synchronize): Promise<StepEnd> {
  const { ground, limits, progress } = work;
  const watch = await watchZones(ground, change);
  const sending = access.changes.makeChange(change, null);
  const outcome = watch.ok
    ? await awaitZones(ground, watch.value, limits.synchronize, sending.then(mayStillCome), progress)
    : null;
  const sent = await sending;
  const refusal = sent.ok ? null : sent.error;
  if (refusal && suspends(refusal)) refuse(work, refusal);
  if (refusal && !mayStillCome(sent)) return failed(refusal);
  if (!watch.ok) return unverified(refusal ?? unwatched(watch.error));
  if (!outcome || outcome.state === 'verified') return refusal ? unverified(refusal) : verified();
  return {
    state: outcome.state,
    error: refusal ?? outcome.error,
    // That some zones stay where they are is no reason to leave the other servers without theirs.
    stops: outcome.state === 'failed' || refusal !== null,
  };
}

/** An answer that was lost may have started it; only a plain no means that nothing will come. */
function mayStillCome(sent: Result<unknown>): boolean {
  return sent.ok || sent.error.code === 'whm.unreachable' || sent.error.code === 'whm.busy';
}

function unwatched(error: AppError): AppError {
  const message = 'The synchronization was started, but what it was to bring could not be read before.';
  return appError('plan.partial', `${message} ${error.message}`);
}

/** A token that is no longer needed goes with the entry that used it. */
async function finish(work: StepWork, note: AppError | null): Promise<StepEnd> {
  const { revokes } = work.details;
  if (!revokes) return verified(note);
  const revoked = await takeBack(work, revokes);
  return revoked.ok
    ? verified(note)
    : verified(appError(revoked.error.code, `The token ${revokes.name} is still there: ${revoked.error.message}`));
}

async function takeBack({ ground, clock, journal }: StepWork, made: MadeToken): Promise<Result<void>> {
  const revoked = await revokeToken(ground, made);
  if (!revoked.ok) return revoked;
  return await journal({ kind: 'revoked', at: clock.now(), made });
}

/** A refused token suspends the server as elsewhere. */
function refuse({ ground, step }: StepWork, error: AppError): void {
  if (suspends(error)) ground.fleet.refused(step.change.server, error);
}

function softwarePauses({ softwareEveryMs, softwareDeadlineMs }: PlanLimits): readonly number[] {
  return Array.from({ length: Math.ceil(softwareDeadlineMs / softwareEveryMs) }, () => softwareEveryMs);
}
