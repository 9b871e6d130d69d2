import type { ApplyOptions } from './apply.ts';
import { askServers, openFleetSession } from './fleet-session.ts';
import { CommandFailure, untilInterrupted, type CommandIo, type ExitStatus } from './io.ts';
import { beginPlan, planStatus, valueOf } from './plan.ts';
import { finishRun } from './plan-run.ts';

/** `contact`: false with --no-contact. */
export type UndoOptions = ApplyOptions & { readonly contact: boolean };

/**
 * `nameward undo PLAN-ID`: takes back what was done of a plan, in the reverse order, each step verified by reading
 * back.
 * @returns 0 when every step is verified; 1 when something could not be taken back; 3 when a server could not be read
 */
export async function runUndo(id: string, options: UndoOptions, io: CommandIo): Promise<ExitStatus> {
  const session = await openFleetSession(options, io);
  try {
    await askServers(
      session,
      session.servers.map((server) => server.id),
      io,
    );
    const plan = valueOf(await untilInterrupted(io, session.services.plans.undo({ id, contact: options.contact })));
    const against = planStatus(plan);
    const refused = plan.steps.find((step) => step.refusal);
    if (against !== 0) {
      throw new CommandFailure(
        'plan.precondition',
        `Nothing was sent. Step ${refused?.id} cannot be done: ${refused?.refusal?.message}`,
        against,
        refused?.change.server,
      );
    }
    for (const warning of plan.warnings) io.note(`${warning}\n`);
    const begun = session.services.plans.apply({ id: plan.id, confirmation: options.confirm ?? null });
    await beginPlan(plan.id, begun, io);
    return await finishRun(session, plan.id, options, io);
  } finally {
    await session.close();
  }
}
