import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { checkout } from './paths.js';
import { SetUpProblem } from './problem.js';

/**
 * Runs a command to its end with this process's own input and output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options] defaults: in the checkout, output shown
 * @returns {Promise<number>} exit status; 128 + the signal's number when a signal ended it, as shells do
 * @throws {SetUpProblem} when the command cannot be started at all
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: checkout, stdio: 'inherit', ...options });
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    const release = () => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
    };
    child.on('error', (error) => {
      release();
      reject(new SetUpProblem(`${command} cannot be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      release();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * Runs a command quietly.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ status: number, output: string, errors: string }>} what it wrote on standard output and standard
 *   error; status 127 when there is no such command
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: checkout, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (errors += text));
    child.on('error', (error) => resolve({ status: 127, output, errors: error.message }));
    child.on('close', (code, signal) =>
      resolve({ status: code ?? 128 + (signal ? constants.signals[signal] : 0), output, errors }),
    );
  });
}
