import { appError, type AppError } from '#shared/errors/index.ts';
import type { PlanGround } from '#electron/services/plans/read/reading.ts';
import { lookAt, zoneNamesOf } from './zone-look.ts';
import type { ZoneWatch } from './zone-watch.ts';
import {
  countWords,
  differingWords,
  disputeWords,
  isBlind,
  lateWords,
  progressWords,
  troubleWords,
  uncomparedWords,
  unknowableWords,
  unseenWords,
} from './zone-words.ts';

/** How long zones are waited for, ms. */
export interface SynchronizeLimits {
  /** Between looks while zones arrive; longer and longer, up to fifteen times, while none does. */
  readonly pollEveryMs: number;
  readonly deadlineMs: number;
  /**
   * Nothing more has arrived for so long: what is still missing does not come. A sixth of it where only servers are
   * left that do not answer or are not reached.
   */
  readonly stillMs: number;
}

export interface SynchronizeOutcome {
  /** `unverified`: done, and not all of it seen; the error says what was not. */
  readonly state: 'verified' | 'unverified' | 'failed';
  /** Beside `verified`: a remark. */
  readonly error: AppError | null;
  /** What was seen, e.g. `10 of 10 zones arrived`. */
  readonly seen: string;
}

/** What WHM's answer tells of the wait. */
export interface SynchronizeAnswer {
  /** False: nothing was begun. */
  readonly mayCome: boolean;
  /** Members that WHM names as not reached; null: none. */
  readonly unreached: { readonly hosts: readonly string[]; readonly words: string } | null;
}

/** Looks become rarer by this factor at most. */
const rarest = 15;
/**
 * The part of the time for zones that come late in which a server that does not answer, or is not reached, may come
 * back.
 */
const doubtfulShare = 1 / 6;

const partial = (message: string): AppError => appError('plan.partial', message);

function isComplete({ receivers }: ZoneWatch): boolean {
  return receivers.every(({ late }) => late.size === 0);
}

/**
 * Whether all that is still missing is on servers that did not answer at the last look, or that the sender says it does
 * not reach.
 */
function isDoubtful({ receivers }: ZoneWatch): boolean {
  const open = receivers.filter(({ late }) => late.size > 0);
  return open.length > 0 && open.every(({ silent, trouble }) => silent || trouble !== null);
}

/** One look at every server that something is missing on. @returns whether anything has arrived */
async function lookAtReceivers(ground: PlanGround, watch: ZoneWatch, whole: boolean): Promise<boolean> {
  const open = watch.receivers.filter(({ late }) => late.size > 0);
  const moved = await Promise.all(open.map((each) => lookAt(ground, each, watch.change.server, whole)));
  return moved.includes(true);
}

/**
 * Waits until the zones have arrived: each is there, with a serial at least as new as the newest among its sources and,
 * where it is the same, with its records; or with the sender's own where it is overwritten. While nothing arrives it
 * asks less and less often, and for one batch of zones only. What nothing would show is not waited for, and what
 * carries the serial with records that were not compared is not said to have arrived.
 * @param sent ends when WHM has answered the request; the time without an arrival counts from then on
 * @param progress told how many zones have arrived, and which one is waited for
 * @returns `failed` when a zone that was asked for by name, or one of a full synchronization, did not arrive; without
 *   an error when none may come
 */
export async function awaitZones(
  ground: PlanGround,
  watch: ZoneWatch,
  limits: SynchronizeLimits,
  sent: Promise<SynchronizeAnswer>,
  progress: (text: string) => void,
): Promise<SynchronizeOutcome> {
  const sending: { answeredAt: number | null; hopeless: boolean } = { answeredAt: null, hopeless: false };
  const answer = sent.then(({ mayCome, unreached }) => {
    sending.answeredAt = performance.now();
    sending.hopeless = !mayCome;
    for (const receiver of watch.receivers) {
      if (unreached?.hosts.some((host) => receiver.names.includes(host))) receiver.trouble ??= unreached.words;
    }
  });
  let arrivedAt = performance.now();
  let hopedAt = arrivedAt;
  let pause = limits.pollEveryMs;
  for (;;) {
    const { answeredAt } = sending;
    const now = performance.now();
    const isLate = answeredAt !== null && now - answeredAt >= limits.deadlineMs;
    const isLast = isLate || (answeredAt !== null && now - Math.max(answeredAt, arrivedAt) >= limits.stillMs);
    const moved = await lookAtReceivers(ground, watch, isLast);
    if (!isDoubtful(watch)) hopedAt = performance.now();
    // Who does not answer shows no zone, and who is not reached gets none, however long it is waited for.
    const isDoubt = answeredAt !== null && now - Math.max(answeredAt, hopedAt) >= limits.stillMs * doubtfulShare;
    if (moved) [arrivedAt, pause] = [performance.now(), limits.pollEveryMs];
    else pause = Math.min(pause * 2, limits.pollEveryMs * rarest);
    const complete = isComplete(watch);
    if (complete) await answer;
    if (sending.hopeless) return { state: 'failed', error: null, seen: countWords(watch) };
    if (complete || isLate || isDoubt || (isLast && !moved))
      return ended(ground, watch, await emptyWords(ground, watch));
    progress(progressWords(ground, watch));
    const wait = new Promise((resolve) => setTimeout(resolve, pause));
    await (sending.answeredAt === null ? Promise.race([wait, answer]) : wait);
  }
}

/**
 * Looks once more at sources whose list was empty when it began: only a list that is not, and names nothing new, shows
 * what there was.
 */
async function emptyWords(ground: PlanGround, { change, emptied, zones }: ZoneWatch): Promise<readonly string[]> {
  const { server, scope } = change;
  const words: string[] = [];
  for (const id of emptied) {
    const name = ground.fleet.topology().nodes[id]?.label ?? id;
    const names = await zoneNamesOf(ground, id);
    const isListed = names.ok && names.value.length > 0;
    const ownCount = id === server || (scope.zones === 'all' && scope.full);
    const others = isListed && ownCount ? names.value.filter((zone) => !zones.has(zone)).length : 0;
    if (isListed && others === 0) continue;
    words.push(
      isListed
        ? `${name} sent an empty list of zones before it began and has ${others} more now: whether those have arrived is not known.`
        : `${name} sent an empty list of zones, which does not mean that there are none: nothing is known of what was to come from there.`,
    );
  }
  return words;
}

function ended(ground: PlanGround, watch: ZoneWatch, empty: readonly string[]): SynchronizeOutcome {
  const { scope } = watch.change;
  const seen = countWords(watch);
  const late = lateWords(ground, watch);
  const unseen = [
    differingWords(ground, watch),
    uncomparedWords(ground, watch),
    unknowableWords(ground, watch),
    ...unseenWords(ground, watch),
    ...empty,
  ].filter((words) => words !== null);
  const dispute = disputeWords(ground, watch);
  if (late === null && unseen.length === 0) {
    return { state: 'verified', error: dispute === null ? null : partial(dispute), seen };
  }
  const isLate = late !== null && watch.receivers.some((each) => !isBlind(each) && each.late.size > 0);
  // Zones that belong to no account do not move with the others, and which ones they are is not known here.
  const mayStay = isLate && scope.zones === 'all' && !scope.full;
  const stays = mayStay ? 'It may belong to no account: those move in a full synchronization only.' : null;
  const message = [`${seen}.`, late, troubleWords(ground, watch), ...unseen, stays, dispute]
    .filter((words) => words !== null)
    .join(' ');
  return { state: isLate && !mayStay ? 'failed' : 'unverified', error: partial(message), seen };
}
