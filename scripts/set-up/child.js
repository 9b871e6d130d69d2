import { SetUpProblem } from './problem.js';

/** A daemon of a session may take so long to be ready, ms: it costs nothing to wait where it is slow. */
export const startTimeout = 15_000;

/**
 * Waits for the line by which a daemon says that it is ready.
 * @param {import('node:child_process').ChildProcess} child
 * @param {unknown} channel the readable end of the descriptor it writes to
 * @param {string} name
 * @returns {Promise<string>}
 */
export function firstOutput(child, channel, name) {
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

/**
 * Ends a process, by force when it does not want to.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(forced);
}
