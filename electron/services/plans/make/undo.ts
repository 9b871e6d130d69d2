import { composeInOrder } from '#shared/domain/plan/compose.ts';
import type { PlanStep } from '#shared/contract/plans.ts';
import { atAddress } from '#shared/domain/plan/find-entry.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { withoutContact } from '#shared/domain/plan/inverse.ts';
import { planNames, type PlanNames } from '#shared/domain/plan/names.ts';
import { appError, err, ok, type Result } from '#shared/errors/index.ts';
import type { KeptPlan, StepDetails } from '#shared/schema/plans/index.ts';
import type { PlanHistory } from '#electron/services/plans/keep/history.ts';
import type { PlanRecord } from '#electron/services/plans/keep/record.ts';
import type { SettingsService } from '#electron/services/settings/settings.ts';
import type { Clock } from '#electron/services/ports.ts';
import { assemblePlan, type UndoingStep } from './assemble.ts';
import { refreshFacts } from '#electron/services/plans/read/fresh-facts.ts';
import { readTouched, type PlanGround } from '#electron/services/plans/read/reading.ts';
import { stepRecord } from '#electron/services/plans/keep/run-state.ts';
import type { Resolved } from '#electron/services/plans/run/runner.ts';

interface Inverse extends UndoingStep {
  readonly change: Change;
}

/** What is to be taken back: as the plan stands, and as its uncertain steps were just seen. */
export interface UndoQuestion {
  readonly record: PlanRecord;
  readonly resolved: Resolved;
  /** False: members are written without being asked for their host names, for those that are down. */
  readonly contact: boolean;
}

/** Where the entry of a step stands that was made, whatever else is wrong with it; null: nothing of it is seen. */
function isThere(step: PlanStep, { record, resolved }: UndoQuestion): boolean {
  const { state } = stepRecord(record.run, step.id);
  if (state === 'verified') return true;
  const end = resolved.get(step.id);
  return end !== undefined && end !== 'again' && step.change.kind === 'member.add' && (end.address ?? null) !== null;
}

/**
 * The inverses of what was done and not yet taken back, the last step first; what is there is taken back from where it
 * stands.
 */
function inversesOf(question: UndoQuestion, undone: ReadonlySet<string>): readonly Inverse[] {
  const { kept, run } = question.record;
  return kept.plan.steps
    .flatMap((step, index) => {
      const details = kept.details[index];
      const record = stepRecord(run, step.id);
      if (!details?.inverse || undone.has(step.id) || !isThere(step, question)) return [];
      const change: Change = record.address === null ? details.inverse : atAddress(details.inverse, record.address);
      return [
        {
          change,
          step: step.id,
          writes: writtenBack(change, details),
          revokes: revokedWith(change, record.made),
          reverse: change.kind === 'member.remove' ? record.reverse : null,
        },
      ];
    })
    .toReversed();
}

/**
 * Steps that were begun and of which it cannot be seen, or not be said, that nothing is left: each with why, and what
 * to do by hand.
 */
function openEnds(question: UndoQuestion, names: PlanNames): readonly string[] {
  const { record, resolved } = question;
  return record.kept.plan.steps.flatMap((step) => {
    const end = resolved.get(step.id);
    if (end === undefined || end === 'again' || end.state === 'verified' || isThere(step, question)) return [];
    const why = end.error?.message ?? 'What became of it could not be seen.';
    return [`Step ${step.id} is not taken back: ${why} ${byHand(step.change, record, step.id, names)}`];
  });
}

/** What a user does where the plan cannot. */
function byHand(change: Change, { run }: PlanRecord, step: string, names: PlanNames): string {
  const on = names.server(change.server);
  const { made } = stepRecord(run, step);
  const token = made ? ` Then revoke the API token ${made.name} on ${names.server(made.on)}.` : '';
  if (change.kind === 'member.add') {
    return `Try again once ${on} can be read, or look by hand: in DNS Cluster on ${on}, delete the entry of ${names.member(change.member.address)} if there is one.${token}`;
  }
  return `Try again once ${on} can be read, or look at it by hand on ${on}.${token}`;
}

