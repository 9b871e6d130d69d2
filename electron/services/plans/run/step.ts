import type { Change } from '#shared/domain/plan/change.ts';
import { atAddress, movedEntry } from '#shared/domain/plan/find-entry.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { changeRefusal } from '#shared/domain/plan/precondition.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { MadeToken } from '#shared/schema/plans/index.ts';
import { asFailure, suspends } from '#electron/services/fleet/failures.ts';
import { currentAddress, refreshForStep } from '#electron/services/plans/read/fresh-facts.ts';
import { judgeOutcome, judgeEdit, judgeMade, otherwise, type Sent } from './step-outcome.ts';
import { readBack } from './read-back.ts';
import { openAccess, type ServerAccess } from '#electron/services/plans/read/reading.ts';
import { reverseChange, reverseTokensOf } from './reverse-trust.ts';
import type { StepRecord } from '#electron/services/plans/keep/run-state.ts';
import {
  failed,
  noted,
  notWritten,
  refuse,
  takeBack,
  unverified,
  verified,
  type StepEnd,
  type StepWork,
} from './step-work.ts';
import { synchronize } from './synchronize.ts';
import { awaitZones } from '#electron/services/plans/zones/await-zones.ts';
import { printOf } from '#electron/services/plans/token-print.ts';
import { prepareTokens, tokenToMake } from '#electron/services/plans/tokens/tokens.ts';
import { watchZones } from '#electron/services/plans/zones/zone-watch.ts';

/**
 * Carries one step out: what it depends on is read afresh, then journal, tokens, the change once, and reading back,
 * which alone decides. Its end is journalled too.
 * @returns how it ended; nothing is thrown for what is expected
 */
export async function carryOut(work: StepWork): Promise<StepEnd> {
  const { step, clock, journal } = work;
  await refreshForStep(work.ground, step.change);
  const access = await openAccess(work.ground, step.change.server);
  const aimed = access.ok ? await aim(work, access.value) : access;
  let end: StepEnd;
  if (access.ok && aimed.ok) {
    const { change } = aimed.value.step;
    const made = tokenToMake(change);
    const reversing = reverseChange(change);
    const names = reversing && (await reverseTokensOf(work.ground, access.value, reversing));
    const reverseTokens = names && [...names];
    const begun = await journal({
      kind: 'begun',
      at: clock.now(),
      step: step.id,
      made,
      reverseTokens,
      listed: aimed.value.listed && [...aimed.value.listed],
      address: otherAddress(change, step.change),
      tells: true,
    });
    end = begun.ok
      ? await attempt(aimed.value, access.value, made, reverseTokens)
      : failed(notWritten(begun.error, 'resume the plan'));
  } else {
    end = failed(access.ok ? (aimed as { error: AppError }).error : access.error);
  }
  work.progress(null);
  return await conclude(work, end);
}

/** The address of the entry that a change goes for; null: it goes for none. */
function entryAddress(change: Change): string | null {
  if (change.kind === 'member.add') return change.member.address;
  return 'address' in change && change.kind !== 'trusted' ? change.address : null;
}

/** @returns the address of the entry where it is another one than the plan has; else null */
function otherAddress(change: Change, planned: Change): string | null {
  const address = entryAddress(change);
  return address === entryAddress(planned) ? null : address;
}

/**
 * Looks at the server just before the step: an entry that has got another address meanwhile is followed, and what
 * stands against the change now ends it before anything is sent.
 */
async function aim(work: StepWork, access: ServerAccess): Promise<Result<StepWork>> {
  const { ground, step, before: planned, readings } = work;
  const { change } = step;
  if (change.kind === 'synchronize') return ok(work);
  const now = await readings.before(access, change);
  if (!now.ok) {
    refuse(work, now.error);
    return err({ ...now.error, message: `${now.error.message} Nothing was sent.` });
  }
  const before = { ...planned, [change.server]: now.value };
  const address = addressNow(work, now.value.members);
  const aimed = address === null ? change : atAddress(change, address);
  const refusal = changeRefusal(aimed, before, planNames(ground.fleet.topology()));
  if (refusal) {
    return err(
      appError('plan.stale', `It has changed since the plan was made, so nothing was sent. ${refusal.message}`),
    );
  }
  const table = 'as' in aimed ? now.value.members[aimed.as] : null;
  return ok({ ...work, step: { ...step, change: aimed }, before, listed: table ? Object.keys(table) : null });
}

/** @returns the address that the step's entry has now; null: the one of the plan, or it is not known */
function addressNow({ ground, step, before }: StepWork, now: Readonly<Record<string, unknown>>): string | null {
  const { change } = step;
  // Where WHM looks the name up by itself the address is what it finds.
  if (change.kind === 'member.add') {
    return change.member.contact === 'none' ? null : currentAddress(ground, change);
  }
  const address = entryAddress(change);
  if (address === null || !('as' in change)) return null;
  const planned = before[change.server]?.members[change.as]?.[address];
  const table = now[change.as] as Parameters<typeof movedEntry>[1] | null | undefined;
  return planned && table ? movedEntry(planned, table) : null;
}

