import { planNames } from '#shared/domain/plan/names.ts';
import { appError, type AppError } from '#shared/errors/index.ts';
import type { MadeToken } from '#shared/schema/plans/index.ts';
import type { ReverseTrustSaid } from '#electron/services/change-ports.ts';
import { readBack, tryEntry, type Seen } from './read-back.ts';
import type { ServerAccess } from '#electron/services/plans/read/reading.ts';
import { printOf } from '#electron/services/plans/token-print.ts';
import { concludeReverse, reverseChange } from './reverse-trust.ts';
import {
  failed,
  noted,
  refuse,
  takeBack,
  unverified,
  verified,
  type PlanLimits,
  type StepEnd,
  type StepWork,
} from './step-work.ts';

/** What is known of a change that was sent, or may have been. */
export interface Sent {
  /** What the sending failed with; null: WHM said that it was done, or it is not known. */
  readonly refusal: AppError | null;
  /** Nameward ended before anybody saw WHM's answer: perhaps it was never sent. */
  readonly lost: boolean;
  /** The token that was sent with it; null: none, or no longer known. */
  readonly memberToken: string | null;
  /** Print of that token, also after a crash; null: not known. */
  readonly print: string | null;
  /** The token that the step made, or was about to make. */
  readonly made: MadeToken | null;
  /** WHM's page on the reverse trust that it was to set up. */
  readonly said: ReverseTrustSaid;
  /** Names of the tokens that WHM had made for reverse trust before; null: not known. */
  readonly reverseTokens: readonly string[] | null;
}

/**
 * Says what became of a change that was sent, from what is read back.
 */
export async function judgeOutcome(work: StepWork, access: ServerAccess, sent: Sent): Promise<StepEnd> {
  const { step, limits } = work;
  const { refusal } = sent;
  const pauses = step.change.kind === 'software' && !refusal ? softwarePauses(limits) : limits.settleMs;
  const seen = await readBack(work, access, sent.print, pauses);
  if (seen.error) refuse(work, seen.error);
  switch (seen.became) {
    case 'made': {
      const at: StepWork = { ...work, step: { ...step, change: seen.change } };
      return noted(await judgeMade(at, access, sent, seen.words), seen.note);
    }
    case 'not-made':
      return await judgeNotMade(work, sent, seen);
    case 'half':
    case 'other': {
      const error = otherwise(seen.differs);
      return failed(refusal ? { ...refusal, message: `${refusal.message} ${error.message}` } : error);
    }
    case 'unknown':
      return unverified(
        refusal ?? seen.error ?? appError('plan.partial', 'What became of the step could not be read back.'),
      );
  }
}

/** It is not there. That nothing has changed is said only where all that can be read is as before. */
async function judgeNotMade(work: StepWork, { refusal, made }: Sent, { differs }: Seen): Promise<StepEnd> {
  const here = planNames(work.ground.fleet.topology()).server(work.step.change.server);
  const taken = made ? await takeBack(work, made) : null;
  const stays = taken && !taken.ok ? ` ${taken.error.message}` : '';
  // An entry may use the token: then something was written after all.
  const inUse = taken?.ok === false && taken.error.code === 'plan.partial';
  if (refusal && !inUse) return failed(stays === '' ? refusal : { ...refusal, message: refusal.message + stays });
  if (!refusal && differs.length === 0 && !inUse) {
    const message = `WHM said that it was done, but nothing has changed on ${here} when its lists and settings are read back.${stays}`;
    return failed(appError('whm.rejected', message));
  }
  const said = refusal ? refusal.message : 'WHM said that it was done.';
  const what =
    differs.length === 0 ? '' : ` Since the step was begun this has changed on ${here}: ${differs.join('; ')}.`;
  return unverified(
    appError('plan.partial', `${said} What the step makes was not found where it was expected.${what}${stays}`),
  );
}

