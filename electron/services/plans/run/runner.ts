import PQueue from 'p-queue';
import type { Change } from '#shared/domain/plan/change.ts';
import { applyChange } from '#shared/domain/plan/apply.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import { phaseOf } from '#shared/domain/plan/order.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import type { Clock, Log } from '#electron/services/ports.ts';
import type { PlanHistory } from '#electron/services/plans/keep/history.ts';
import type { PlanRecord } from '#electron/services/plans/keep/record.ts';
import { changesByServer, serversAtOnce, type PlanGround } from '#electron/services/plans/read/reading.ts';
import { leftOverTokens, stepRecord } from '#electron/services/plans/keep/run-state.ts';
import type { PlanLimits, StepEnd, StepWork } from './step-work.ts';
import { carryOut, conclude, resolveStep } from './step.ts';
import type { MadeToken } from '#shared/schema/plans/index.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { farEnds } from '#shared/domain/plan/far-end.ts';
import { refreshFacts } from '#electron/services/plans/read/fresh-facts.ts';
import { createRecentReadings } from '#electron/services/plans/read/recent-readings.ts';
import { tokenUse } from '#electron/services/plans/tokens/token-use.ts';
import { revokeToken, sourceOf } from '#electron/services/plans/tokens/tokens.ts';

/** What a run is made of. */
export interface RunnerParts {
  readonly ground: PlanGround;
  readonly history: PlanHistory;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: PlanLimits;
}

/** The settings just before each step, as the plan was computed. */
export function settingsBefore({ kept }: PlanRecord): readonly FleetConfiguration[] {
  let now: FleetConfiguration = kept.base;
  return kept.plan.steps.map(({ change }) => {
    const before = now;
    now = applyChange(now, change);
    return before;
  });
}

/**
 * Everything that is needed to carry out or to resolve each step of a plan.
 * @param read what was just read of its servers
 */
export function worksOf(parts: RunnerParts, record: PlanRecord, read: FleetConfiguration): readonly StepWork[] {
  const { ground, history, clock, limits } = parts;
  const { plan, details } = record.kept;
  const before = settingsBefore(record);
  const readings = createRecentReadings(clock, read);
  return plan.steps.map((step, index) => ({
    ground,
    clock,
    limits,
    step,
    details: details[index] ?? { inverse: null, keeps: null, writes: null, revokes: null, reverse: null, undoes: null },
    before: before[index] ?? {},
    listed: null,
    readings,
    journal: (entry) => history.append(plan.id, entry),
    progress: (text) => history.setProgress(plan.id, step.id, text),
  }));
}

/** Steps that may go side by side: those of one phase that stand together, by server. */
function groupsOf(works: readonly StepWork[]): readonly (readonly (readonly StepWork[])[])[] {
  const groups: StepWork[][] = [];
  for (const work of works) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (first && phaseOf(first.step.change) === phaseOf(work.step.change)) group?.push(work);
    else groups.push([work]);
  }
  return groups.map((group) => {
    const byServer = new Map<string, StepWork[]>();
    for (const work of group) {
      const { server } = work.step.change;
      byServer.set(server, [...(byServer.get(server) ?? []), work]);
    }
    return [...byServer.values()];
  });
}

/**
 * Carries out what is left of a plan: phase by phase, servers side by side, one step at a time on each. The first that
 * does not end well lets those under way finish and begins no other. The caller holds the claim on the plans.
 * @param read what was just read of its servers
 * @returns why the run could not even be journalled
 */
export async function runPlan(parts: RunnerParts, id: string, read: FleetConfiguration): Promise<Result<void>> {
  const { ground, history, clock, log } = parts;
  const record = history.find(id);
  if (!record) return ok(undefined);
  const started = await history.append(id, { kind: 'started', at: clock.now() });
  if (!started.ok) return started;
  let halted = false;
  const stopping = (): boolean => history.find(id)?.live === 'stopping' || ground.vault.locked();
  const queue = new PQueue({ concurrency: serversAtOnce });
  const todo = worksOf(parts, record, read).filter(({ step }) => stateOf(history, id, step.id) !== 'verified');
  for (const group of groupsOf(todo)) {
    if (halted || stopping()) break;
    await queue.addAll(
      group.map((works) => async () => {
        for (const work of works) {
          if (halted || stopping()) return;
          const end = await safely(work, log);
          if (end.stops) halted = true;
        }
      }),
    );
  }
  await revokeLeftOvers(parts, id);
  const left = record.kept.plan.steps.some(({ id: step }) => stateOf(history, id, step) === 'waiting');
  const state = halted ? 'failed' : left ? 'stopped' : 'done';
  const finished = await history.append(id, { kind: 'finished', at: clock.now(), state });
  if (state === 'done') await dropSecrets(parts, record);
  lookAround(ground, record);
  return finished;
}

