import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Claims a folder's documents for this process: two writers would overwrite each other. A socket and not a file, so that
 * nothing is left behind by a process that was killed.
 * @param directory of a profile, or of its plans
 * @returns the function that gives the claim back; null when another process holds it
 */
export async function claimFolder(directory: string): Promise<(() => Promise<void>) | null> {
  const place = lockPlace(directory);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const server = await listen(place);
    if (server) return async () => await new Promise((resolve) => server.close(() => resolve()));
    if (await answers(place)) return null;
    await rm(place, { force: true });
  }
  return null;
}

/** @returns whether some process, this one too, holds the claim on the folder */
export async function isClaimed(directory: string): Promise<boolean> {
  return await answers(lockPlace(directory));
}

/** Short on purpose: the path of a socket holds some hundred bytes and a profile's folder may be deep. */
function lockPlace(directory: string): string {
  const name = createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\nameward-${name}`;
  return join(tmpdir(), `nameward-${userInfo().uid}-${name}.lock`);
}

/** @returns null when the place is taken */
function listen(place: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(place, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(place: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
