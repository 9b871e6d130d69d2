import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** The longest path of a Unix socket that every system takes (macOS: 104 bytes with the closing zero). */
const MAX_SOCKET_PATH = 103;

/**
 * Where the control of the lab in that folder listens: a Unix socket in it, a named pipe on Windows.
 * @throws Error when the folder's path is too long for a socket
 */
export function controlPlace(directory: string): string {
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 24);
    return `\\\\.\\pipe\\nameward-lab-${name}`;
  }
  const path = join(resolve(directory), 'control.sock');
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new Error(`The path of the lab's folder is too long for its control socket: ${path}`);
  }
  return path;
}
