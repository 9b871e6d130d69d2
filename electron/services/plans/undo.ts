import { composeInOrder } from '#shared/domain/plan/compose.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { withoutContact } from '#shared/domain/plan/inverse.ts';
import { planNames, type PlanNames } from '#shared/domain/plan/names.ts';
import { appError, err, ok, type Result } from '#shared/errors/index.ts';
import type { KeptPlan, StepDetails } from '#shared/schema/plans/index.ts';
import type { PlanHistory } from './history.ts';
import type { PlanRecord } from './record.ts';
import type { SettingsService } from '../settings/settings.ts';
import type { Clock } from '../ports.ts';
import { assemblePlan, type UndoingStep } from './assemble.ts';
import { readTouched, type PlanGround } from './reading.ts';
import { stepRecord } from './run-state.ts';

interface Inverse extends UndoingStep {
  readonly change: Change;
}

/** The inverses of what was done and not yet taken back, the last step first. */
function inversesOf({ kept, run }: PlanRecord, undone: ReadonlySet<string>): readonly Inverse[] {
  return kept.plan.steps
    .flatMap((step, index) => {
      const details = kept.details[index];
      const record = stepRecord(run, step.id);
      if (!details?.inverse || record.state !== 'verified' || undone.has(step.id)) return [];
      const change: Change = details.inverse;
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
 * @param contact false: members are written without being asked for their host names, for those that are down
 * @returns `plan.precondition` when nothing was done, or nothing of it can be taken back
 */
export async function composeUndo(
  ground: PlanGround,
  settings: SettingsService,
  clock: Clock,
  history: PlanHistory,
  record: PlanRecord,
  contact: boolean,
): Promise<Result<KeptPlan>> {
  const { plan, details } = record.kept;
  const undone = history.undone(plan.id).steps;
  const inverses = inversesOf(record, undone).map((inverse) =>
    contact ? inverse : { ...inverse, change: withoutContact(inverse.change) },
  );
  if (inverses.length === 0) {
    return err(appError('plan.precondition', 'Nothing of this plan is done that could be undone.'));
  }
  const changes = inverses.map(({ change }) => change);
  const reading = await readTouched(ground, changes);
  const topology = ground.fleet.topology();
  const names = planNames(topology);
  const { steps, fingerprint } = composeInOrder(changes, reading.fleet, { topology, names });
  const kept = plan.steps.flatMap((step, index) =>
    stepRecord(record.run, step.id).state === 'verified' && details[index]?.inverse === null ? [step.words] : [],
  );
  return ok(
    await assemblePlan(ground, settings, clock, {
      title: `Undo: ${plan.title}`,
      steps,
      warnings: [...kept.map((words) => `This cannot be undone: ${words}`), ...leftTokens(record, undone, names)],
      fingerprint,
      reading,
      undoes: { plan: plan.id, steps: inverses },
    }),
  );
}
