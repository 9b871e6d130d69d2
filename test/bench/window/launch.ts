import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The checkout: measurements are run from there. */
export const appFolder = resolve('.');

/** A started Electron and what it prints. */
export interface Launched {
  readonly process: ChildProcess;
  /** Epoch ms of just before the process was made. */
  readonly at: number;
  /** Waits for the first line of JSON that has the key. Rejects when the process ends or the time is over. */
  json(key: string, timeoutMs: number): Promise<Record<string, unknown>>;
  /** Asks it to quit and waits until it has. */
  quit(): Promise<void>;
}

/**
 * Starts the Electron that scripts/desktop.js has found, with switches before the app's folder and arguments after it.
 */
export function launch(folder: string, args: readonly string[]): Launched {
  const executable = process.env['ELECTRON_EXEC_PATH'];
  if (!executable) throw new Error('ELECTRON_EXEC_PATH is not set: run this by `npm run bench`.');
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const at = Date.now();
  const child = spawn(executable, [...sandbox, '--log-level=3', folder, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines: Record<string, unknown>[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    lines.push(JSON.parse(line) as Record<string, unknown>);
    for (const listener of listeners) listener();
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    process: child,
    at,
    json: async (key, timeoutMs) =>
      await new Promise((found, reject) => {
        const look = (): void => {
          const line = lines.find((one) => key in one);
          if (line) found(line);
        };
        listeners.add(look);
        look();
        setTimeout(
          () => reject(new Error(`${folder} did not print '${key}' within ${timeoutMs} ms.`)),
          timeoutMs,
        ).unref();
        void ended.then(() => reject(new Error(`${folder} ended before it printed '${key}'.`)));
      }),
    async quit() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** An app of one empty window, the floor of everything that is measured in a window. */
export async function emptyApp(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nameward-empty-'));
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'empty', version: '1.0.0', main: 'main.js', type: 'module' }),
  );
  await writeFile(
    join(folder, 'main.js'),
    `import { app, BrowserWindow } from 'electron';
app.setPath('userData', ${JSON.stringify(join(folder, 'data'))});
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false });
  window.once('ready-to-show', () => {
    window.show();
    process.stdout.write(JSON.stringify({ shown: Date.now() }) + '\\n');
  });
  setInterval(() => {
    const kilobytes = app.getAppMetrics().reduce((sum, one) => sum + one.memory.workingSetSize, 0);
    process.stdout.write(JSON.stringify({ memory: kilobytes }) + '\\n');
  }, 2000);
  window.loadURL('about:blank');
});
`,
  );
  return { folder, remove: async () => await rm(folder, { recursive: true, force: true }) };
}

/** The middle one of an odd number of figures. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
