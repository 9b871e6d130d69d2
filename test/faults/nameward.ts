import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** How one call of the built command line ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly errors: string;
  readonly seconds: number;
  /** From the signal that was asked for to the end, seconds; null: none was sent. */
  readonly secondsAfterSignal: number | null;
  /** Most memory that it held, MB; null where the system does not tell. */
  readonly peakMegabytes: number | null;
}

export interface CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Sent after so long, ms. */
  readonly interrupt?: { readonly signal: NodeJS.Signals; readonly afterMs: number };
  /** SIGKILL after so long, ms: it did not end by itself. */
  readonly patienceMs: number;
}

/** Longest part of the output that is kept, characters. */
const keptOutput = 40_000_000;

/** Runs the built command line as a script would. */
export async function nameward(args: readonly string[], options: CallOptions): Promise<Ended> {
  const started = performance.now();
  const child = spawn(process.execPath, [resolve('electron/cli/bin.js'), ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out = (out + text).slice(0, keptOutput)));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(0, keptOutput)));
  let peak: number | null = null;
  const watch = setInterval(() => {
    peak = peakOf(child.pid) ?? peak;
  }, 50);
  let signalled: number | null = null;
  const { interrupt } = options;
  const interrupting =
    interrupt &&
    setTimeout(() => {
      signalled = performance.now();
      child.kill(interrupt.signal);
    }, interrupt.afterMs);
  const patience = setTimeout(() => child.kill('SIGKILL'), options.patienceMs);
  return await new Promise((done) => {
    child.once('close', (status, signal) => {
      for (const timer of [interrupting, patience]) clearTimeout(timer);
      clearInterval(watch);
      const now = performance.now();
      done({
        status,
        signal,
        out,
        errors,
        seconds: (now - started) / 1000,
        secondsAfterSignal: signalled === null ? null : (now - signalled) / 1000,
        peakMegabytes: peak,
      });
    });
  });
}

function peakOf(pid: number | undefined): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Math.round(Number(found[1]) / 1024) : null;
  } catch {
    return null;
  }
}
