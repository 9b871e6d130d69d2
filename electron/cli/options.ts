import { InvalidArgumentError, Option, type Command } from 'commander';

/** How bad a problem must be for exit status 1. */
export type FailOn = 'error' | 'warning' | 'info';

/** The options that every command on servers takes (docs/command-line-reference.md). */
export interface CommonOptions {
  readonly json?: boolean;
  readonly inventory?: string;
  readonly tokens?: string;
  readonly profile: string;
  readonly server: readonly string[];
  readonly tag: readonly string[];
  /** Folder of plans; where it is by default, when absent. */
  readonly plans?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly concurrency: number;
  /** Tell every request on standard error. */
  readonly traceRequests?: boolean;
  /** False with --no-color. */
  readonly color: boolean;
}

const gather = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** @returns a parser of whole numbers within bounds */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

function profileName(value: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value)) {
    throw new InvalidArgumentError('It holds letters, digits and . _ - only.');
  }
  return value;
}

/** Adds the common options. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document instead of a table')
    .option('--inventory <file>', 'servers from this file instead of the profile; needs --tokens')
    .option('--tokens <file>', 'tokens from this file (mode 0600) instead of the keychain; needs --inventory')
    .addOption(new Option('--profile <name>', 'profile of the app to use').argParser(profileName).default('default'))
    .addOption(
      new Option('--server <id|host>', 'only this server; may be repeated').argParser(gather).default([], 'all'),
    )
    .addOption(
      new Option('--tag <tag>', 'only servers with this tag; may be repeated').argParser(gather).default([], 'all'),
    )
    .addOption(
      new Option('--timeout <seconds>', 'longest time for one server').argParser(wholeNumber(1, 3600)).default(60),
    )
    .addOption(
      new Option('--concurrency <n>', 'servers asked side by side').argParser(wholeNumber(1, 1000)).default(32),
    )
    .option('--trace-requests', 'tell every request on standard error: server, method, path, status, ms, bytes')
    .option('--no-color', 'no colours, also on a terminal');
}

/** Adds --fail-on, for commands that find problems. */
export function withFailOn(command: Command): Command {
  return command.addOption(
    new Option('--fail-on <level>', 'exit status 1 for problems at or above this level')
      .choices(['error', 'warning', 'info'])
      .default('error'),
  );
}

/** Adds --plans, for commands that keep plans. */
export function withPlans(command: Command): Command {
  return command.option('--plans <dir>', 'folder of the plans instead of the profile or the state folder');
}
