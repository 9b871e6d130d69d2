/**
 * npm run package Makes the installers for this platform in release/. Where they cannot be made, because Electron or
 * electron-builder's own tools cannot be downloaded, it makes a folder to try instead; one with the stand-in Electron
 * goes to release-smoke/ and says that it is not for release.
 */
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeBillOfMaterials } from './bill-of-materials.js';
import { checkNotices } from './notices.js';
import { buildApp } from './set-up/build.js';
import { run } from './set-up/command.js';
import { downloadRefusal } from './set-up/electron.js';
import { readFuses } from './set-up/fuses.js';
import { checkout } from './set-up/paths.js';
import { runScript, say, SetUpProblem } from './set-up/problem.js';
import { setUp } from './set-up/set-up.js';

const builder = join('node_modules', 'electron-builder', 'cli.js');

/**
 * @typedef {object} Packaged
 * @property {string} folder the unpacked app
 * @property {string} executable
 */

/**
 * Packages the app for this platform as a folder to try, whatever could be downloaded.
 * @param {import('./set-up/electron.js').ElectronRuntime} electron
 * @param {{ drivenByTests?: boolean }} options `drivenByTests`: takes the switches by which tests drive it
 *   (electron/main/security/switches.ts), says so in its package.json, and is never what is shipped
 * @returns {Promise<Packaged>}
 * @throws {SetUpProblem} when electron-builder fails or a fuse is not as wanted
 */
export async function packageFolder(electron, { drivenByTests = false } = {}) {
  const output = drivenByTests ? 'out/driven' : electron.official ? 'release' : 'release-smoke';
  const settings = [
    `-c.directories.output=${output}`,
    `-c.electronDist=${electron.folder}`,
    `-c.electronVersion=${electron.version}`,
    ...(electron.official
      ? []
      : ['-c.extraMetadata.version=0.0.0-not-for-release', '-c.afterExtract=scripts/set-up/remove-default-app.cjs']),
    ...(drivenByTests ? ['-c.extraMetadata.drivenByTests=true'] : []),
  ];
  await runBuilder(electron, ['--dir', ...settings]);
  const packaged = await findUnpacked(join(checkout, output));
  await checkFuses(packaged.executable);
  return packaged;
}

/** @param {import('./set-up/electron.js').ElectronRuntime} electron @param {string[]} args */
async function runBuilder(electron, args) {
  await writeBillOfMaterials(electron.version);
  const status = await run(process.execPath, [builder, '--publish', 'never', ...args], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new SetUpProblem(`electron-builder ended with status ${status}; its own words are above.`, 1);
}

/** @param {string} output @returns {Promise<Packaged>} */
async function findUnpacked(output) {
  const place = { linux: 'linux', darwin: 'mac', win32: 'win' }[/** @type {'linux'} */ (process.platform)];
  const name = { linux: 'nameward', darwin: 'Nameward.app', win32: 'Nameward.exe' };
  for (const entry of await readdir(output)) {
    if (!new RegExp(`^${place}(-\\w+)*(-unpacked)?$`).test(entry)) continue;
    const executable = join(output, entry, name[/** @type {'linux'} */ (process.platform)]);
    const there = await access(executable).then(
      () => true,
      () => false,
    );
    if (there) return { folder: join(output, entry), executable };
  }
  throw new SetUpProblem(`electron-builder left no unpacked app in ${output}.`, 1);
}

/** @param {string} executable */
async function checkFuses(executable) {
  const fuses = await readFuses(executable);
  for (const { name, found } of fuses) say(`fuse ${name}: ${found === undefined ? 'absent' : found ? 'on' : 'off'}`);
  const wrong = fuses.filter(({ found, wanted }) => found !== wanted);
  if (wrong.length > 0) {
    const names = wrong.map(({ name, wanted }) => `${name} should be ${wanted ? 'on' : 'off'}`).join(', ');
    throw new SetUpProblem(`${executable} has the wrong fuses: ${names}.`, 1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(async () => {
    const { electron } = await setUp();
    await buildApp();
    const outdated = await checkNotices();
    if (outdated !== undefined) throw new SetUpProblem(outdated, 1);

    const refusal = await downloadRefusal();
    if (electron.official && refusal === undefined) {
      await runBuilder(electron, []);
      const { executable } = await findUnpacked(join(checkout, 'release'));
      await checkFuses(executable);
      say('the installers are in release/');
      return 0;
    }
    say(
      `no installers: their tools cannot be downloaded (${refusal ?? 'no official Electron'}); making a folder to try`,
    );
    const { folder } = await packageFolder(electron);
    say(`${electron.official ? 'packaged' : 'packaged for a trial only, NOT FOR RELEASE,'} in ${folder}`);
    return 0;
  });
}
