import { safetyRefusal } from '#shared/domain/refusals/safety.ts';
import { openFleetSession } from './fleet-session.ts';
import { CommandFailure, wrongUsage, type CommandIo, type ExitStatus } from './io.ts';
import type { CommonOptions } from './options.ts';
import { beginPlan, planStatus, planText, previewFile } from './plan.ts';
import { finishRun } from './plan-run.ts';

export interface ApplyOptions extends CommonOptions {
  readonly yes?: boolean;
  /** Host name, where a cluster asks for it. */
  readonly confirm?: string;
}

/**
 * `nameward apply FILE`: computes the plan of a file, carries it out and verifies each step by reading back.
 * @returns 0 when every step is verified; 1 when a step failed or cannot be done; 2 without the consent that the
 *   cluster asks for; 3 when a server could not be read
 */
export async function runApply(file: string, options: ApplyOptions, io: CommandIo): Promise<ExitStatus> {
  const session = await openFleetSession(options, io);
  try {
    const plan = await previewFile(file, session, io);
    const against = planStatus(plan);
    if (against !== 0) {
      if (options.json !== true) io.note(planText(plan, false));
      const refused = plan.steps.find((step) => step.refusal);
      const message = refused?.refusal?.message ?? 'There is nothing to do.';
      throw new CommandFailure(
        'plan.precondition',
        refused ? `Nothing was sent. Step ${refused.id} cannot be done: ${message}` : message,
        against,
        refused?.change.server,
      );
    }
    const { level = 'confirm', name = '' } = plan.safety ?? {};
    if (level === 'confirm' && options.yes !== true) {
      if (options.json !== true) io.note(planText(plan, false));
      throw wrongUsage('Nothing was sent. Say --yes to carry out this plan.');
    }
    const unsafe = options.confirm === undefined ? safetyRefusal({ level, name }, null) : null;
    if (unsafe?.code === 'safety.type-name') {
      throw wrongUsage(`Nothing was sent. ${unsafe.message} Say --confirm ${name}.`);
    }
    const begun = session.services.plans.apply({ id: plan.id, confirmation: options.confirm ?? null });
    await beginPlan(plan.id, begun, io);
    return await finishRun(session, plan.id, options, io);
  } finally {
    await session.close();
  }
}