/** Why nothing can be taken back, by what was seen of each step. */
function nothingToUndo(question: UndoQuestion, names: PlanNames): string {
  const { kept, run } = question.record;
  const open = openEnds(question, names);
  if (open.length > 0) return open.join(' ');
  const done = kept.plan.steps.filter(({ id }) => stepRecord(run, id).state === 'verified');
  if (done.length > 0) {
    return `What is done of this plan cannot be undone: ${done.map(({ id, words }) => `${id} (${words})`).join(' ')}`;
  }
  const seen = kept.plan.steps.filter(({ id }) => question.resolved.get(id) === 'again').map(({ id }) => id);
  return seen.length === 0
    ? 'Nothing of this plan is done that could be undone.'
    : `Nothing of this plan is done that could be undone: what ${seen.join(', ')} would have changed was just read again, and is as before.`;
}

/** The token that the entry carried before the step. */
function writtenBack(inverse: Change, { keeps }: StepDetails): string | null {
  if (inverse.kind === 'member.edit') return keeps;
  return inverse.kind === 'member.add' && inverse.member.token.from === 'entry' ? keeps : null;
}

/** A token that was made for the entry goes with it. */
function revokedWith(inverse: Change, made: StepDetails['revokes']): StepDetails['revokes'] {
  return inverse.kind === 'member.remove' || inverse.kind === 'member.edit' ? made : null;
}

/** An edit may have renewed a reverse trust that there was before: taking its token away would end that one too. */
function leftTokens({ kept, run }: PlanRecord, undone: ReadonlySet<string>, names: PlanNames): readonly string[] {
  return kept.plan.steps.flatMap(({ id, change }) => {
    const { state, reverse } = stepRecord(run, id);
    if (change.kind !== 'member.edit' || state !== 'verified' || reverse === null || undone.has(id)) return [];
    const [member, server] = [names.member(change.address), names.server(reverse.on)];
    return [
      `The entry of ${member} for ${server} stays as WHM has set it up, and with it the API token ${reverse.name} on ${server}.`,
    ];
  });
}

/**
 * Makes the plan that takes another back, from the settings as they are now.
 * @returns `plan.precondition` when nothing was done, or nothing of it can be taken back; with what was seen, and what
 *   to do by hand
 */
export async function composeUndo(
  ground: PlanGround,
  settings: SettingsService,
  clock: Clock,
  history: PlanHistory,
  question: UndoQuestion,
): Promise<Result<KeptPlan>> {
  const { record, contact } = question;
  const { plan, details } = record.kept;
  const undone = history.undone(plan.id).steps;
  const inverses = inversesOf(question, undone).map((inverse) =>
    contact ? inverse : { ...inverse, change: withoutContact(inverse.change) },
  );
  if (inverses.length === 0) {
    return err(appError('plan.precondition', nothingToUndo(question, planNames(ground.fleet.topology()))));
  }
  const changes = inverses.map(({ change }) => change);
  await refreshFacts(ground, changes);
  const reading = await readTouched(ground, changes);
  const situation = { topology: ground.fleet.topology(), names: planNames(ground.fleet.topology()) };
  const { steps, fingerprint } = composeInOrder(changes, reading.fleet, situation);
  const kept = plan.steps.flatMap((step, index) =>
    stepRecord(record.run, step.id).state === 'verified' && details[index]?.inverse === null ? [step.words] : [],
  );
  return ok(
    await assemblePlan(ground, settings, clock, {
      title: `Undo: ${plan.title}`,
      steps,
      warnings: [
        ...kept.map((words) => `This cannot be undone: ${words}`),
        ...leftTokens(record, undone, situation.names),
        ...openEnds(question, situation.names),
      ],
      fingerprint,
      reading,
      undoes: { plan: plan.id, steps: inverses },
    }),
  );
}
