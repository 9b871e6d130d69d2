import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { exitStatus, type CommandIo } from './io.ts';
import { run } from './run.ts';

const { stdout, stderr, env } = process;
const interruption = new AbortController();
const interrupt = (): void => interruption.abort();

process.once('SIGINT', interrupt);
process.once('SIGTERM', interrupt);
/** Nothing can be written to standard output any more. */
let closed = false;
/**
 * Why a result could not be written; null where its reader only had enough (`nameward tail | head`), which is no error.
 */
const output: { lost: string | null } = { lost: null };
const lose = (error: unknown): void => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code !== 'EPIPE') output.lost ??= code;
  closed = true;
  interrupt();
};
stdout.on('error', lose);
stderr.on('error', () => undefined);
// A bug of ours: its stack says nothing to a user, and its message may hold anything.
process.on('uncaughtException', (error: unknown) => {
  note(`nameward: Something went wrong inside Nameward (${error instanceof Error ? error.name : typeof error}).\n`);
  process.exit(exitStatus.problems);
});

function note(text: string): void {
  try {
    stderr.write(text);
  } catch {
    // Standard error is full or gone: there is nobody to tell.
  }
}

function write(text: string): boolean {
  if (closed) return true;
  try {
    return stdout.write(text);
  } catch (error) {
    lose(error);
    return true;
  }
}

/** One wait for all who write: each line of a flood would add a listener of its own. */
let draining: Promise<void> | null = null;
async function drain(): Promise<void> {
  await once(stdout, 'drain', { signal: interruption.signal }).catch(() => undefined);
  draining = null;
}

/** How long the reader of an interrupted command is waited for, ms. */
const flushAtMost = 500;

/** Resolves when everything is written, or soon after an interruption: its reader may be gone or never come. */
async function flushed(): Promise<void> {
  const { signal } = interruption;
  const written = new Promise<void>((resolve) => stdout.write('', () => resolve()));
  const interrupted = new Promise<void>((resolve) => {
    const soon = (): void => void setTimeout(resolve, flushAtMost);
    if (signal.aborted) soon();
    else signal.addEventListener('abort', soon, { once: true });
  });
  await Promise.race([written, interrupted]);
}

/** Two folders up both from the source and from what is built of it. */
const description = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const io: CommandIo = {
  version: description.version,
  write,
  async drained() {
    if (stdout.writableNeedDrain && !closed) await (draining ??= drain());
  },
  note,
  // Both are undefined where there is no terminal, whatever Node's types say.
  colours: stdout.isTTY && stdout.hasColors() && !env['NO_COLOR'],
  progress: stderr.isTTY,
  env,
  interrupted: interruption.signal,
};

const status = await run(process.argv.slice(2), io);
// Whatever still listens must not keep a finished command alive; the text goes out first.
if (!closed) await flushed();
if (output.lost !== null) note(`nameward: The result could not be written to standard output: ${output.lost}.\n`);
process.exit(output.lost === null ? status : Math.max(status, exitStatus.problems));
