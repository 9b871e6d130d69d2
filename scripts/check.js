/**
 * npm run check Everything that can be said about the sources without running the app. Each step's own words are
 * printed when it fails.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNotices, shippedPackages } from './notices.js';
import { buildApp } from './set-up/build.js';
import { capture } from './set-up/command.js';
import { runScript, SetUpProblem } from './set-up/problem.js';
import { setUp } from './set-up/set-up.js';

/**
 * @typedef {object} Outcome
 * @property {'passed' | 'failed' | 'not checked'} state 'not checked': the outside thing it needs does not answer
 * @property {string} words shown when it did not pass
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<Outcome>} check
 */

/** @returns {Step[]} */
function steps() {
  return [
    { name: 'types', check: () => tool('typescript/bin/tsc', ['-b']) },
    { name: 'lint', check: () => tool('oxlint/bin/oxlint', ['--deny-warnings']) },
    { name: 'format', check: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']) },
    { name: 'architecture', check: () => tool('vitest/vitest.mjs', ['run', 'test/architecture']) },
    { name: 'dead code', check: () => tool('knip/bin/knip.js', ['--no-progress']) },
    { name: 'licences', check: () => buildApp().then(licences) },
    { name: 'known vulnerabilities', check: () => buildApp().then(vulnerabilities) },
  ];
}

/**
 * Runs all steps, also after one has failed.
 * @returns {Promise<number>} how many failed
 */
export async function runChecks() {
  let failed = 0;
  for (const { name, check } of steps()) {
    const started = performance.now();
    const { state, words } = await check().catch((error) => {
      if (!(error instanceof SetUpProblem)) throw error;
      return { state: /** @type {const} */ ('failed'), words: error.message };
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`check: ${name.padEnd(22)} ${state} (${seconds} s)\n`);
    if (state !== 'passed') process.stdout.write(`${words.replace(/^/gm, '  ')}\n`);
    if (state === 'failed') failed += 1;
  }
  return failed;
}

/**
 * @param {string} script of a package, below node_modules
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
async function tool(script, args) {
  const { status, output, errors } = await capture(process.execPath, [join('node_modules', script), ...args], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  return { state: status === 0 ? 'passed' : 'failed', words: `${output}\n${errors}`.trim() };
}

/** @returns {Promise<Outcome>} */
async function licences() {
  const problem = await checkNotices();
  return problem === undefined ? { state: 'passed', words: '' } : { state: 'failed', words: problem };
}

/**
 * Asks the npm registry about what is shipped. What only builds and tests is reported by `npm audit` itself and is not
 * our users' risk.
 * @returns {Promise<Outcome>}
 */
async function vulnerabilities() {
  const { output, errors } = await capture(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['audit', '--json'], {
    shell: process.platform === 'win32',
  });
  /**
   * @type {{ vulnerabilities?: Record<string, { severity: string, range: string, via: unknown[] }>, message?: string }}
   */
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return { state: 'not checked', words: errors.trim() };
  }
  if (report.vulnerabilities === undefined) {
    return { state: 'not checked', words: `the npm registry does not answer: ${report.message ?? errors.trim()}` };
  }
  const known = report.vulnerabilities;
  const shipped = await shippedPackages();
  const hit = shipped.filter(({ name }) => name in known);
  const words = hit.map(({ name, version }) => `${name} ${version}: ${known[name].severity}, ${known[name].range}`);
  return { state: hit.length === 0 ? 'passed' : 'failed', words: words.join('\n') };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(async () => {
    await setUp();
    return (await runChecks()) === 0 ? 0 : 1;
  });
}
