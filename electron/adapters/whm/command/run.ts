import { ensureAccepted, type Access } from '../access.ts';
import { cancelled, unreachable, whmFailure, type WhmFailure } from '../failure.ts';
import type { ServerCommand } from './commands.ts';
import { createChunkDecoder, exitStatus, type ExitStatus, type Frame } from './frames.ts';
import { keepStream, takeStream } from './idle-stream.ts';
import type { CommandStream } from './stream.ts';

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
 * Runs commands side by side on one stream, a kept one where there is one; the whole of it passes the gate as one read.
 * @returns an outcome for each command, in the order given; `whm.unsupported` for one that the far side refuses to run
 * @throws WhmFailure what opening a stream gives
 */
export async function runCommands(
  access: Access,
  commands: readonly ServerCommand[],
  signal?: AbortSignal,
): Promise<readonly CommandOutcome[]> {
  await ensureAccepted(access, signal);
  return access.gate.pass({ queue: 'reads', repeatable: true, signal }, async () => {
    const stream = await takeStream(access, signal);
    try {
      const outcomes = await collect(access, stream, commands, signal);
      keepStream(access, stream);
      return outcomes;
    } catch (error) {
      stream.close();
      throw error;
    }
  });
}

function collect(
  access: Access,
  stream: CommandStream,
  commands: readonly ServerCommand[],
  signal: AbortSignal | undefined,
): Promise<readonly CommandOutcome[]> {
  return new Promise((resolve, reject) => {
    const byId = new Map<number, Running>();
    const running: Running[] = [];
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
        const failure = take(access, byId, frame);
        if (failure !== null) settle(failure);
        else if (running.every(isDone)) settle(null);
        else if (running.every(hasEnded)) {
          stragglers ??= setTimeout(() => settle(null), stragglersMs);
        }
      },
      closed: settle,
    });
    for (const command of commands) {
      const one: Running = { decoder: createChunkDecoder(), stdout: '', complete: false, exit: null, refusal: null };
      running.push(one);
      byId.set(stream.run(command), one);
    }
  });
}

/** Adds a frame to the command it belongs to. */
function take(access: Access, running: ReadonlyMap<number, Running>, frame: Frame): WhmFailure | null {
  if (frame.kind === 'refused') {
    const refusal = whmFailure(
      'whm.unsupported',
      `${access.place} does not run commands by the command stream: ${frame.name} ${frame.text}`.trim(),
      { refusal: frame.name },
    );
    const refused = frame.id === null ? undefined : running.get(frame.id);
    // Without an id it is the stream itself that is refused.
    if (refused === undefined) return refusal;
    refused.refusal = refusal;
    return null;
  }
  const command = running.get(frame.id);
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
