import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstOutput, stop } from './child.js';
import { capture } from './command.js';
import { startKeyring } from './keyring.js';
import { SetUpProblem } from './problem.js';
import { ensureSystemPackages } from './system-packages.js';

/**
 * @typedef {object} DesktopSession
 * @property {Record<string, string>} env variables for the programs that are to use it
 * @property {boolean} ownDisplay true when a display was brought because there was none
 * @property {() => Promise<void>} close ends what was started and deletes its files; safe to call twice
 */

const screen = '1600x1000x24';

/**
 * The one place that provides what a desktop program needs on Linux: a display, a session bus and an unlocked Secret
 * Service. On macOS and Windows they are always there, and nothing is done.
 * @param {{ keyring: 'own' | 'session' }} options 'own': always a fresh bus and keyring that die with the session, so
 *   that a test never touches the user's; 'session': the user's, and own ones only where there are none
 * @returns {Promise<DesktopSession>}
 * @throws {SetUpProblem} when a part cannot be installed or does not start
 */
export async function openDesktop(options) {
  /** @type {DesktopSession} */
  const session = { env: {}, ownDisplay: false, close: async () => {} };
  if (process.platform !== 'linux') return session;

  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const needsKeyring = options.keyring === 'own' || !process.env.DBUS_SESSION_BUS_ADDRESS;
  await ensureSystemPackages([
    'window',
    ...(hasDisplay ? [] : [/** @type {const} */ ('display')]),
    ...(needsKeyring ? [/** @type {const} */ ('keyring')] : []),
  ]);

  const home = await mkdtemp(join(tmpdir(), 'nameward-desktop-'));
  /** @type {(() => Promise<void>)[]} how to end what was started */
  const started = [];
  session.close = async () => {
    // In reverse order: the keyring talks to the bus until its end.
    for (const end of started.splice(0).toReversed()) await end();
    await rm(home, { recursive: true, force: true });
  };
  try {
    if (!hasDisplay) {
      session.ownDisplay = true;
      Object.assign(session.env, await startDisplay(home, started));
    }
    if (needsKeyring) Object.assign(session.env, await startKeyring(home, started, session.env));
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

/**
 * @param {string} home
 * @param {(() => Promise<void>)[]} started
 */
async function startDisplay(home, started) {
  const authority = join(home, 'Xauthority');
  const cookie = randomBytes(16).toString('hex');
  await writeFile(authority, '', { mode: 0o600 });
  // The server takes any cookie of the file whatever display it is filed under; clients look theirs up by the number,
  // which is known only once the server has picked a free one.
  await addCookie(authority, ':0', cookie);
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset', '-auth', authority],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  started.push(() => stop(server));
  const display = `:${(await firstOutput(server, server.stdio[3], 'Xvfb')).trim()}`;
  await addCookie(authority, display, cookie);
  return { DISPLAY: display, XAUTHORITY: authority };
}

/** @param {string} authority @param {string} display @param {string} cookie */
async function addCookie(authority, display, cookie) {
  const added = await capture('xauth', ['-q', '-f', authority, 'add', display, '.', cookie]);
  if (added.status !== 0) throw new SetUpProblem(`xauth cannot write ${authority}: ${added.errors.trim()}`);
}