/** Both ends of every link that was changed are asked at once, so that the map does not tell what was before. */
function lookAround({ fleet }: PlanGround, { kept }: PlanRecord): void {
  const changes = kept.plan.steps.map(changeOf);
  const topology = fleet.topology();
  const names = planNames(topology);
  const ids = [...changesByServer(changes).keys(), ...changes.flatMap((change) => farEnds(change, topology, names))];
  void fleet.freshen(ids, { probe: false, withinMs: 0 });
}

function changeOf({ change }: { readonly change: Change }): Change {
  return change;
}

function stateOf(history: PlanHistory, id: string, step: string): string {
  const record = history.find(id);
  return record ? stepRecord(record.run, step).state : 'waiting';
}

/** A bug in one step must not leave the others running on without an end. */
async function safely(work: StepWork, log: Log): Promise<StepEnd> {
  try {
    return await carryOut(work);
  } catch (error) {
    log.error('a step failed unexpectedly', { step: work.step.id, error: String(error) });
    return await conclude(work, {
      state: 'unverified',
      error: { code: 'internal', message: 'Something went wrong inside Nameward in this step.', retryable: false },
      stops: true,
    });
  }
}

/**
 * What was found out of the steps that were begun and whose end was not certain: `again` is proved not to have been
 * done.
 */
export type Resolved = ReadonlyMap<string, StepEnd | 'again'>;

/** Whether a plan can be gone on with. */
export function areCertain(resolved: Resolved): boolean {
  return [...resolved.values()].every((end) => end === 'again' || end.state === 'verified');
}

/** Finds out what became of the steps that were begun and whose end is not certain. */
export async function resolveSteps(parts: RunnerParts, id: string): Promise<Resolved> {
  const { history } = parts;
  const record = history.find(id);
  const resolved = new Map<string, StepEnd | 'again'>();
  if (!record) return resolved;
  const uncertain = worksOf(parts, record, {}).filter(({ step }) => {
    const { state } = stepRecord(record.run, step.id);
    return state === 'running' || state === 'unverified' || state === 'failed';
  });
  // An entry may stand under an address that its server has got since.
  await refreshFacts(
    parts.ground,
    uncertain.map(({ step }) => step.change),
  );
  const queue = new PQueue({ concurrency: serversAtOnce });
  await queue.addAll(
    uncertain.map((work) => async () => {
      const end = await resolveStep(work, stepRecord(record.run, work.step.id));
      resolved.set(work.step.id, end);
      if (end !== 'again') await conclude(work, end);
    }),
  );
  return resolved;
}

/** Tokens of our own that no entry uses; what cannot be revoked now is tried again with the next run of the plan. */
export async function revokeLeftOvers({ ground, history, clock, log }: RunnerParts, id: string): Promise<void> {
  const record = history.find(id);
  for (const made of leftOverTokens(record?.run ?? { steps: new Map(), made: [] })) {
    const use = record ? await usageOf(ground, record, made) : null;
    if (use !== null) {
      log.warn('a left-over token stays, since an entry may use it', { server: made.on });
      continue;
    }
    const revoked = await revokeToken(ground, made);
    if (revoked.ok) await history.append(id, { kind: 'revoked', at: clock.now(), made });
    else log.warn('a left-over token could not be revoked', { server: made.on, code: revoked.error.code });
  }
}

/** @returns why no server of the plan may lose the token; null: none uses it */
async function usageOf(ground: PlanGround, { kept }: PlanRecord, made: MadeToken): Promise<string | null> {
  for (const [server, changes] of changesByServer(kept.plan.steps.map(changeOf))) {
    const wanting = changes.filter((change) => {
      const source = sourceOf(change);
      return source?.from === 'made' && source.on === made.on;
    });
    if (wanting.length === 0) continue;
    const users = new Set(['root', ...wanting.flatMap((change) => ('as' in change ? [change.as] : []))]);
    const use = await tokenUse(ground, made, { server, users, other: null });
    if (use !== null) return use;
  }
  return null;
}

/**
 * After a plan is done: what was typed for it stands in the entries, and what was kept for an undo that this was is
 * back in its place.
 */
async function dropSecrets({ ground, history, log }: RunnerParts, { kept }: PlanRecord): Promise<void> {
  const typed = kept.details.flatMap(({ writes }) => (writes?.startsWith('held:') ? [writes] : []));
  const undone = kept.plan.undoes === null ? null : history.find(kept.plan.undoes);
  const takenBack = undone?.kept.details.flatMap(({ keeps }) => (keeps === null ? [] : [keeps])) ?? [];
  for (const account of new Set([...typed, ...takenBack])) {
    const deleted = await ground.vault.deleteToken(account);
    if (!deleted.ok) log.warn('a token that is no longer needed could not be deleted', { code: deleted.error.code });
  }
}
