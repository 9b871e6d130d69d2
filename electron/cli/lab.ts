import { CommandFailure, exitStatus, wrongUsage, type CommandIo, type ExitStatus } from './io.ts';

export interface LabCommandOptions {
  readonly servers?: number;
  readonly scenario?: string;
  readonly seed: number;
  readonly dir?: string;
}

/**
 * `nameward lab`: runs a simulated fleet until it is interrupted.
 * @returns 0 after an interruption
 */
export async function runLabCommand(options: LabCommandOptions, io: CommandIo): Promise<ExitStatus> {
  // Loaded only here: the other commands need no simulator.
  const { runLab } = await import('#simulator/lab.ts');
  const lab = await runLab({
    seed: options.seed,
    trickle: true,
    ...(options.servers === undefined ? {} : { servers: options.servers }),
    ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
    ...(options.dir === undefined ? {} : { dir: options.dir }),
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    // An error with a code is the system's; without, the options made no sense.
    throw error instanceof Error && 'code' in error
      ? new CommandFailure('lab.failed', `The lab could not be started: ${reason}`, exitStatus.problems)
      : wrongUsage(`The lab could not be started: ${reason}`);
  });
  io.write(`ready ${lab.directory}\n`);
  const stop = (): void => void lab.stop();
  io.interrupted.addEventListener('abort', stop, { once: true });
  if (io.interrupted.aborted) stop();
  await lab.stopped;
  return exitStatus.fine;
}
