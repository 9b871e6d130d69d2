import { openCommandStream } from './stream.ts';
import type { CommandStream } from '#electron/adapters/whm/command-stream.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { idleStreamBudget, streamBudget } from '#electron/adapters/whm/budgets.ts';

/** How long an unused stream is kept for the next commands, ms, as connections for requests are. */
const idleMs = 15_000;

/** Keeps a stream on which nothing runs any more. */
export function keepStream({ memory }: Access, stream: CommandStream): void {
  if (memory.idleStream !== null) {
    stream.close();
    return;
  }
  const forget = (): void => {
    if (memory.idleStream?.stream === stream) memory.idleStream = null;
  };
  const timer = setTimeout(() => {
    forget();
    stream.close();
  }, idleMs);
  timer.unref();
  memory.idleStream = { stream, timer };
  stream.allow(idleStreamBudget);
  stream.listen({
    frame: () => {},
    closed: () => {
      clearTimeout(timer);
      forget();
    },
  });
}

/** The kept stream, else a new one. */
export async function takeStream(access: Access, signal: AbortSignal | undefined): Promise<CommandStream> {
  const idle = access.memory.idleStream;
  if (idle === null) return openCommandStream(access, signal);
  access.memory.idleStream = null;
  clearTimeout(idle.timer);
  idle.stream.allow(streamBudget);
  return idle.stream;
}
