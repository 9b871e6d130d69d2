import type { PlanRun } from '#shared/contract/plans.ts';
import { visibleText } from '#shared/domain/text/visible.ts';
import type { FleetSession } from './fleet-session.ts';
import { exitStatus, type CommandIo, type ExitStatus } from './io.ts';
import type { CommonOptions } from './options.ts';
import { formatTable, type Tint } from './table.ts';

/** A run as `apply`, `undo` and `resume` show it with --json. */
export function runReport({ plan, state, steps, trouble }: PlanRun) {
  return {
    plan: { id: plan.id, title: plan.title, fingerprint: plan.fingerprint, state, undoes: plan.undoes },
    steps: steps.map((step) => ({
      id: step.id,
      state: step.state,
      verified: step.state === 'verified',
      ...(step.error ? { error: step.error } : {}),
      ...(step.seen === null ? {} : { seen: step.seen }),
      ...(step.at === null ? {} : { at: new Date(step.at).toISOString() }),
    })),
    ...(trouble ? { error: trouble } : {}),
  };
}

const tints: Readonly<Record<PlanRun['steps'][number]['state'], Tint>> = {
  waiting: 'dim',
  running: 'plain',
  verified: 'good',
  unverified: 'warn',
  failed: 'bad',
  undone: 'dim',
};

function runText({ plan, state, steps }: PlanRun, colours: boolean): string {
  const rows = steps.map((step, index) => [
    step.id,
    { text: step.state, tint: tints[step.state] },
    plan.steps[index]?.words ?? '',
  ]);
  const errors = steps.flatMap((step) =>
    step.error ? [`${step.id}  ${visibleText(step.error.message, 2000)}\n`] : [],
  );
  const open = steps.filter((step) => step.state === 'unverified').length;
  return [
    formatTable(['STEP', 'STATE', 'WHAT'], rows, colours),
    ...(errors.length > 0 ? ['\n', ...errors] : []),
    `\nPlan ${plan.id}: ${state === 'partial' ? `partial: done to its end, ${open} of ${steps.length} not seen done` : state}.`,
    state === 'done' || state === 'partial' ? ` Undo it with: nameward undo ${plan.id}\n` : '\n',
    ...(state === 'failed' || state === 'stopped' || state === 'partial'
      ? [`Resume it with: nameward resume ${plan.id}\nOr undo what is done: nameward undo ${plan.id}\n`]
      : []),
  ].join('');
}

/** Waits for the end of a plan that has begun; an interruption stops it between steps. */
async function awaitRun(session: FleetSession, id: string, io: CommandIo): Promise<PlanRun> {
  const { plans } = session.services;
  const told = new Map<string, string>();
  const tell = (run: PlanRun): void => {
    for (const [index, step] of run.steps.entries()) {
      const line = step.progress ?? step.state;
      if (told.get(step.id) === line || step.state === 'waiting') continue;
      told.set(step.id, line);
      io.note(`${step.id} ${visibleText(line, 200)}: ${visibleText(run.plan.steps[index]?.words ?? '', 200)}\n`);
    }
  };
  const stop = (): void => void plans.stop({ id });
  io.interrupted.addEventListener('abort', stop, { once: true });
  if (io.interrupted.aborted) stop();
  let leave: () => void = () => undefined;
  try {
    return await new Promise<PlanRun>((resolve) => {
      leave = plans.watch((runs) => {
        const run = runs.find(({ plan }) => plan.id === id);
        if (!run) return;
        if (io.progress) tell(run);
        if (run.state !== 'running' && run.state !== 'stopping') resolve(run);
      });
    });
  } finally {
    leave();
    io.interrupted.removeEventListener('abort', stop);
  }
}

/**
 * Waits for a plan that was begun and prints what became of it.
 * @returns 0 when every step is verified, else 1; 1 also when the journal could not be written, which is said on
 *   standard error
 */
export async function finishRun(
  session: FleetSession,
  id: string,
  options: CommonOptions,
  io: CommandIo,
): Promise<ExitStatus> {
  const run = await awaitRun(session, id, io);
  if (run.trouble) io.note(`${visibleText(run.trouble.message, 2000)}\n`);
  io.write(
    options.json === true ? `${JSON.stringify(runReport(run), null, 2)}\n` : runText(run, io.colours && options.color),
  );
  return run.steps.every(({ state }) => state === 'verified') ? exitStatus.fine : exitStatus.problems;
}
