import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './command.js';
import { checkout } from './paths.js';
import { SetUpProblem, say } from './problem.js';
import { inTurn } from './turn.js';

/** Inside node_modules, so that deleting node_modules also deletes the claim that it is complete. */
const stampFile = join(checkout, 'node_modules', '.nameward-install');

/**
 * @throws {SetUpProblem} when this Node is older than package.json's "engines" asks
 */
export async function checkNodeVersion() {
  const { engines } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
  const [wantedMajor, wantedMinor] = engines.node.replace(/^>=/, '').split('.').map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new SetUpProblem(
      `Nameward needs Node ${engines.node}; this is Node ${process.versions.node}.\nInstall a current Node from https://nodejs.org and try again.`,
    );
  }
}

/**
 * Installs node_modules exactly as package-lock.json says, unless that was done before for the same lock file, npm
 * settings and platform.
 * @throws {SetUpProblem} when npm fails
 */
export async function installDependencies() {
  if (!(await isInstalled())) await inTurn('npm-ci', async () => ((await isInstalled()) ? undefined : install()));
}

async function isInstalled() {
  return (await readFile(stampFile, 'utf8').catch(() => '')) === (await fingerprint());
}

async function install() {
  const wanted = await fingerprint();
  say('installing the dependencies (npm ci)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { stdio: /** @type {const} */ (['ignore', 2, 2]), shell: process.platform === 'win32' };
  const status = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
  if (status !== 0) {
    throw new SetUpProblem(
      `npm ci failed with status ${status}; its own words are above.\nUsual reasons: no way to the npm registry (see 'npm config get registry'), or a full disk.`,
    );
  }
  await mkdir(dirname(stampFile), { recursive: true });
  await writeFile(stampFile, wanted);
}

async function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', '.npmrc']) hash.update(await readFile(join(checkout, file)));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}
