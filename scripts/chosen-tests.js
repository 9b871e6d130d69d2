/**
 * The inner loop of `npm test -- unit FILE…` and `npm test -- unit --watch`: tests in Node, without Electron, and
 * without a desktop where they need none. A test file that needs one says `@needs desktop` in its first comment.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { run } from './set-up/command.js';
import { checkNodeVersion, installDependencies } from './set-up/dependencies.js';
import { openDesktop } from './set-up/desktop-session.js';
import { checkout } from './set-up/paths.js';
import { say, SetUpProblem } from './set-up/problem.js';

const places = ['shared', 'electron', 'renderer', 'simulator', 'test'];
const testFile = /\.test\.tsx?$/;
const marker = /^(?:\/\*\*| \*|\/\/).*@needs desktop\b/m;

/**
 * @typedef {object} Choice
 * @property {string[]} files tests to run, from the checkout's top; empty when none was named
 * @property {string[]} sources files whose tests are meant: those that import them, by way of however many others
 * @property {string[]} leftOut tests that need a desktop and were not named themselves
 * @property {boolean} desktop whether one that was named needs it
 */

/**
 * Runs the tests that were named, once or again with each change.
 * @param {readonly string[]} asked paths of tests, of folders, parts of paths, or paths of sources
 * @param {boolean} watch
 * @returns {Promise<number>} exit status
 */
export async function runChosenTests(asked, watch) {
  await checkNodeVersion();
  await installDependencies();
  const choice = await choose(asked);
  if (asked.length === 0 && !watch) throw new SetUpProblem('Name a test, or say --watch.');
  // What a source concerns is minutes of the tests of several parts together: those are run when they are named.
  const beside = choice.files.length === 0 && choice.leftOut.length === 0;
  if (beside) say('tests beside the sources only: test/ is left out; name a folder or a file of it to run it');
  for (const file of choice.leftOut) say(`left out: ${file}, which needs a desktop and a keychain; name it to run it`);
  const mode = choice.sources.length > 0 ? ['related', ...(watch ? [] : ['--run'])] : [watch ? 'watch' : 'run'];
  const only = [...choice.files, ...choice.sources];
  if (!beside && only.length === 0) {
    throw new SetUpProblem('Every test of these needs a desktop and a keychain: name the files.', 1);
  }
  const excluded = (beside ? ['test/**'] : choice.leftOut).flatMap((glob) => ['--exclude', glob]);
  const args = [join('node_modules', 'vitest', 'vitest.mjs'), ...mode, ...only, ...excluded];
  const desktop = choice.desktop ? await openDesktop({ keyring: 'own' }) : undefined;
  try {
    return await run(process.execPath, args, { env: { ...process.env, ...desktop?.env } });
  } finally {
    await desktop?.close();
  }
}

/** @param {readonly string[]} asked @returns {Promise<Choice>} */
async function choose(asked) {
  const tests = (await Promise.all(places.map(filesBelow))).flat().filter((file) => testFile.test(file));
  const needing = new Set();
  for (const file of tests) if (await needsDesktop(file)) needing.add(file);
  const named = new Set();
  const found = new Set();
  const sources = [];
  for (const one of asked) {
    const path = relative(checkout, resolve(one)).split(sep).join('/');
    if (tests.includes(path)) {
      named.add(path);
      found.add(path);
    } else if (await isFile(path)) sources.push(path);
    else {
      const some = tests.filter((file) => file.includes(path) || file.includes(one));
      if (some.length === 0)
        throw new SetUpProblem(`There is no test whose path has '${one}' in it, and no such file.`);
      for (const file of some) found.add(file);
    }
  }
  if (sources.length > 0 && found.size > 0) {
    throw new SetUpProblem(`Name tests, or sources whose tests are meant, not both: ${sources.join(', ')}.`);
  }
  const leftOut = [...needing].filter((file) => !named.has(file) && found.has(file));
  return {
    files: [...found].filter((file) => !leftOut.includes(file)),
    sources,
    leftOut,
    desktop: [...named].some((file) => needing.has(file)),
  };
}

/** @param {string} folder @returns {Promise<string[]>} from the checkout's top, with `/` */
async function filesBelow(folder) {
  const entries = await readdir(join(checkout, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(checkout, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    );
}

/** @param {string} file */
async function needsDesktop(file) {
  return marker.test((await readFile(join(checkout, file), 'utf8')).slice(0, 2000));
}

/** @param {string} path */
async function isFile(path) {
  return stat(join(checkout, path)).then(
    (found) => found.isFile(),
    () => false,
  );
}
