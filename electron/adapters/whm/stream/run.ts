import { beginExchange, type OpenExchange } from '#electron/adapters/whm/trace.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { ensureAccepted } from '#electron/adapters/whm/api/calls.ts';
import { complaintLimit, writeStreamBudget } from '#electron/adapters/whm/budgets.ts';
import { cancelled, unreachable, whileSending, whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import type { ServerCommand } from '#electron/adapters/whm/commands.ts';
import { createChunkDecoder, exitStatus, type ExitStatus } from './frames.ts';
import type { Frame } from '#electron/adapters/whm/command-stream.ts';
import { keepStream, takeStream } from './idle-stream.ts';
import { openCommandStream } from './stream.ts';
import type { CommandStream } from '#electron/adapters/whm/command-stream.ts';

/** What one command wrote and how it ended. */
export interface CommandResult {
  readonly stdout: string;
  /** Its beginning: what a program says against a command is short. */
  readonly stderr: string;
  readonly exit: ExitStatus;
}

/** Most output that is kept of one command, UTF-16 units: some 10,000 members. */
const outputLimit = 4 * 1024 * 1024;

/** How long output may still come after every command has ended where its end (an empty chunk) was not told, ms. */
const stragglersMs = 300;

interface Running {
  readonly exchange: OpenExchange;
  readonly decoder: ReturnType<typeof createChunkDecoder>;
  stdout: string;
  stderr: string;
  /** The empty chunk that ends the output has come. */
  complete: boolean;
  exit: ExitStatus | null;
  /** The far side will not run it. */
  refusal: WhmFailure | null;
}

/** Outcome of a command: what it gave, or that the far side will not run it. */
export type CommandOutcome =
  { readonly ok: true; readonly result: CommandResult } | { readonly ok: false; readonly failure: WhmFailure };

function outcomeOf({ stdout, stderr, exit, refusal }: Running): CommandOutcome {
  return refusal === null
    ? { ok: true, result: { stdout, stderr, exit: exit ?? exitStatus(0) } }
    : { ok: false, failure: refusal };
}

function tellExchange({ exchange, stdout, stderr, exit, refusal }: Running, failure: WhmFailure | null): void {
  const why = refusal ?? (exit === null ? failure : null);
  if (why !== null) exchange.failed(why);
  else exchange.ended(exit?.code ?? 0, () => Buffer.byteLength(stdout) + Buffer.byteLength(stderr));
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
      const jobs = commands.map((command) => ({ command }));
      const outcomes = await collect(access, stream, jobs, { deadlineMs: access.deadlines.pageMs, signal });
      keepStream(access, stream);
      return outcomes;
    } catch (error) {
      stream.close();
      throw error;
    }
  });
}

/** A command with what it reads from its standard input. */
export interface CommandJob {
  readonly command: ServerCommand;
  readonly stdin?: string;
}

/**
 * Runs one command that changes something, on a stream of its own: once, whatever happens, because a stream that broke
 * says nothing of what the command did.
 * @param deadlineMs until it must have ended
 * @throws WhmFailure `whm.unsupported` when the far side refuses to run it, and what opening a stream gives
 */
export async function runWriteCommand(
  access: Access,
  job: CommandJob,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<CommandResult> {
  await ensureAccepted(access, signal);
  return access.gate.pass({ queue: 'writes', repeatable: false, signal }, async () => {
    const stream = await openCommandStream(access, signal);
    stream.allow(writeStreamBudget);
    try {
      const [outcome] = await collect(access, stream, [job], { deadlineMs, signal });
      if (outcome?.ok !== true) throw outcome?.failure ?? new RangeError('No such command.');
      return outcome.result;
    } catch (error) {
      throw whileSending(error);
    } finally {
      stream.close();
    }
  });
}

interface CollectOptions {
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

function collect(
  access: Access,
  stream: CommandStream,
  jobs: readonly CommandJob[],
  { deadlineMs, signal }: CollectOptions,
): Promise<readonly CommandOutcome[]> {
  return new Promise((resolve, reject) => {
    const byId = new Map<number, Running>();
    const running: Running[] = [];
    let stragglers: ReturnType<typeof setTimeout> | undefined;
    const settle = (failure: WhmFailure | null): void => {
      clearTimeout(timer);
      clearTimeout(firstFrame);
      clearTimeout(stragglers);
      signal?.removeEventListener('abort', onAbort);
      for (const one of running) tellExchange(one, failure);
      if (failure !== null) reject(failure);
      else resolve(running.map(outcomeOf));
    };
    const onAbort = (): void => settle(cancelled());
    const timer = setTimeout(() => settle(unreachable('timeout', access.place)), deadlineMs);
    // A program starts at once or not at all, however long it runs: an open stream that says nothing is a dead one.
    const firstFrame = setTimeout(
      () => settle(unreachable('timeout', access.place, { channel: 'command' })),
      access.deadlines.answerMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    stream.listen({
      frame(frame) {
        clearTimeout(firstFrame);
        const failure = takeFrame(access, byId, frame);
        if (failure !== null) settle(failure);
        else if (running.every(isDone)) settle(null);
        else if (running.every(hasEnded)) {
          stragglers ??= setTimeout(() => settle(null), stragglersMs);
        }
      },
      closed: settle,
    });
    for (const { command, stdin } of jobs) {
      const decoder = createChunkDecoder();
      const exchange = beginExchange(access, 'COMMAND', command.join(' '), Buffer.byteLength(stdin ?? ''));
      const one: Running = { exchange, decoder, stdout: '', stderr: '', complete: false, exit: null, refusal: null };
      running.push(one);
      byId.set(stream.run(command, stdin), one);
    }
  });
}

/** Adds a frame to the command it belongs to. */
function takeFrame(access: Access, running: ReadonlyMap<number, Running>, frame: Frame): WhmFailure | null {
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
  if (frame.kind === 'output' && frame.stream === 'stderr') {
    command.stderr = (command.stderr + frame.chunk).slice(0, complaintLimit);
  }
  if (frame.kind === 'ended') command.exit = exitStatus(frame.status);
  return null;
}
