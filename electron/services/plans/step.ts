import { appError, type AppError, type Result } from '#shared/errors/index.ts';
import type { MadeToken } from '#shared/schema/plans/index.ts';
import { asFailure, suspends } from '../fleet/failures.ts';
import { judge, judgeEdit, judgeMade, type Sent } from './judge.ts';
import { readBack } from './read-back.ts';
import { openAccess, type ServerAccess } from './reading.ts';
import { reverseChange, reverseTokensOf } from './reverse-trust.ts';
import type { StepRecord } from './run-state.ts';
import { failed, noted, refuse, takeBack, unverified, verified, type StepEnd, type StepWork } from './step-work.ts';
import { awaitZones, watchZones, type Synchronize } from './synchronized.ts';
import { prepareTokens, tokenToMake } from './tokens.ts';

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
    const reversing = reverseChange(step.change);
    const names = reversing && (await reverseTokensOf(work.ground, access.value, reversing));
    const reverseTokens = names && [...names];
    const begun = await journal({ kind: 'begun', at: clock.now(), step: step.id, made, reverseTokens });
    end = begun.ok ? await attempt(work, access.value, made, reverseTokens) : failed(begun.error);
  } else {
    end = failed(access.error);
  }
  work.progress(null);
  return await conclude(work, end);
}

/** Journals the end of a step; an end that cannot be journalled stops the plan. */
export async function conclude({ step, clock, journal }: StepWork, end: StepEnd): Promise<StepEnd> {
  const error = end.error && asFailure(end.error);
  const { state, reverse = null } = end;
  const ended = await journal({ kind: 'ended', at: clock.now(), step: step.id, state, error, reverse });
  return ended.ok ? end : { ...end, error: end.error ?? ended.error, stops: true };
}

async function attempt(
  work: StepWork,
  access: ServerAccess,
  made: MadeToken | null,
  reverseTokens: Sent['reverseTokens'],
): Promise<StepEnd> {
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
  const { memberToken } = tokens.value;
  const said = (sent.ok ? sent.value.reverseTrust : null) ?? 'unknown';
  const refusal = sent.ok ? null : sent.error;
  return await judge(work, access, { refusal, lost: false, memberToken, made, said, reverseTokens });
}

/**
 * Says what became of a step whose end nobody has seen: Nameward was killed, or could not read back.
 * @param record what the journal tells of it
 * @returns its end, or that it was proved not to have been done and is to be carried out again
 */
export async function resolveStep(work: StepWork, record: StepRecord): Promise<StepEnd | 'again'> {
  const { ground, step, before, details, limits } = work;
  const { made, reverseTokens } = record;
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
    const sent: Sent = { refusal: null, lost: true, memberToken: null, made, said: 'unknown', reverseTokens };
    const keepsToken = change.kind !== 'member.edit' || (change.token.from === 'entry' && details.writes === null);
    const end = await (keepsToken ? judgeMade : judgeEdit)(work, access.value, sent);
    return change.kind === 'member.edit' && end.state === 'failed' ? 'again' : noted(end, seen.note);
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