/** Journals the end of a step; an end that cannot be journalled stops the plan. */
export async function conclude({ step, clock, journal }: StepWork, end: StepEnd): Promise<StepEnd> {
  const error = end.error && asFailure(end.error);
  const { state, reverse = null, seen = null, address = null } = end;
  const ended = await journal({ kind: 'ended', at: clock.now(), step: step.id, state, error, reverse, seen, address });
  return ended.ok ? end : { ...end, error: end.error ?? ended.error, stops: true };
}

async function attempt(
  work: StepWork,
  access: ServerAccess,
  made: MadeToken | null,
  reverseTokens: Sent['reverseTokens'],
): Promise<StepEnd> {
  const { ground, step, details, clock, journal } = work;
  const { change } = step;
  if (change.kind === 'synchronize') return await synchronize(work, access, change);
  const tell = (print: string) => journal({ kind: 'made', at: clock.now(), step: step.id, print });
  const tokens = await prepareTokens(ground, access, change, details, made, tell);
  if (!tokens.ok) {
    // Whether it was made is open when the answer was lost; revoking what is not there is fine.
    if (made) await takeBack(work, made, true);
    return failed(tokens.error);
  }
  const { memberToken } = tokens.value;
  const print = memberToken === null ? null : await printOf(memberToken);
  work.readings.forget(change.server);
  const sent = await access.changes.makeChange(change, memberToken);
  if (!sent.ok && suspends(sent.error)) {
    refuse(work, sent.error);
    return failed(sent.error);
  }
  const said = (sent.ok ? sent.value.reverseTrust : null) ?? 'unknown';
  const refusal = sent.ok ? null : sent.error;
  const own = made && { ...made, print };
  return await judgeOutcome(work, access, { refusal, lost: false, memberToken, print, made: own, said, reverseTokens });
}

/**
 * Says what became of a step whose end nobody has seen: Nameward was killed, or could not read back. Who is who was
 * read afresh before.
 * @param record what the journal tells of it
 * @returns its end, or that it was proved not to have been done and is to be carried out again
 */
export async function resolveStep(planned: StepWork, record: StepRecord): Promise<StepEnd | 'again'> {
  const { ground, details, limits } = planned;
  const { made, reverseTokens, address } = record;
  const change = address === null ? planned.step.change : atAddress(planned.step.change, address);
  const work: StepWork = { ...planned, step: { ...planned.step, change }, listed: record.listed };
  const access = await openAccess(ground, change.server);
  if (!access.ok) return unverified(access.error);
  if (change.kind === 'synchronize') {
    const watch = await watchZones(ground, change);
    if (!watch.ok) return unverified(watch.error);
    const now = { ...limits.synchronize, deadlineMs: 0 };
    const outcome = await awaitZones(
      ground,
      watch.value,
      now,
      Promise.resolve({ mayCome: true, unreached: null }),
      work.progress,
    );
    return outcome.state === 'verified' ? verified(outcome.error, `${outcome.seen}.`) : 'again';
  }
  const print = made?.print ?? (await heldPrint(work));
  const seen = await readBack(work, access.value, print, [0]);
  if (seen.error) refuse(work, seen.error);
  const at: StepWork = { ...work, step: { ...work.step, change: seen.change } };
  if (seen.became === 'made') {
    const sent: Sent = { refusal: null, lost: true, memberToken: null, print, made, said: 'unknown', reverseTokens };
    const keepsToken = change.kind !== 'member.edit' || (change.token.from === 'entry' && details.writes === null);
    const end = await (keepsToken ? judgeMade : judgeEdit)(at, access.value, sent, seen.words);
    return change.kind === 'member.edit' && end.state === 'failed' ? 'again' : noted(end, seen.note);
  }
  if (seen.became === 'unknown') {
    return unverified(seen.error ?? appError('plan.partial', 'What became of the step could not be read back.'));
  }
  if (seen.became === 'other') return failed(otherwise(seen.differs));
  if (made) {
    const taken = await takeBack(work, made, record.unsent);
    // An entry uses it, or may: then the step may have been done, and is not done a second time.
    if (!taken.ok && taken.error.code === 'plan.partial') return unverified(taken.error);
  }
  return 'again';
}

/** Print of the token that the step writes, where that is kept in the keychain. */
async function heldPrint({ ground, details }: StepWork): Promise<string | null> {
  const held = details.writes === null ? null : await ground.vault.token(details.writes);
  return held?.ok ? await printOf(held.value) : null;
}
