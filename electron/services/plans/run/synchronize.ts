import type { Complaints } from '#shared/domain/zones/complaints.ts';
import { appError, type AppError, type Result } from '#shared/errors/index.ts';
import { suspends } from '#electron/services/fleet/failures.ts';
import type { ServerAccess } from '#electron/services/plans/read/reading.ts';
import { failed, refuse, unverified, verified, type StepEnd, type StepWork } from './step-work.ts';
import {
  awaitZones,
  type SynchronizeAnswer,
  type SynchronizeOutcome,
} from '#electron/services/plans/zones/await-zones.ts';
import { watchZones, type Synchronize } from '#electron/services/plans/zones/zone-watch.ts';

/** Zones are watched while WHM brings them: its page and its command answer only once all of it is done. */
export async function synchronize(work: StepWork, access: ServerAccess, change: Synchronize): Promise<StepEnd> {
  const { ground, limits, progress } = work;
  const watch = await watchZones(ground, change);
  const sending = access.changes.makeChange(change, null);
  const outcome = watch.ok
    ? await awaitZones(ground, watch.value, limits.synchronize, sending.then(answerOf), progress)
    : null;
  const sent = await sending;
  const refusal = sent.ok ? null : sent.error;
  if (refusal && suspends(refusal)) refuse(work, refusal);
  if (refusal && !mayStillCome(sent)) return failed(refusal);
  if (!watch.ok) return unverified(refusal ?? unwatched(watch.error));
  if (refusal) {
    // What was seen may have been there before.
    const seen = outcome?.error?.message ?? (outcome ? `${outcome.seen}.` : '');
    const error = { ...refusal, message: `${refusal.message} ${seen}`.trim() };
    return { state: outcome?.state === 'failed' ? 'failed' : 'unverified', error, stops: true };
  }
  const end = outcome && withComplaints(outcome, (sent.ok && sent.value.complaints) || null);
  if (!end || end.state === 'verified') return verified(end?.error ?? null, end && `${end.seen}.`);
  // That some zones stay where they are is no reason to leave the other servers without theirs.
  return { state: end.state, error: end.error, stops: end.state === 'failed' };
}

/**
 * A zone arrives with its serial whether or not the nameserver loads it: that WHM's own lines speak against it is never
 * left out.
 */
function withComplaints(outcome: SynchronizeOutcome, complaints: Complaints | null): SynchronizeOutcome {
  const { lines = [], unread = false } = complaints ?? {};
  if (lines.length === 0 && !unread) return outcome;
  const said = lines.length === 0 ? null : `WHM also said: ${lines.map((line) => `“${line}”`).join(' ')}`;
  const rest = unread
    ? 'What WHM printed was not read to its end: there may be (more) zones that were not loaded.'
    : null;
  const meant = 'A zone that its nameserver does not load is not served, whatever its serial.';
  const message = [outcome.error?.message ?? `${outcome.seen}.`, said, rest, meant]
    .filter((words) => words !== null)
    .join(' ');
  return {
    ...outcome,
    state: outcome.state === 'failed' ? 'failed' : 'unverified',
    error: appError('plan.partial', message),
  };
}

function answerOf(sent: Awaited<ReturnType<ServerAccess['changes']['makeChange']>>): SynchronizeAnswer {
  return { mayCome: mayStillCome(sent), unreached: (sent.ok ? sent.value.unreached : null) ?? null };
}

/**
 * An answer that was lost, or that nobody understands, may have started it; only a plain no means that nothing will
 * come.
 */
function mayStillCome(sent: Result<unknown>): boolean {
  if (sent.ok || sent.error.code === 'whm.unreachable' || sent.error.code === 'whm.busy') return true;
  return sent.error.code === 'whm.protocol' && sent.error.details?.['sent'] === true;
}

function unwatched(error: AppError): AppError {
  const message = 'The synchronization was started, but what it was to bring could not be read before.';
  return appError('plan.partial', `${message} ${error.message}`);
}
