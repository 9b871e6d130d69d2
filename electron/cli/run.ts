import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { runApply, type ApplyOptions } from './apply.ts';
import { queryHelp } from '#shared/domain/logs/query.ts';
import { CommandFailure, exitStatus, type CommandIo, type ExitStatus } from './io.ts';
import { runLabCommand, type LabCommandOptions } from './lab.ts';
import { wholeNumber, withCommonOptions, withFailOn, withPlans, type CommonOptions, type FailOn } from './options.ts';
import { runPlanCommand } from './plan.ts';
import { runResume } from './resume.ts';
import { runStatus } from './status.ts';
import { runTail, type TailOptions } from './tail.ts';
import { runTrust } from './trust.ts';
import { runUndo, type UndoOptions } from './undo.ts';

/** Everything that is seen in the help is here, and nothing else. */
function createProgram(io: CommandIo, done: (status: ExitStatus) => void): Command {
  const program = new Command('nameward')
    .description('DNS clusters of cPanel & WHM and cPanel DNSOnly servers, as they really are.')
    .version(io.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.write(text), writeErr: () => undefined })
    .showSuggestionAfterError(true)
    .addHelpText(
      'after',
      '\nExit status: 0 fine; 1 problems were found or a step failed; 2 wrong usage or unreadable input;\n3 some server could not be reached or refused.',
    );

  withFailOn(withCommonOptions(program.command('status')))
    .description('every server: product, version, software, channels, clustering, members')
    .action(async (options: CommonOptions & { failOn: FailOn }) => done(await runStatus(options, io)));
  withFailOn(withCommonOptions(program.command('trust')))
    .description('every link in both directions: DNS role, reverse trust, state and why')
    .action(async (options: CommonOptions & { failOn: FailOn }) => done(await runTrust(options, io)));
  withCommonOptions(program.command('tail'))
    .description('dnsadmin_log of any servers, merged by time; with --json one JSON object a line')
    .addOption(new Option('--lines <n>', 'lines of the past per server').argParser(wholeNumber(0, 10_000)).default(50))
    .option('--follow', 'go on until interrupted')
    .option('--filter <expression>', 'only lines that meet it')
    .addHelpText('after', `\n${queryHelp}`)
    .action(async (options: TailOptions) => done(await runTail(options, io)));
  withPlans(withCommonOptions(program.command('plan <file>')))
    .description('what the intended changes of a file come to: ordered steps, exact requests, warnings, undo')
    .action(async (file: string, options: CommonOptions) => done(await runPlanCommand(file, options, io)));
  withPlans(withCommonOptions(program.command('apply <file>')))
    .description('carries the intended changes of a file out, each step verified by reading back')
    .option('--yes', 'carry out without asking')
    .option('--confirm <name>', 'name of the cluster, where it asks for it')
    .action(async (file: string, options: ApplyOptions) => done(await runApply(file, options, io)));
  withPlans(withCommonOptions(program.command('undo <plan-id>')))
    .description('takes back what was done of a plan')
    .option('--confirm <name>', 'name of the cluster, where it asks for it')
    .option('--no-contact', 'write entries without asking their members for their host names: for those that are down')
    .action(async (id: string, options: UndoOptions) => done(await runUndo(id, options, io)));
  withPlans(withCommonOptions(program.command('resume <plan-id>')))
    .description('goes on with a plan that was stopped, failed or was interrupted by a crash')
    .action(async (id: string, options: CommonOptions) => done(await runResume(id, options, io)));
  program
    .command('lab')
    .description('runs a simulated fleet on loopback; prints `ready DIR` with its inventory.json and tokens.json')
    .addOption(new Option('--servers <n>', 'number of servers').argParser(wholeNumber(2, 1000)))
    .option('--scenario <name>', 'default (14 servers), uniform, pairs, nat or resellers')
    .addOption(
      new Option('--seed <n>', 'the same seed gives the same fleet').argParser(wholeNumber(0, 2 ** 31)).default(1),
    )
    .option('--dir <dir>', 'folder for its files; a temporary one when absent')
    .action(async (options: LabCommandOptions) => done(await runLabCommand(options, io)));
  return program;
}

/** Whether the caller reads JSON: asked before the options could be parsed, for errors in them. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).includes('--json');
}

/**
 * Says what ended a command. Errors go to standard error (docs/command-line-reference.md); with --json one is also the
 * document of standard output, so that a script which reads that always finds one.
 */
function tellFailure(io: CommandIo, json: boolean, code: string, message: string, server?: string): void {
  if (json) {
    const line = `${JSON.stringify({ error: { code, message, ...(server === undefined ? {} : { server }) } })}\n`;
    io.note(line);
    io.write(line);
  } else io.note(`nameward: ${server === undefined ? '' : `${server}: `}${message}\n`);
}

/**
 * Runs one command.
 * @param args as typed behind the program's name
 * @returns the exit status of docs/command-line-reference.md; nothing is thrown
 */
export async function run(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.fine;
  const program = createProgram(io, (result) => {
    status = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && !(error instanceof InvalidArgumentError)) {
      if (error.exitCode === 0) return exitStatus.fine;
      const message = error.message.replace(/^error: /, '');
      tellFailure(
        io,
        wantsJson(args),
        'input.invalid',
        message === '(outputHelp)' ? 'Say which command; see --help.' : message,
      );
      return exitStatus.usage;
    }
    if (error instanceof CommandFailure) {
      tellFailure(io, wantsJson(args), error.code, error.message, error.server);
      return error.status;
    }
    // A bug of ours: its message may hold anything, its kind is enough to report it.
    const kind = error instanceof Error ? error.name : typeof error;
    tellFailure(io, wantsJson(args), 'internal', `Something went wrong inside Nameward (${kind}).`);
    return exitStatus.problems;
  }
}