/** The settings are as wanted: what remains is whether the entry works, and what goes with it. */
export async function judgeMade(
  work: StepWork,
  access: ServerAccess,
  sent: Sent,
  seen: string | null,
): Promise<StepEnd> {
  const { change } = work.step;
  if (change.kind === 'member.add') {
    const tried = await tryEntry(work.ground, change, access, sent.memberToken);
    // It is there all the same: who undoes the plan takes it back.
    const address = change.member.address;
    if (tried.failed) return { ...failed(tried.failed), seen, address };
    return { ...(await finish(work, access, sent, tried.note, seen)), address };
  }
  if (change.kind === 'member.edit' && sent.memberToken !== null) return await judgeEdit(work, access, sent, seen);
  return await finish(work, access, sent, null, seen);
}

/** User and debug mode may have been so before: the token tells whether the entry was written. */
export async function judgeEdit(
  work: StepWork,
  access: ServerAccess,
  sent: Sent,
  seen: string | null,
): Promise<StepEnd> {
  const { ground, step, details } = work;
  const { refusal, print, made } = sent;
  if (step.change.kind !== 'member.edit') return await finish(work, access, sent, null, seen);
  const now = await access.changes.readEntryToken(step.change.as, step.change.address);
  if (!now.ok) return unverified(refusal ?? now.error);
  const written = print === null ? null : (await printOf(now.value)) === print;
  if (written === true) return await finish(work, access, sent, null, seen);
  const kept = details.keeps === null ? null : await ground.vault.token(details.keeps);
  const isOld = kept?.ok === true && kept.value === now.value;
  // After a crash the token that was made may not be known any more: another one than before is it.
  if (written === null && !isOld) return await finish(work, access, sent, null, seen);
  if (isOld && made) await takeBack(work, made);
  return failed(
    refusal ??
      appError('whm.rejected', 'WHM said that it was done, but the entry carries another token when it is read back.'),
  );
}

/** What WHM was to set up besides, and tokens that are no longer needed, which go with the entry that used them. */
async function finish(
  work: StepWork,
  access: ServerAccess,
  sent: Sent,
  note: AppError | null,
  seen: string | null,
): Promise<StepEnd> {
  const { ground, step, details } = work;
  const notes = [note];
  let reverse: MadeToken | null = null;
  const reversing = reverseChange(step.change);
  if (reversing) {
    const { said, reverseTokens: before, memberToken } = sent;
    const end = await concludeReverse(ground, access, { change: reversing, details, said, before, memberToken });
    // The rest of an edit may have been so before: nothing tells that WHM did anything.
    if (reversing.kind === 'member.edit' && (sent.refusal || sent.lost) && !end.ran) {
      return failed(sent.refusal ?? appError('plan.partial', 'Nothing tells that WHM has done anything.'));
    }
    reverse = end.token;
    notes.push(end.note);
  }
  for (const token of [details.revokes, details.reverse]) {
    if (!token) continue;
    // The token of reverse trust stands in an entry of the member, which was told to be of no use any more.
    const revoked = await takeBack(work, token, token === details.reverse);
    if (revoked.ok) continue;
    notes.push(appError(revoked.error.code, `The token ${token.name} is still there: ${revoked.error.message}`));
  }
  return { ...verified(joined(notes), seen), reverse };
}

/** One remark of several. */
function joined(notes: readonly (AppError | null)[]): AppError | null {
  const [first, ...others] = notes.filter((each) => each !== null);
  if (!first) return null;
  return { ...first, message: [first, ...others].map(({ message }) => message).join(' ') };
}

/** @param differs what is otherwise than the step makes it */
export function otherwise(differs: readonly string[]): AppError {
  const what = differs.length === 0 ? '' : ` Otherwise than before the step: ${differs.join('; ')}.`;
  return appError('plan.partial', `What is there now is neither what was there before nor what the step makes.${what}`);
}

function softwarePauses({ softwareEveryMs, softwareDeadlineMs }: PlanLimits): readonly number[] {
  return Array.from({ length: Math.ceil(softwareDeadlineMs / softwareEveryMs) }, () => softwareEveryMs);
}
