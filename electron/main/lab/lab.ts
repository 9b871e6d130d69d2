import { utilityProcess, type UtilityProcess } from 'electron';
import { join } from 'node:path';
import { appError, type AppError, type Result } from '#shared/errors/index.ts';
import { labMessageSchema, type LabMessage, type LabRequest } from './messages.ts';

/** The running lab. */
export interface Lab {
  readonly inventory: unknown;
  readonly tokens: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A large fleet makes a thousand certificates. */
const startMs = 60_000;
const stopMs = 3000;

/**
 * Starts the simulated fleet in a process of its own.
 * @param request what to simulate
 * @param onEnd the process ended by itself after it had been ready
 * @returns the lab once every server listens, or `lab.failed`
 */
export async function startLab(request: LabRequest, onEnd: (error: AppError) => void): Promise<Result<Lab>> {
  const child = utilityProcess.fork(join(import.meta.dirname, 'lab.js'), [JSON.stringify(request)], {
    serviceName: 'Nameward lab',
    stdio: 'pipe',
  });
  const words = lastWords(child);
  let stopping = false;
  const exited = new Promise<number>((resolve) => child.once('exit', resolve));
  const message = await firstMessage(child, exited, words);
  if (message.kind === 'failed') {
    child.kill();
    return { ok: false, error: appError('lab.failed', `The lab could not be started: ${message.message}`) };
  }
  void exited.then((code) => {
    if (!stopping) onEnd(appError('lab.failed', `The lab has stopped by itself (status ${code}). ${words()}`.trim()));
  });
  return {
    ok: true,
    value: {
      inventory: message.inventory,
      tokens: message.tokens,
      async stop() {
        stopping = true;
        child.postMessage('stop');
        const timer = setTimeout(() => child.kill(), stopMs);
        await exited;
        clearTimeout(timer);
      },
    },
  };
}

async function firstMessage(child: UtilityProcess, exited: Promise<number>, words: () => string): Promise<LabMessage> {
  let timer: NodeJS.Timeout | undefined;
  const said = new Promise<LabMessage>((resolve) => {
    child.once('message', (data: unknown) => {
      const message = labMessageSchema.safeParse(data);
      resolve(message.success ? message.data : { kind: 'failed', message: 'it said something unexpected.' });
    });
    void exited.then((code) => resolve({ kind: 'failed', message: `it ended with status ${code}. ${words()}`.trim() }));
    timer = setTimeout(
      () => resolve({ kind: 'failed', message: `it was not ready after ${startMs / 1000} s.` }),
      startMs,
    );
  });
  const message = await said;
  clearTimeout(timer);
  return message;
}

/** Keeps the end of what the process writes to standard error, to say why it died. */
function lastWords(child: UtilityProcess): () => string {
  let text = '';
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-2000);
  });
  return () => /^[ \t]{0,40}(\w{0,80}Error\b.*)$/m.exec(text)?.[1] ?? text.trim().split('\n').at(-1) ?? '';
}
