/**
 * npm run bench [-- NAME…] Runs the measurements in test/bench (all of them, or those named) one after the other and
 * prints one JSON line per figure on standard output, nothing else there. Exit status 1 when one misses its target, by
 * its own exit status.
 *
 * NAMEWARD_BASE=FOLDER compares with the checkout of an earlier commit, set up and built there: `start`, `memory` and
 * `hostile` measure its build in their own run; of `graph`, `fleet` and `plans` the earlier checkout's own bench takes
 * turns with ours, and a line tells the ratio. NAMEWARD_ROUNDS=N says how often (odd).
 */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildApp } from './set-up/build.js';
import { compareWithBase, isComparedHere } from './set-up/base-bench.js';
import { bundle } from './set-up/bundle.js';
import { openDesktop } from './set-up/desktop-session.js';
import { checkout } from './set-up/paths.js';
import { runScript, say, SetUpProblem } from './set-up/problem.js';
import { setUp } from './set-up/set-up.js';

const ending = '.bench.ts';
const folder = join(checkout, 'test', 'bench');
const output = join(checkout, 'out', 'bench');

await runScript(async () => {
  const { env } = await setUp();
  await buildApp();
  const chosen = await choose(process.argv.slice(2));
  await bundle(Object.fromEntries(chosen.map((name) => [name, join(folder, `${name}${ending}`)])), output);
  const base = process.env.NAMEWARD_BASE;
  const desktop = await openDesktop({ keyring: 'own' });
  let failed = 0;
  try {
    for (const name of chosen) {
      say(`measuring ${name}`);
      const all = { ...process.env, ...env, ...desktop.env };
      const status =
        base && isComparedHere(name)
          ? await compareWithBase(name, base, async (folder) => await measure(name, folder, all))
          : (await measure(name, checkout, all)).status;
      if (status !== 0) {
        failed += 1;
        say(`${name} ended with status ${status}`);
      }
    }
  } finally {
    await desktop.close();
  }
  return failed === 0 ? 0 : 1;
});

/** @param {string[]} wanted names without the ending; none means all */
async function choose(wanted) {
  const files = await readdir(folder);
  const names = files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
  for (const name of wanted) {
    if (!names.includes(name))
      throw new SetUpProblem(`There is no measurement '${name}'; there are: ${names.join(', ')}.`);
  }
  return wanted.length > 0 ? wanted : names.toSorted();
}

/**
 * @param {string} name
 * @param {string} folder the checkout whose bench it is
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ status: number, lines: string[] }>} exit status, and the lines of JSON
 */
function measure(name, folder, env) {
  return new Promise((resolve, reject) => {
    const lines = /** @type {string[]} */ ([]);
    const file = join(folder, 'out', 'bench', `${name}.js`);
    const child = spawn(process.execPath, ['--enable-source-maps', file], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (isJson(line)) lines.push(line);
      (isJson(line) ? process.stdout : process.stderr).write(`${line}\n`);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, lines }));
  });
}

/** @param {string} line */
function isJson(line) {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
