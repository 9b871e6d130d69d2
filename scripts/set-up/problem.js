/**
 * Set-up cannot go on and the user has to do something. The message is the whole story; a stack trace would only hide
 * it.
 */
export class SetUpProblem extends Error {
  /**
   * @param {string} message what failed, why, and what to do
   * @param {number} [exitCode] exit status of the script; 2 means 'you have to do something first'
   */
  constructor(message, exitCode = 2) {
    super(message);
    this.name = 'SetUpProblem';
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script's main function; a SetUpProblem ends the process with its words and exit status, anything else is a bug
 * and keeps its stack trace.
 * @param {() => Promise<number>} main gives the exit status
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetUpProblem)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

/**
 * One line of progress on standard error, so that standard output stays free for results (`npm run bench` prints JSON
 * there).
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`nameward: ${text}\n`);
}
