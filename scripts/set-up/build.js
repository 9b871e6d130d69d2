import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { capture } from './command.js';
import { checkout } from './paths.js';
import { SetUpProblem, say } from './problem.js';
import { inTurn } from './turn.js';

const sources = ['electron', 'renderer', 'shared', 'simulator', 'resources'];
const settings = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json'];
const stampFile = join(checkout, 'out', '.built-from');

/**
 * Builds the app into out/ unless out/ was built from exactly these sources. Contents are compared, not times: git
 * gives every file of a fresh clone the time of the clone.
 * @throws {SetUpProblem} with the bundler's words when the sources do not build
 */
export async function buildApp() {
  if (!(await isBuilt())) await inTurn('build', async () => ((await isBuilt()) ? undefined : build()));
}

async function isBuilt() {
  return (await readFile(stampFile, 'utf8').catch(() => '')) === (await fingerprint());
}

async function build() {
  const wanted = await fingerprint();
  say('building');
  const started = performance.now();
  // Without a stamp while it builds: an interrupted build must not look finished.
  await rm(stampFile, { force: true });
  const built = await capture(
    process.execPath,
    [join('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
    {
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
    },
  );
  if (built.status !== 0) {
    throw new SetUpProblem(`The build failed:\n${built.output.trim()}\n${built.errors.trim()}`, 1);
  }
  await mkdir(join(checkout, 'out'), { recursive: true });
  await writeFile(stampFile, wanted);
  say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function fingerprint() {
  const hash = createHash('sha256');
  const listed = await Promise.all(sources.map((folder) => filesBelow(join(checkout, folder))));
  const files = [...settings.map((name) => join(checkout, name)), ...listed.flat()].toSorted();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  files.forEach((file, index) => {
    hash.update(`${relative(checkout, file)}\0${contents[index].length}\0`).update(contents[index]);
  });
  return `${hash.digest('hex')}\n`;
}

/** @param {string} folder @returns {Promise<string[]>} what can change the build: neither tests nor prose */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.(md|txt|tsbuildinfo)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
