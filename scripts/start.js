/**
 * npm start [-- --profile NAME] [-- --keep]
 * Sets up whatever is missing, builds if need be, and opens Nameward, by default on the lab. On a Linux machine with no
 * display it brings one, writes a screenshot of the live map, prints the fleet and ends; --keep keeps it running.
 */
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './set-up/build.js';
import { openDesktop } from './set-up/desktop-session.js';
import { checkout } from './set-up/paths.js';
import { runScript, say, SetUpProblem } from './set-up/problem.js';
import { sandboxArguments } from './set-up/sandbox.js';
import { setUp } from './set-up/set-up.js';

/** Generous: a first start on a busy machine with a server in the lab that lets every request time out. */
const reportTimeout = 120_000;

const usage = `npm start [-- OPTIONS]: sets up what is missing and opens Nameward, by default on the lab

  --profile NAME       lab, or default: your own servers
  --keep               without a display: keep running instead of ending after the report
  --home FOLDER        keep profiles there instead of in your application data
  --lab-servers N      size of the lab, 2 to 1000 (default: 14 servers with every kind of trouble)
  --lab-scenario NAME  default, uniform, pairs, nat or resellers
  --lab-seed N         the same seed gives the same fleet
  --lab-dir FOLDER     the simulated servers' logs and control socket
  --trace-requests     every request to a server on standard error

docs/set-up.md tells what the set-up does and what to do when it fails.`;

await runScript(async () => {
  const asked = process.argv.slice(2);
  if (asked.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const keep = asked.includes('--keep');
  const names = asked.some((argument) => argument === '--profile' || argument.startsWith('--profile='));
  const profile = names ? [] : ['--profile', 'lab'];

  const { electron, env } = await setUp();
  const desktop = await openDesktop({ keyring: 'session' });
  try {
    await buildApp();
    const screenshot = join(checkout, 'out', 'live-map.png');
    const report = desktop.ownDisplay ? ['--report', screenshot] : [];
    // Chromium complains about the hardware that such a machine does not have; nothing of it matters.
    const quiet = desktop.ownDisplay ? ['--log-level=3'] : [];
    if (desktop.ownDisplay) {
      await mkdir(join(checkout, 'out'), { recursive: true });
      say(`there is no display here: Nameward opens on a virtual one (${desktop.env.DISPLAY})`);
      if (keep) say(`it keeps running until Ctrl+C; a screenshot of the live map will be in ${screenshot}`);
    }
    const status = await runApp(
      electron.executable,
      [...sandboxArguments, ...quiet, checkout, ...profile, ...report, ...asked],
      { ...process.env, ...env, ...desktop.env },
      desktop.ownDisplay && !keep ? reportTimeout : undefined,
    );
    if (status === 0 && desktop.ownDisplay && !keep) {
      say(`that was the fleet as Nameward sees it; a screenshot of the live map is in ${screenshot}`);
      say('with a display, a window stays open; without one, `npm start -- --keep` keeps it running');
    }
    return status;
  } finally {
    await desktop.close();
  }
});

/**
 * @param {string} executable
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {number | undefined} timeout milliseconds, none when it may run for ever
 * @returns {Promise<number>} the app's exit status
 */
function runApp(executable, args, env, timeout) {
  return new Promise((resolve, reject) => {
    const app = spawn(executable, args, { cwd: checkout, env, stdio: 'inherit' });
    let late = false;
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            app.kill('SIGTERM');
            setTimeout(() => app.kill('SIGKILL'), 5000).unref();
          }, timeout);
    const pass = (/** @type {NodeJS.Signals} */ signal) => app.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    app.on('error', (error) => reject(new SetUpProblem(`Electron cannot be started: ${error.message}`)));
    app.on('close', (code, signal) => {
      clearTimeout(timer);
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      if (late) {
        reject(
          new SetUpProblem(
            `Nameward was started, but its map was not painted within ${(timeout ?? 0) / 1000} s, so it was ended.\nTry again with a quieter machine, or look at it with 'npm start -- --keep' and the log in the profile's folder.`,
            1,
          ),
        );
      } else resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
