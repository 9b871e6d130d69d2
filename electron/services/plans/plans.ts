import { lookUp } from '#shared/domain/table.ts';
import type { ParsedInputOf } from '#shared/contract/index.ts';
import type { Plan } from '#shared/contract/plans.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { composePlan, expandWishes, fingerprintOf } from '#shared/domain/plan/compose.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import { refusalWords, type Refusal } from '#shared/domain/refusals/refusal.ts';
import { safetyOf, safetyRefusal } from '#shared/domain/refusals/safety.ts';
import { err, failure, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { Clock, Log } from '#electron/services/ports.ts';
import type { Services } from '#electron/services/services.ts';
import type { SettingsService } from '#electron/services/settings/settings.ts';
import { assemblePlan, serversOf } from '#electron/services/plans/make/assemble.ts';
import { createDrafts } from '#electron/services/plans/make/drafts.ts';
import { followMoved, refreshFacts } from '#electron/services/plans/read/fresh-facts.ts';
import { checkHeld, createHeldTokens, heldIn } from '#electron/services/plans/keep/held-tokens.ts';
import { usablePlan, type PlanHistory } from '#electron/services/plans/keep/history.ts';
import type { PendingChanges } from '#electron/services/plans/keep/pending.ts';
import type { PlanArchive } from '#electron/services/change-ports.ts';
import { readTouched, type FleetReading, type PlanGround } from '#electron/services/plans/read/reading.ts';
import type { PlanRecord } from '#electron/services/plans/keep/record.ts';
import { planReport } from '#electron/services/plans/keep/report.ts';
import { stepRecord } from '#electron/services/plans/keep/run-state.ts';
import { areCertain, resolveSteps, runPlan, type RunnerParts } from '#electron/services/plans/run/runner.ts';
import { movedServer, staleness } from '#electron/services/plans/make/stale.ts';
import { notWritten, type PlanLimits } from '#electron/services/plans/run/step-work.ts';
import { planTitle } from '#electron/services/plans/make/title.ts';
import { composeUndo } from '#electron/services/plans/make/undo.ts';
import { readMemberList } from '#electron/services/plans/read/member-list.ts';
import { readServerSettings } from '#electron/services/plans/read/server-settings.ts';

export interface PlansService {
  readonly service: Services['plans'];
  /** Begins no further step and waits a moment for those under way. */
  close(): Promise<void>;
}

export interface PlansParts {
  readonly ground: PlanGround;
  readonly archive: PlanArchive;
  readonly history: PlanHistory;
  readonly pending: PendingChanges;
  readonly settings: SettingsService;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: PlanLimits;
}

/** So long the end of Nameward waits for a step. */
const closingPatienceMs = 5000;

type Wishes = ParsedInputOf<'plans.preview'>;
const lockedFailure = (): Result<never> => failure('vault.locked', 'The vault is locked: unlock it to use plans.');

/** The use cases on plans: look ahead, carry out, stop, go on, take back. One plan is carried out at a time. */
// oxlint-disable-next-line max-lines-per-function -- one service: preview, apply, stop and undo share what runs
export function createPlansService(parts: PlansParts): PlansService {
  const { ground, archive, history, pending, settings, clock, log } = parts;
  const { fleet, vault } = ground;
  const runner: RunnerParts = parts;
  const held = createHeldTokens({ vault, archive, history, log });
  const drafts = createDrafts();
  let running: Promise<void> | null = null;
  /** Something that ends with a run is being prepared. */
  let preparing = false;

  const situation = (): PlanSituation => {
    const topology = fleet.topology();
    return { topology, names: planNames(topology) };
  };
  const label = (id: string): string => lookUp(fleet.topology().nodes, id)?.label ?? id;

  const preview = async (wishes: Wishes): Promise<Result<Plan>> => {
    if (vault.locked()) return lockedFailure();
    // Who is who may have changed since the last poll, and with it what the wishes come to.
    const before = expandWishes(wishes.changes, wishes.intentions, situation());
    await refreshFacts(ground, before.changes, wishes.intentions);
    const now = situation();
    const followed = followMoved(ground, wishes.changes);
    const { changes } = expandWishes(followed.changes, wishes.intentions, now);
    const reading = await readTouched(ground, changes);
    const draft = composePlan(followed.changes, wishes.intentions, reading.fleet, now);
    const kept = await assemblePlan(ground, settings, clock, {
      ...draft,
      warnings: [...draft.warnings, ...followed.warnings],
      title: planTitle(
        wishes.changes.length === 0 ? wishes.intentions : [],
        changes,
        draft.steps[0]?.words.does ?? null,
        now.names,
      ),
      reading,
      undoes: null,
    });
    if (wishes.keep === false) {
      drafts.hold(kept);
      return ok(kept.plan);
    }
    const added = await history.add(kept);
    return added.ok ? ok(kept.plan) : added;
  };

  /** Whether the clusters that the plan touches let it be applied. */
  const refusedBySafety = ({ plan }: PlanRecord['kept'], confirmation: string | null): Refusal | null =>
    safetyRefusal(safetyOf(serversOf(plan.steps), settings.current().safety, fleet.topology()), confirmation);

  const firstError = ({ errors }: FleetReading): AppError | null => {
    const [first] = errors;
    if (!first) return null;
    const [id, error] = first;
    return { ...error, message: `${label(id)} could not be read, so nothing was sent. ${error.message}` };
  };

  /** One run at a time, in this process and in every other. The work goes on after the call has returned. */
  const begin = async (
    id: string,
    prepare: (record: PlanRecord) => Promise<Result<FleetConfiguration>>,
  ): Promise<Result<Record<string, never>>> => {
    if (vault.locked()) return lockedFailure();
    if (running || preparing) return failure('plan.precondition', 'Another plan is being carried out.');
    preparing = true;
    let release: (() => Promise<void>) | null = null;
    try {
      const claimed = await archive.claim();
      if (!claimed.ok) return claimed;
      release = claimed.value;
      await history.reload(id);
      const record = usablePlan(history, id);
      if (!record.ok) return record;
      history.setTrouble(id, null);
      history.setLive(id, 'running');
      const prepared = await prepare(record.value);
      if (!prepared.ok) return prepared;
      const work = carry(id, release, prepared.value);
      release = null;
      running = work;
      return ok({});
    } finally {
      preparing = false;
      if (release) {
        history.setLive(id, null);
        await release();
      }
    }
  };
  const carry = async (id: string, release: () => Promise<void>, read: FleetConfiguration): Promise<void> => {
    try {
      const run = await runPlan(runner, id, read);
      if (!run.ok) {
        log.error('a plan could not be journalled', { code: run.error.code });
        const isBegun = (history.find(id)?.run.startedAt ?? null) !== null;
        history.setTrouble(id, notWritten(run.error, isBegun ? 'resume the plan' : 'apply the plan again'));
      }
    } catch (error) {
      log.error('a plan failed unexpectedly', { error: String(error) });
    } finally {
      history.setLive(id, null);
      running = null;
      await release();
    }
  };

  const applyKept = ({ id, confirmation }: ParsedInputOf<'plans.apply'>) =>
    begin(id, async (record) => {
      const { plan, base } = record.kept;
      if (record.run.startedAt !== null) return failure('plan.precondition', 'This plan was applied before.');
      if (plan.steps.length === 0) return failure('plan.precondition', 'There is nothing to do in this plan.');
      const refused = plan.steps.find((step) => step.refusal);
      if (refused)
        return failure('plan.precondition', `Step ${refused.id} cannot be done: ${refused.refusal?.message}`);
      const unsafe = refusedBySafety(record.kept, confirmation);
      if (unsafe) return failure('plan.precondition', refusalWords(unsafe));
      const typed = await checkHeld(vault, record);
      if (!typed.ok) return typed;
      const changes = plan.steps.map(({ change }): Change => change);
      const reading = await readTouched(ground, changes);
      const unread = firstError(reading);
      if (unread) return err(unread);
      return fingerprintOf(reading.fleet, changes) === plan.fingerprint
        ? ok(reading.fleet)
        : err(staleness(base, reading.fleet, label));
    });

  /** A draft is kept from here on: what is carried out has a journal. One that was not begun is forgotten again. */
  const apply = async (input: ParsedInputOf<'plans.apply'>): Promise<Result<Record<string, never>>> => {
    const draft = drafts.find(input.id);
    if (draft === null) return await applyKept(input);
    const added = await history.add(draft);
    if (!added.ok) return added;
    const begun = await applyKept(input);
    if (begun.ok) drafts.drop(input.id);
    else await history.discard(input.id);
    return begun;
  };

  const resume = ({ id }: ParsedInputOf<'plans.resume'>) =>
    begin(id, async (record) => {
      if (record.run.startedAt === null) return failure('plan.precondition', 'This plan was never applied.');
      if (history.runOf(record).state === 'done') return failure('plan.precondition', 'This plan is done.');
      if (history.undone(id).steps.size > 0) return failure('plan.precondition', 'Steps of this plan were undone.');
      const unsafe = refusedBySafety(record.kept, null);
      // The name was typed when the plan was applied.
      if (unsafe?.code === 'safety.read-only') return failure('plan.precondition', refusalWords(unsafe));
      const resolved = await resolveSteps(runner, id);
      if (!areCertain(resolved)) {
        return failure(
          'plan.partial',
          'What became of a step is not what the plan expects: see the step, or undo the plan.',
        );
      }
      const typed = await checkHeld(vault, history.find(id) ?? record);
      if (!typed.ok) return typed;
      const { plan, base } = record.kept;
      const run = history.find(id)?.run ?? record.run;
      const isDone = (step: string): boolean => stepRecord(run, step).state === 'verified';
      const of = (done: boolean): readonly Change[] =>
        plan.steps.filter((step) => isDone(step.id) === done).map(({ change }): Change => change);
      const reading = await readTouched(ground, of(false));
      const unread = firstError(reading);
      if (unread) return err(unread);
      const moved = movedServer(base, of(true), of(false), reading.fleet);
      return moved === null
        ? ok(reading.fleet)
        : failure(
            'plan.stale',
            `${label(moved)} has changed since the plan was made: undo the plan, or make a new one.`,
          );
    });

  const undo = async ({ id, contact }: ParsedInputOf<'plans.undo'>): Promise<Result<Plan>> => {
    if (vault.locked()) return lockedFailure();
    if (history.find(id)?.live) return failure('plan.precondition', 'The plan is being carried out: stop it first.');
    if (running || preparing) return failure('plan.precondition', 'Another plan is being carried out.');
    preparing = true;
    const claimed = await archive.claim();
    try {
      if (!claimed.ok) return claimed;
      await history.reload(id);
      const record = usablePlan(history, id);
      if (!record.ok) return record;
      if (history.undone(id).all) return failure('plan.precondition', 'This plan is undone.');
      // A step whose end nobody saw may have been done. What it came to stands in the journal from here on.
      const resolved = await resolveSteps(runner, id);
      const found = history.find(id) ?? record.value;
      const kept = await composeUndo(ground, settings, clock, history, { record: found, resolved, contact });
      if (!kept.ok) return kept;
      const added = await history.add(kept.value);
      return added.ok ? ok(kept.value.plan) : added;
    } finally {
      preparing = false;
      if (claimed.ok) await claimed.value();
    }
  };

  return {
    service: {
      preview,
      async expand(wishes) {
        const expanded = expandWishes(wishes.changes, wishes.intentions, situation());
        return ok(structuredClone(expanded) as { changes: Plan['steps'][number]['change'][]; warnings: string[] });
      },
      async pending() {
        if (vault.locked()) return lockedFailure();
        void held.begin(heldIn(pending.current().changes));
        return ok(pending.current());
      },
      async keepPending({ discarded, ...wishes }) {
        if (vault.locked()) return lockedFailure();
        const kept = await pending.keep(wishes);
        // Of what could not be kept nothing is known to be pending no more.
        if (kept.ok) void held.keepOnly([...heldIn(wishes.changes), ...discarded]);
        return kept;
      },
      apply,
      resume,
      undo,
      async stop({ id }) {
        const record = history.find(id);
        if (record?.elsewhere)
          return failure('plan.precondition', 'Another Nameward carries this plan out: stop it there.');
        if (!record?.live) return failure('plan.precondition', 'This plan is not being carried out.');
        history.setLive(id, 'stopping');
        return ok({});
      },
      async report({ id }) {
        const record = history.find(id);
        return record
          ? ok({ name: `nameward-plan-${id}.md`, text: planReport(history.runOf(record)) })
          : failure('plan.precondition', `There is no plan ${id}.`);
      },
      members: async (question) => await readMemberList(ground, question),
      settings: async ({ server }) => await readServerSettings(ground, server),
      holdToken: async ({ token }) => (vault.locked() ? lockedFailure() : await held.hold(token)),
      underWay: () => history.underWay(),
      watch: (listener) => history.watch(listener),
    },
    async close() {
      for (const { plan, state } of history.runs()) if (state === 'running') history.setLive(plan.id, 'stopping');
      let timer: ReturnType<typeof setTimeout> | undefined;
      // A step that waits for WHM's queue may take minutes: without its end in the journal it can be resumed.
      const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, closingPatienceMs)));
      await Promise.race([running, patience]);
      clearTimeout(timer);
      await pending.close();
      history.close();
    },
  };
}
