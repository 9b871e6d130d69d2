import type { Access } from '../access.ts';
import { cancelled, unreachable, whmFailure, type WhmFailure } from '../failure.ts';
import type { ServerCommand } from './commands.ts';
import { createChunkDecoder, exitStatus, type ExitStatus, type Frame } from './frames.ts';
import { openCommandStream, type CommandStream } from './stream.ts';

/** What one command wrote and how it ended. */
export interface CommandResult {
  readonly stdout: string;
  readonly exit: ExitStatus;
}

/** Most output that is kept of one command, UTF-16 units: some 10,000 members. */
const outputLimit = 8 * 1024 * 1024;

/** How long output may still come after every command has ended where its end (an empty chunk) was not told, ms. */
const stragglersMs = 300;

interface Running {
  readonly decoder: ReturnType<typeof createChunkDecoder>;
  stdout: string;
  /** The empty chunk that ends the output has come. */
  complete: boolean;
  exit: ExitStatus | null;
  /** The far side will not run it. */
  refusal: WhmFailure | null;
}

/** Outcome of a command: what it gave, or that the far side will not run it. */
export type CommandOutcome =
  { readonly ok: true; readonly result: CommandResult } | { readonly ok: false; readonly failure: WhmFailure };

function outcomeOf({ stdout, exit, refusal }: Running): CommandOutcome {
  return refusal === null
    ? { ok: true, result: { stdout, exit: exit ?? exitStatus(0) } }
    : { ok: false, failure: refusal };
}

function isDone({ exit, complete, refusal }: Running): boolean {
  return refusal !== null || (exit !== null && complete);
}

function hasEnded({ exit, refusal }: Running): boolean {
  return refusal !== null || exit !== null;
}

/**
 * Runs commands side by side on one stream and closes it.
 * @returns an outcome for each command, in the order given; `whm.unsupported` for one that the far side refuses to run
 * @throws WhmFailure what opening a stream gives
 */
export async function runCommands(
  access: Access,
  commands: readonly ServerCommand[],
  signal?: AbortSignal,
): Promise<readonly CommandOutcome[]> {
  const stream = await openCommandStream(access, signal);
  try {
    return await collect(access, stream, commands, signal);
  } finally {
    stream.close();
  }
}

function collect(
  access: Access,
  stream: CommandStream,
  commands: readonly ServerCommand[],
  signal: AbortSignal | undefined,
): Promise<readonly CommandOutcome[]> {
  return new Promise((resolve, reject) => {
    const running: readonly Running[] = commands.map(() => ({
      decoder: createChunkDecoder(),
      stdout: '',
      complete: false,
      exit: null,
      refusal: null,
    }));
    let stragglers: ReturnType<typeof setTimeout> | undefined;
    const settle = (failure: WhmFailure | null): void => {
      clearTimeout(timer);
      clearTimeout(stragglers);
      signal?.removeEventListener('abort', onAbort);
      if (failure !== null) reject(failure);
      else resolve(running.map(outcomeOf));
    };
    const onAbort = (): void => settle(cancelled());
    const timer = setTimeout(() => settle(unreachable('timeout', access.place)), access.deadlines.pageMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    stream.listen({
      frame(frame) {
        const failure = take(access, running, frame);
        if (failure !== null) settle(failure);
        else if (running.every(isDone)) settle(null);
        else if (running.every(hasEnded)) {
          stragglers ??= setTimeout(() => settle(null), stragglersMs);
        }
      },
      closed: settle,
    });
    commands.forEach((command, index) => stream.run(index + 1, command));
  });
}

/** Adds a frame to the command it belongs to. */
function take(access: Access, running: readonly Running[], frame: Frame): WhmFailure | null {
  if (frame.kind === 'refused') {
    const refusal = whmFailure(
      'whm.unsupported',
      `${access.place} does not run commands by the command stream: ${frame.name} ${frame.text}`.trim(),
      { refusal: frame.name },
    );
    const refused = frame.id === null ? undefined : running[frame.id - 1];
    // Without an id it is the stream itself that is refused.
    if (refused === undefined) return refusal;
    refused.refusal = refusal;
    return null;
  }
  const command = running[frame.id - 1];
  if (command === undefined) return null;
  if (frame.kind === 'output' && frame.stream === 'stdout') {
    command.complete = frame.chunk === '';
    command.stdout += command.complete ? command.decoder.end() : command.decoder.add(frame.chunk, frame.bytes);
    if (command.stdout.length > outputLimit) {
      return whmFailure('whm.protocol', `${access.place} sent more than a command can give.`, { reason: 'too-large' });
    }
  }
  if (frame.kind === 'ended') command.exit = exitStatus(frame.status);
  return null;
}
