import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { firstOutput, startTimeout, stop } from './child.js';
import { capture } from './command.js';
import { say, SetUpProblem } from './problem.js';

/** Where Debian and its relatives keep what a session bus starts on demand. */
const standardServices = '/usr/share/dbus-1/services';

/** Of these the bus must start none: it would be a second keyring, which is locked. */
const ofKeyrings = /^Name=(org\.freedesktop\.secrets|org\.gnome\.keyring|org\.freedesktop\.impl\.portal\.Secret)$/m;

/** A daemon that ends so soon, ms, so often in a row will not do better the next time. */
const tooSoon = 2000;
const tooOften = 5;

/**
 * A session bus and an unlocked Secret Service on it, which is started again when it dies, as systemd does on a
 * desktop.
 * @param {string} home folder for their files
 * @param {(() => Promise<void>)[]} started gets how to end them, in the order of their start
 * @param {Record<string, string>} displayEnv
 * @returns {Promise<Record<string, string>>} variables for the programs that are to use them
 * @throws {SetUpProblem} when one of them does not start
 */
export async function startKeyring(home, started, displayEnv) {
  /** @type {Record<string, string>} */
  const env = { XDG_DATA_HOME: join(home, 'data'), XDG_RUNTIME_DIR: join(home, 'runtime') };
  for (const folder of Object.values(env)) await mkdir(folder, { mode: 0o700 });

  // The bus starts services on demand, so it must know the display and the folders, too.
  const base = { ...process.env, ...displayEnv, ...env };
  const bus = spawn('dbus-daemon', [`--config-file=${await busConfiguration(home)}`, '--nofork', '--print-address=3'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: base,
    detached: true,
  });
  started.push(() => stop(bus));
  env['DBUS_SESSION_BUS_ADDRESS'] = (await firstOutput(bus, bus.stdio[3], 'dbus-daemon')).trim();
  started.push(await keepSecretService({ ...base, ...env }));
  return env;
}

/**
 * The standard session bus but for the services of keyrings.
 * @param {string} home
 * @returns {Promise<string>} the file
 */
async function busConfiguration(home) {
  const services = join(home, 'services');
  await mkdir(services, { mode: 0o700 });
  const names = await readdir(standardServices).catch(() => []);
  for (const name of names.filter((one) => one.endsWith('.service'))) {
    const text = await readFile(join(standardServices, name), 'utf8');
    if (!ofKeyrings.test(text)) await writeFile(join(services, name), text);
  }
  const file = join(home, 'bus.conf');
  const lines = [
    '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"',
    ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">',
    '<busconfig>',
    '<type>session</type>',
    '<listen>unix:tmpdir=/tmp</listen>',
    '<auth>EXTERNAL</auth>',
    `<servicedir>${services}</servicedir>`,
    '<policy context="default">',
    '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>',
    '</policy>',
    // As the standard one: without them 256 connections are the most.
    ...['max_incoming_bytes', 'max_outgoing_bytes', 'max_message_size'].map(
      (name) => `<limit name="${name}">1000000000</limit>`,
    ),
    ...['max_completed_connections', 'max_connections_per_user', 'max_replies_per_connection'].map(
      (name) => `<limit name="${name}">100000</limit>`,
    ),
    '</busconfig>',
  ];
  await writeFile(file, lines.join('\n'));
  return file;
}

/**
 * Keeps one gnome-keyring-daemon running, always with the same password and so on the same secrets.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<() => Promise<void>>} ends it for good
 */
async function keepSecretService(env) {
  // Nobody needs to know this password: the keyring is deleted with the session.
  const password = randomBytes(24).toString('base64');
  let closing = false;
  let failuresInRow = 0;
  /** @type {import('node:child_process').ChildProcess} */
  let daemon;

  const start = () => {
    const child = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env,
      detached: true,
    });
    const since = Date.now();
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (words = (words + text).slice(-4000)));
    // The next one says what is wrong.
    child.stdin.on('error', () => {});
    child.stdin.end(password);
    child.on('close', (code, signal) => {
      if (closing) return;
      const why = [signal ?? `status ${code}`, ...lastLines(words)].join('; ');
      failuresInRow = Date.now() - since < tooSoon ? failuresInRow + 1 : 0;
      const again = failuresInRow < tooOften;
      say(`gnome-keyring-daemon ended (${why}), ${again ? 'started again' : 'given up'}`);
      if (again) daemon = start();
    });
    return child;
  };

  const end = async () => {
    closing = true;
    await stop(daemon);
  };

  daemon = start();
  try {
    await secretServiceReady(daemon, env);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

/**
 * What a daemon said before its end.
 * @param {string} words all that it wrote, or the end of it
 * @returns {string[]} the last lines that say something
 */
function lastLines(words) {
  return words
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-3);
}

/**
 * @param {import('node:child_process').ChildProcess} daemon
 * @param {NodeJS.ProcessEnv} env
 */
async function secretServiceReady(daemon, env) {
  const deadline = Date.now() + startTimeout;
  while (daemon.exitCode === null && daemon.signalCode === null && Date.now() < deadline) {
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
