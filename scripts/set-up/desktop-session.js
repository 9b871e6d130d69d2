import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { capture } from './command.js';
import { SetUpProblem } from './problem.js';
import { ensureSystemPackages } from './system-packages.js';

/**
 * @typedef {object} DesktopSession
 * @property {Record<string, string>} env variables for the programs that are to use it
 * @property {boolean} ownDisplay true when a display was brought because there was none
 * @property {() => Promise<void>} close ends what was started and deletes its files; safe to call twice
 */

const screen = '1600x1000x24';
const startTimeout = 15_000;

/**
 * The one place that provides what a desktop program needs on Linux: a display, a session bus and an unlocked Secret
 * Service. On macOS and Windows they are always there, and nothing is done.
 * @param {{ keyring: 'own' | 'session' }} options 'own': always a fresh bus and keyring that die with the session, so that a
 *   test never touches the user's; 'session': the user's, and own ones only where there are none
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
  /** @type {import('node:child_process').ChildProcess[]} */
  const started = [];
  session.close = async () => {
    // In reverse order: the keyring talks to the bus until its end.
    for (const child of started.splice(0).toReversed()) await stop(child);
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
 * @param {import('node:child_process').ChildProcess[]} started
 */
async function startDisplay(home, started) {
  const authority = join(home, 'Xauthority');
  const cookie = randomBytes(16).toString('hex');
  await writeFile(authority, '', { mode: 0o600 });
  // The server takes any cookie of the file whatever display it is filed under; clients look theirs up by the number, which
  // is known only once the server has picked a free one.
  await addCookie(authority, ':0', cookie);
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset', '-auth', authority],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  started.push(server);
  const display = `:${(await firstOutput(server, server.stdio[3], 'Xvfb')).trim()}`;
  await addCookie(authority, display, cookie);
  return { DISPLAY: display, XAUTHORITY: authority };
}

/** @param {string} authority @param {string} display @param {string} cookie */
async function addCookie(authority, display, cookie) {
  const added = await capture('xauth', ['-q', '-f', authority, 'add', display, '.', cookie]);
  if (added.status !== 0) throw new SetUpProblem(`xauth cannot write ${authority}: ${added.errors.trim()}`);
}

/**
 * @param {string} home
 * @param {import('node:child_process').ChildProcess[]} started
 * @param {Record<string, string>} displayEnv
 */
async function startKeyring(home, started, displayEnv) {
  /** @type {Record<string, string>} */
  const env = { XDG_DATA_HOME: join(home, 'data'), XDG_RUNTIME_DIR: join(home, 'runtime') };
  for (const folder of Object.values(env)) await mkdir(folder, { mode: 0o700 });

  // The bus starts services on demand, so it must know the display and the folders, too.
  const base = { ...process.env, ...displayEnv, ...env };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=3'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: base,
    detached: true,
  });
  started.push(bus);
  env['DBUS_SESSION_BUS_ADDRESS'] = (await firstOutput(bus, bus.stdio[3], 'dbus-daemon')).trim();

  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...base, ...env },
    detached: true,
  });
  started.push(daemon);
  // Nobody needs to know this password again: the keyring is deleted with the session.
  daemon.stdin.end(randomBytes(24).toString('base64'));
  await secretServiceReady(daemon, { ...base, ...env });
  return env;
}

/**
 * @param {import('node:child_process').ChildProcess} daemon
 * @param {NodeJS.ProcessEnv} env
 */
async function secretServiceReady(daemon, env) {
  const deadline = Date.now() + startTimeout;
  while (daemon.exitCode === null && Date.now() < deadline) {
    const asked = await capture(
      'dbus-send',
      [
        '--session',
        '--print-reply=literal',
        '--dest=org.freedesktop.DBus',
        '/org/freedesktop/DBus',
        'org.freedesktop.DBus.NameHasOwner',
        'string:org.freedesktop.secrets',
      ],
      { env },
    );
    if (asked.output.includes('true')) return;
    await delay(50);
  }
  throw new SetUpProblem('gnome-keyring-daemon did not bring up a Secret Service; run it by hand to see why.');
}

/**
 * Waits for the line by which a daemon says that it is ready.
 * @param {import('node:child_process').ChildProcess} child
 * @param {unknown} channel the readable end of the descriptor it writes to
 * @param {string} name
 * @returns {Promise<string>}
 */
function firstOutput(child, channel, name) {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (errors += text));
    const fail = (/** @type {string} */ why) => reject(new SetUpProblem(`${name} ${why}\n${errors.trim()}`));
    const timer = setTimeout(() => fail('did not start in time.'), startTimeout);
    child.once('error', (error) => fail(`cannot be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended at once with status ${code}.`));
    let text = '';
    /** @type {import('node:stream').Readable} */ (channel).setEncoding('utf8').on('data', (part) => {
      text += part;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text);
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(forced);
}
