import type { Plan, PlanStep } from '#shared/contract/plans.ts';
import type { Result } from '#shared/errors/index.ts';
import { refusalWords, remedyOf } from '#shared/domain/refusals/refusal.ts';
import { visibleText } from '#shared/domain/text/visible.ts';
import { askServers, openFleetSession, type FleetSession } from './fleet-session.ts';
import { CommandFailure, exitStatus, untilInterrupted, wrongUsage, type CommandIo, type ExitStatus } from './io.ts';
import type { CommonOptions } from './options.ts';
import { readPlanFile } from './plan-file.ts';
import { tinted } from './table.ts';

/** What one of these says of a server is that it could not be reached or refused. */
const ofServers = /^(?:whm\.(?!rejected|unsupported)|keychain\.|vault\.)/;

/** @throws CommandFailure with the exit status of docs/command-line-reference.md that the error means */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, message } = result.error;
  if (ofServers.test(code)) throw new CommandFailure(code, message, exitStatus.unreachable);
  throw code === 'input.invalid' || code === 'servers.unknown'
    ? wrongUsage(message, code)
    : new CommandFailure(code, message, exitStatus.problems);
}

/** Asks every server, since a plan follows from all of them, and computes the plan of a file. */
export async function previewFile(file: string, session: FleetSession, io: CommandIo): Promise<Plan> {
  const wishes = await readPlanFile(file);
  await askServers(
    session,
    session.servers.map((server) => server.id),
    io,
  );
  const plan = valueOf(await untilInterrupted(io, session.services.plans.preview(wishes)));
  const chosen = new Set(session.chosen.map((server) => server.id));
  const other = plan.steps.find(
    ({ change }) => session.servers.some(({ id }) => id === change.server) && !chosen.has(change.server),
  );
  if (other) throw wrongUsage(`Step ${other.id} touches ${other.change.server}, which --server and --tag leave out.`);
  return plan;
}

/** @returns whether nothing stands against the plan, else what docs/command-line-reference.md has for it */
export function planStatus(plan: Plan): ExitStatus {
  const codes = plan.steps.flatMap(({ refusal }) => (refusal ? [refusal.code] : []));
  if (codes.some((code) => ofServers.test(code))) return exitStatus.unreachable;
  return codes.length > 0 || plan.steps.length === 0 ? exitStatus.problems : exitStatus.fine;
}

const indented = (text: string): string => `     ${visibleText(text, 2000)}\n`;

function stepText(step: PlanStep, colours: boolean): string {
  const { id, words, refusal, effects, risks, requests, verification, undo, channel } = step;
  const does = `${id.padEnd(4)} ${visibleText(words, 500)}\n`;
  if (refusal) {
    const why = refusalWords({ message: visibleText(refusal.message, 500), next: remedyOf(refusal.code) });
    return does + indented(tinted(`Cannot be done: ${why}`, 'bad', colours));
  }
  return [
    does,
    ...effects.map((effect) => indented(effect)),
    ...risks.map((risk) => indented(`Risk: ${risk}`)),
    ...requests.map(({ method, url, body }) => indented(`${method} ${url}${body === null ? '' : `  ${body}`}`)),
    indented(`Verified: ${verification}${channel === null ? '' : ` Channel: ${channel}.`}`),
    indented(`Undo: ${undo ?? 'not possible'}`),
  ].join('');
}

/**
 * Begins a plan. Facts are read again before its first request, and a server that does not answer must not hold up
 * whoever interrupts that.
 * @throws CommandFailure for the failure, and `cancelled`, with what to do next: the first step may have begun just
 *   then
 */
export async function beginPlan(id: string, begun: Promise<Result<unknown>>, io: CommandIo): Promise<void> {
  try {
    valueOf(await untilInterrupted(io, begun));
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.code !== 'cancelled') throw error;
    const message = `Interrupted while the plan was about to begin. See what was done, and go on, with: nameward resume ${id}`;
    throw new CommandFailure(error.code, message, exitStatus.problems);
  }
}

/** A plan for people. */
export function planText(plan: Plan, colours: boolean): string {
  return [
    `Plan ${plan.id}: ${visibleText(plan.title, 200)}\n\n`,
    ...plan.steps.map((step) => stepText(step, colours)),
    ...plan.warnings.map((warning) => `\n${tinted('Warning', 'warn', colours)}: ${visibleText(warning, 2000)}\n`),
    ...(plan.steps.length === 0 ? ['There is nothing to do.\n'] : []),
  ].join('');
}

/**
 * `nameward plan FILE`: the ordered steps with their exact requests, warnings and undo. Nothing is changed on any
 * server.
 * @returns 0; 1 when a step cannot be done or there is nothing to do; 3 when a server could not be read
 */
export async function runPlanCommand(file: string, options: CommonOptions, io: CommandIo): Promise<ExitStatus> {
  const session = await openFleetSession(options, io);
  try {
    const plan = await previewFile(file, session, io);
    io.write(
      options.json === true ? `${JSON.stringify({ plan }, null, 2)}\n` : planText(plan, io.colours && options.color),
    );
    return planStatus(plan);
  } finally {
    await session.close();
  }
}
