import type { PlanLimits } from '#electron/services/plans/run/step-work.ts';

/** What a command sees of the process around it; tests bring their own. */
export interface CommandIo {
  /** Standard output: results only. @returns false when the reader is slower than we are: wait for `drained` */
  write(text: string): boolean;
  /** Resolves when standard output takes more; at once when it does already. */
  drained(): Promise<void>;
  /** Standard error: progress, warnings, errors. */
  note(text: string): void;
  /** Standard output is a terminal that shows colours. */
  readonly colours: boolean;
  /** Somebody watches standard error: progress is welcome. */
  readonly progress: boolean;
  /** Of Nameward. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by SIGINT, SIGTERM or a closed standard output. */
  readonly interrupted: AbortSignal;
  /** Other patience than usual with what a plan has done: tests have less time than a fleet. */
  readonly patience?: Partial<PlanLimits>;
}

/** The exit statuses of docs/command-line-reference.md. */
export const exitStatus = { fine: 0, problems: 1, usage: 2, unreachable: 3 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Ends a command with a status and an error to show; never a stack trace. */
export class CommandFailure extends Error {
  readonly code: string;
  readonly status: ExitStatus;
  readonly server: string | undefined;

  constructor(code: string, message: string, status: ExitStatus, server?: string) {
    super(message);
    this.name = 'CommandFailure';
    this.code = code;
    this.status = status;
    this.server = server;
  }
}

/** Wrong usage or unreadable input. */
export function wrongUsage(message: string, code = 'input.invalid'): CommandFailure {
  return new CommandFailure(code, message, exitStatus.usage);
}

/**
 * Says on standard error that one server failed; the command goes on with the others.
 * @param json as one object a line, `{ "error": { code, message, server } }` (docs/command-line-reference.md)
 */
export function noteFailure(
  io: CommandIo,
  json: boolean,
  server: string,
  { code, message }: { readonly code: string; readonly message: string },
): void {
  io.note(json ? `${JSON.stringify({ error: { code, message, server } })}\n` : `${server}: ${message}\n`);
}

/**
 * Waits no longer once the user has interrupted the command: what is still under way only reads, and ends with the
 * process.
 * @throws CommandFailure `cancelled`
 */
export async function untilInterrupted<T>(io: CommandIo, work: Promise<T>): Promise<T> {
  const { interrupted } = io;
  let stop: () => void = () => undefined;
  const interruption = new Promise<never>((_resolve, reject) => {
    stop = (): void =>
      reject(new CommandFailure('cancelled', 'Interrupted before it was done.', exitStatus.unreachable));
  });
  interrupted.addEventListener('abort', stop, { once: true });
  if (interrupted.aborted) stop();
  try {
    return await Promise.race([work, interruption]);
  } finally {
    interrupted.removeEventListener('abort', stop);
    // What is left of it fails unheard.
    work.catch(() => undefined);
    interruption.catch(() => undefined);
  }
}
