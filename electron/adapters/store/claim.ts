import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * A claim is a socket in the folder itself, so that every process finds it by whatever path and with whatever
 * environment, and so that a process that was killed leaves nothing that answers. Each process shows its own socket
 * before it looks for others; of two that come at the same time at least one sees the other, so never both go on.
 * Nobody takes the name of another: names are used once.
 */

/** Shown: `claim-…`; not yet listening: another name, which nobody looks for. */
const shown = /^claim-[0-9a-f]{16}$/;
const hidden = /^unclaimed-[0-9a-f]{16}$/;
/** The path of a socket holds some hundred bytes on every system. */
const longestPath = 100;
/** Two who come at the same time try again; who holds the folder says so at once. */
const attempts = 12;
const longestPause = 40;
/** A socket that somebody is about to show is not cleared away, ms. */
const youngAge = 60_000;

/**
 * Claims a folder's documents for this process: two writers would overwrite each other.
 * @param directory of a profile, or of its plans; made when it is missing
 * @returns the function that gives the claim back; null when another process holds it
 * @throws Error of the system when the folder cannot be written to
 */
export async function claimFolder(directory: string): Promise<(() => Promise<void>) | null> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const folder = await realpath(directory);
  if (process.platform === 'win32') return await claimPipe(folder);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const mine = await show(folder);
    const found = await others(folder, mine.name);
    if (found === 'none') {
      mine.hold();
      return mine.release;
    }
    await mine.release();
    if (found === 'held') return null;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * longestPause));
  }
  return null;
}

/** @returns whether some process, this one too, holds the claim on the folder */
export async function isClaimed(directory: string): Promise<boolean> {
  const folder = await realpath(directory).catch(() => null);
  if (folder === null) return false;
  if (process.platform === 'win32') return (await askHolder(pipeOf(folder))) !== null;
  return (await others(folder, '')) === 'held';
}

interface Shown {
  readonly name: string;
  hold(): void;
  release(): Promise<void>;
}

/** Puts a socket that answers into the folder. */
async function show(folder: string): Promise<Shown> {
  const id = randomBytes(8).toString('hex');
  const name = `claim-${id}`;
  let word = 'trying';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(word);
  });
  const way = await wayTo(folder, `unclaimed-${id}`);
  try {
    await listen(server, way.path);
    // Only now: a name that is there and does not answer is dead.
    await rename(join(folder, `unclaimed-${id}`), join(folder, name));
  } catch (error) {
    server.close();
    throw error;
  } finally {
    await way.clear();
  }
  server.unref();
  return {
    name,
    hold() {
      word = 'held';
    },
    async release() {
      await rm(join(folder, name), { force: true });
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What the sockets of other processes say; those of processes that are gone are cleared away. */
async function others(folder: string, own: string): Promise<'held' | 'trying' | 'none'> {
  let result: 'trying' | 'none' = 'none';
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (hidden.test(name)) {
      const made = await stat(file).catch(() => null);
      if (made && Date.now() - made.mtimeMs > youngAge) await rm(file, { force: true });
    }
    if (name === own || !shown.test(name)) continue;
    const way = await wayTo(folder, name);
    const said = await askHolder(way.path).finally(() => way.clear());
    if (said === 'held') return 'held';
    if (said === null) await rm(file, { force: true });
    else result = 'trying';
  }
  return result;
}

interface Way {
  readonly path: string;
  clear(): Promise<void>;
}

/** A path to a socket that is short enough: by a link to its folder where it lies deep. */
async function wayTo(folder: string, name: string): Promise<Way> {
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= longestPath) return { path, clear: () => Promise.resolve() };
  const short = Buffer.byteLength(tmpdir()) <= 60 ? tmpdir() : '/tmp';
  const place = await mkdtemp(join(short, 'nw-'));
  await symlink(folder, join(place, 'f'), 'dir');
  return { path: join(place, 'f', name), clear: () => rm(place, { recursive: true, force: true }) };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A process that is stopped or very busy answers late; until then it counts as one that holds the folder, ms. */
const answerWithin = 2000;

/** @returns what the socket says; null when nobody listens there */
function askHolder(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path);
    socket.setTimeout(answerWithin, () => {
      resolve('held');
      socket.destroy();
    });
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.once('end', () => resolve(text));
    socket.once('close', () => resolve(text === '' ? 'trying' : text));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? null : 'held');
    });
  });
}

/** Windows forgets a pipe with its process, and gives its name to one at a time. */
async function claimPipe(folder: string): Promise<(() => Promise<void>) | null> {
  const server = createServer((socket) => socket.end('held'));
  try {
    await listen(server, pipeOf(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
  server.unref();
  return async () => await new Promise((resolve) => server.close(() => resolve()));
}

function pipeOf(folder: string): string {
  return `\\\\.\\pipe\\nameward-${createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 24)}`;
}
