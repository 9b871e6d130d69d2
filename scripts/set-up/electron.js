import { access, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from './command.js';
import { checkout, userCache } from './paths.js';
import { SetUpProblem, say } from './problem.js';
import { ensureStandIn, standInAvailable, standInMark } from './stand-in.js';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} folder the folder that Electron's `dist` is, or stands in for
 * @property {string} executable
 * @property {string} version
 * @property {boolean} official false for the stand-in, which may never be released
 */

const electronPackage = join(checkout, 'node_modules', 'electron');

/** Says that Electron's download could not be reached; believed for a day so that each start does not ask again. */
const unreachableFile = join(userCache, 'electron-download-unreachable');
const unreachableFor = 24 * 3600 * 1000;
const reachabilityTimeout = 4000;

/**
 * Finds an Electron to run: the official one wherever it can be had, else the stand-in.
 * @returns {Promise<ElectronRuntime>}
 * @throws {SetUpProblem} when there is none and none can be fetched
 */
export async function ensureElectron() {
  const { version } = JSON.parse(await readFile(join(electronPackage, 'package.json'), 'utf8'));
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return await fromFolder(override);

  const installed = join(electronPackage, 'dist');
  if (await isInstalled(version)) return await fromFolder(installed);

  const refusal = await downloadRefusal();
  if (refusal === undefined) {
    say(`downloading Electron ${version}`);
    const install = await capture(process.execPath, [join(electronPackage, 'install.js')]);
    if (install.status === 0) {
      await rm(unreachableFile, { force: true });
      return await fromFolder(installed);
    }
    const words = install.errors.trim().split('\n').slice(0, 3).join('\n');
    if (process.env.ELECTRON_MIRROR || !standInAvailable) {
      // A mirror that was asked for by name and fails is a mistake to be told, not one to be covered up.
      throw new SetUpProblem(`Electron ${version} could not be downloaded:\n${words}`);
    }
    await rememberUnreachable(`its download failed: ${words.split('\n')[0]}`);
  } else if (!standInAvailable) {
    throw new SetUpProblem(
      `Electron ${version} is not installed and cannot be downloaded (${refusal}).\nSet ELECTRON_MIRROR to a mirror of Electron's releases, or ELECTRON_OVERRIDE_DIST_PATH to a folder that holds Electron.`,
    );
  }
  return await fromFolder(await ensureStandIn());
}

/**
 * @param {ElectronRuntime} electron
 * @returns {string} for the start-up line
 */
export function describeElectron(electron) {
  return electron.official
    ? `Electron ${electron.version}`
    : `Electron ${electron.version} (stand-in for development and tests: the official one cannot be downloaded here)`;
}

/** @param {string} version the one that package.json asks for */
async function isInstalled(version) {
  const found = await readFile(join(electronPackage, 'dist', 'version'), 'utf8').catch(() => '');
  return found.trim().replace(/^v/, '') === version;
}

/**
 * @param {string} folder
 * @returns {Promise<ElectronRuntime>}
 */
async function fromFolder(folder) {
  const names = {
    darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron'),
    win32: 'electron.exe',
  };
  const name = process.platform in names ? names[/** @type {keyof typeof names} */ (process.platform)] : 'electron';
  const executable = join(folder, name);
  await access(executable).catch(() => {
    throw new SetUpProblem(`There is no Electron at ${executable}; check ELECTRON_OVERRIDE_DIST_PATH.`);
  });
  const version = (await readFile(join(folder, 'version'), 'utf8')).trim().replace(/^v/, '');
  const marked = await access(join(folder, standInMark)).then(
    () => true,
    () => false,
  );
  return { folder, executable, version, official: !marked };
}

/** @returns {Promise<string | undefined>} why a download from GitHub is not to be tried, nothing when it should be */
export async function downloadRefusal() {
  if (process.env.ELECTRON_MIRROR) return undefined;
  const remembered = await stat(unreachableFile).catch(() => undefined);
  if (remembered && Date.now() - remembered.mtimeMs < unreachableFor) {
    return `${(await readFile(unreachableFile, 'utf8')).trim()}; remembered in ${unreachableFile}`;
  }
  // Where a proxy has to be used, only Electron's own downloader knows how; let it try.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return undefined;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error('no answer in time')), reachabilityTimeout);
  try {
    await fetch('https://github.com/electron/electron/releases', {
      method: 'HEAD',
      redirect: 'manual',
      signal: controller.signal,
    });
    return undefined;
  } catch (error) {
    const cause = /** @type {Error} */ (/** @type {Error} */ (error).cause ?? error);
    const reason = `github.com cannot be reached: ${cause.message}`;
    await rememberUnreachable(reason);
    return reason;
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} reason */
async function rememberUnreachable(reason) {
  say(`Electron's own download is out of reach (${reason})`);
  await mkdir(userCache, { recursive: true });
  await writeFile(unreachableFile, `${reason}\n`);
}
