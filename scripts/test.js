/**
 * npm test [-- check | unit | e2e | laws …] npm test -- unit FILE… [--watch], npm test -- unit --watch Sets up whatever
 * is missing, then runs everything: the checks, the tests in Node (unit, contract, integration, architecture), the
 * build, the tests in a real window with a real Secret Service, the packaged app. Or the parts named. `laws` is no part
 * of everything: it tries the laws with many more cases, other ones each time. Behind `unit`, files (or parts of their
 * paths) and `--watch` run these alone, in seconds: see chosen-tests.js.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecks } from './check.js';
import { runChosenTests } from './chosen-tests.js';
import { packageFolder } from './package.js';
import { buildApp } from './set-up/build.js';
import { run } from './set-up/command.js';
import { openDesktop } from './set-up/desktop-session.js';
import { checkout } from './set-up/paths.js';
import { runScript, say, SetUpProblem } from './set-up/problem.js';
import { setUp } from './set-up/set-up.js';

const parts = /** @type {const} */ (['check', 'unit', 'e2e']);
const others = /** @type {const} */ (['laws']);
/** How many times as many cases of each law `laws` tries. */
const thoroughness = '40';
const results = join(checkout, 'out', 'test');

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Tally */

await runScript(async () => {
  const asked = process.argv.slice(2);
  const [first, ...chosen] = asked;
  if (first === 'unit' && chosen.some((name) => !isPart(name))) {
    const watch = chosen.includes('--watch');
    return await runChosenTests(
      chosen.filter((name) => name !== '--watch'),
      watch,
    );
  }
  const unknown = asked.find((name) => !isPart(name));
  if (unknown !== undefined)
    throw new SetUpProblem(`There is no part '${unknown}'; there are: ${[...parts, ...others].join(', ')}.`);
  const wanted = asked.length > 0 ? asked : parts;

  const { electron, env } = await setUp();
  const desktop = await openDesktop({ keyring: 'own' });
  const environment = { ...process.env, ...env, ...desktop.env };
  /** @type {[name: string, tally: Tally][]} */
  const tallies = [];
  try {
    await rm(results, { recursive: true, force: true });
    await mkdir(results, { recursive: true });
    if (wanted.includes('check')) {
      tallies.push(['checks', { passed: 0, failed: await runChecks(), skipped: [] }]);
    }
    if (wanted.includes('unit')) tallies.push(['vitest', await runVitest(environment)]);
    if (wanted.includes('laws'))
      tallies.push(['laws', await runVitest({ ...environment, NAMEWARD_LAWS: thoroughness })]);
    if (wanted.includes('e2e')) tallies.push(['playwright', await runPlaywright(electron, environment)]);
  } finally {
    await desktop.close();
  }
  return summarise(tallies);
});

/** @param {string} name */
function isPart(name) {
  return [...parts, ...others].some((part) => part === name);
}

/** @param {NodeJS.ProcessEnv} env @returns {Promise<Tally>} */
async function runVitest(env) {
  const report = join(results, 'vitest.json');
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ];
  const status = await run(process.execPath, args, { env });
  return tally('vitest', status, report, (found) => ({
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    skipped: found.testResults.flatMap((file) =>
      file.assertionResults
        .filter((one) => one.status !== 'passed' && one.status !== 'failed')
        .map((one) => one.fullName),
    ),
  }));
}

/**
 * @param {import('./set-up/electron.js').ElectronRuntime} electron
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tally>}
 */
async function runPlaywright(electron, env) {
  let packaged;
  let driven;
  try {
    await buildApp();
    packaged = await packageFolder(electron);
    driven = await packageFolder(electron, { drivenByTests: true });
  } catch (error) {
    if (!(error instanceof SetUpProblem)) throw error;
    say(error.message);
    return { passed: 0, failed: 1, skipped: [] };
  }
  const report = join(results, 'playwright.json');
  const args = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'];
  const status = await run(process.execPath, args, {
    env: {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      NAMEWARD_PACKAGED: driven.executable,
      NAMEWARD_SHIPPED: packaged.executable,
    },
  });
  return tally('playwright', status, report, (found) => ({
    passed: found.stats.expected + found.stats.flaky,
    failed: found.stats.unexpected,
    skipped: found.stats.skipped === 0 ? [] : [`${found.stats.skipped} of test/e2e, listed above with a dash`],
  }));
}

/**
 * @param {string} runner
 * @param {number} status
 * @param {string} report
 * @param {(report: any) => Tally} count
 * @returns {Promise<Tally>} never without a failure when the runner ended badly, whatever its report says
 */
async function tally(runner, status, report, count) {
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) {
    say(`${runner} ended with status ${status} and wrote no report`);
    return { passed: 0, failed: 1, skipped: [] };
  }
  const counted = count(JSON.parse(text));
  return { ...counted, failed: status === 0 ? counted.failed : Math.max(counted.failed, 1) };
}

/** @param {[name: string, tally: Tally][]} tallies @returns {number} exit status */
function summarise(tallies) {
  const passed = tallies.reduce((sum, [, one]) => sum + one.passed, 0);
  const skipped = tallies.flatMap(([, one]) => one.skipped);
  // Here everything can run, so a test that was skipped is a test that is missing. Elsewhere some have nothing to test.
  const missing = process.platform === 'linux' ? skipped.length : 0;
  const failed = tallies.reduce((sum, [, one]) => sum + one.failed, 0) + missing;
  for (const [name, one] of tallies) {
    const words = name === 'checks' ? `${one.failed} failed` : `${one.passed} passed, ${one.failed} failed`;
    process.stdout.write(`${name}: ${words}\n`);
  }
  for (const name of skipped) process.stdout.write(`skipped: ${name}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
