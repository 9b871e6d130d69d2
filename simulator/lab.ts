import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serveControl } from '#simulator/control/server.ts';
import { type Fleet, type StartOptions, startFleet } from './index.ts';

export interface LabOptions extends StartOptions {
  /** Zone changes now and then by themselves; here, unlike in a bare fleet, they happen when nothing is said. */
  readonly trickle?: boolean;
  /** Called once the fleet listens and the files are written. */
  readonly onReady?: (directory: string) => void;
}

export interface Lab {
  /** Has `inventory.json`, `tokens.json` and the control socket. */
  readonly directory: string;
  readonly fleet: Fleet;
  /** Ends the fleet and removes `tokens.json`; a temporary folder goes altogether. */
  stop(): Promise<void>;
  /** Resolves when the lab has stopped. */
  readonly stopped: Promise<void>;
}

/**
 * Runs a fleet with its files and its control in a folder (`nameward lab`), until it is stopped.
 * @returns once it is ready; the caller prints `ready DIR` and stops it on SIGINT and SIGTERM
 * @throws what startFleet throws, and the error of a folder that cannot be written
 */
export async function runLab(options: LabOptions = {}): Promise<Lab> {
  const { onReady, dir, trickle = true, ...fleetOptions } = options;
  const directory = dir === undefined ? await mkdtemp(join(tmpdir(), 'nameward-lab-')) : resolve(dir);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const tokensFile = join(directory, 'tokens.json');
  const undo: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  // Leaves no secret behind when the process ends without stop(), too.
  const removeTokens = () => rmSync(tokensFile, { force: true });
  try {
    if (dir === undefined) undo.push(() => rm(directory, { recursive: true, force: true }));
    const fleet = await startFleet({ ...fleetOptions, trickle, dir: directory });
    undo.push(() => fleet.close());
    process.once('exit', removeTokens);
    undo.push(() => {
      process.off('exit', removeTokens);
      removeTokens();
      return Promise.resolve();
    });
    await writePrivate(join(directory, 'inventory.json'), fleet.inventory());
    await writePrivate(tokensFile, fleet.tokens());
    undo.push(await serveControl(fleet, directory));
    let tellStopped: () => void;
    const stopped = new Promise<void>((settle) => {
      tellStopped = settle;
    });
    let stopping: Promise<void> | null = null;
    const stop = () => {
      stopping ??= stopAll().finally(() => tellStopped());
      return stopping;
    };
    onReady?.(directory);
    return { directory, fleet, stop, stopped };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Readable by its owner only from its first moment, and whole when it appears under its name. */
async function writePrivate(file: string, content: unknown): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
