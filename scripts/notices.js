/**
 * node scripts/notices.js [--check] Writes resources/THIRD-PARTY-NOTICES.txt: the licences of everything that is
 * shipped, from what the build really bundled. With --check it only says whether the file is current.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildApp } from './set-up/build.js';
import { checkout } from './set-up/paths.js';
import { runScript, say, SetUpProblem } from './set-up/problem.js';
import { setUp } from './set-up/set-up.js';

const noticesFile = join(checkout, 'resources', 'THIRD-PARTY-NOTICES.txt');

/** Licences that a program under the MIT licence may ship without further duties than naming them. */
const acceptedLicences = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
];

const rule = '-'.repeat(80);
const preface = `Nameward contains the following third-party software. Each part is followed by its licence.
Electron and Chromium, on which it runs, bring theirs as LICENSE.electron.txt and LICENSES.chromium.html
beside the program.
`;

/**
 * @typedef {object} ShippedPackage
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX expression
 * @property {string} text the licence file, or what package.json says in its place
 */

/**
 * Every package of which something is in the build: bundled by vite, or shipped as it is ("dependencies").
 * @returns {Promise<ShippedPackage[]>} sorted by name and version
 * @throws {SetUpProblem} when one has a licence that we have not accepted
 */
export async function shippedPackages() {
  const recorded = join(checkout, 'out', 'packages');
  const folders = new Set();
  for (const file of await readdir(recorded)) {
    for (const folder of JSON.parse(await readFile(join(recorded, file), 'utf8'))) folders.add(folder);
  }
  // Native dependencies are shipped with the binary of one platform, a package of its own under the same licence.
  const { dependencies } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) folders.add(`node_modules/${name}`);

  const packages = await Promise.all([...folders].map((folder) => readPackage(join(checkout, folder))));
  const refused = packages.filter(({ licence }) => !acceptedLicences.includes(licence));
  if (refused.length > 0) {
    const list = refused.map(({ name, version, licence }) => `${name} ${version}: ${licence}`).join('\n  ');
    throw new SetUpProblem(`These packages would be shipped under a licence that nobody has looked at:\n  ${list}`, 1);
  }
  const key = (/** @type {ShippedPackage} */ { name, version }) => `${name} ${version}`;
  return packages.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** @param {string} folder @returns {Promise<ShippedPackage>} */
async function readPackage(folder) {
  const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).toSorted().find((name) => /^licen[cs]e([.-].*)?$/i.test(name));
  const author = typeof about.author === 'string' ? about.author : (about.author?.name ?? 'its authors');
  const text =
    file === undefined
      ? `${about.name} carries no licence file; its package.json says: ${about.license}, by ${author}.`
      : await readFile(join(folder, file), 'utf8');
  return { name: about.name, version: about.version, licence: about.license, text: tidy(text) };
}

/** @param {string} text */
function tidy(text) {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** @param {ShippedPackage[]} packages @returns {string} one part per licence text, however many packages share it */
function format(packages) {
  /** @type {Map<string, ShippedPackage[]>} */
  const byText = new Map();
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  const parts = [...byText].map(([text, sharing]) => {
    const names = sharing.map(({ name, version, licence }) => `${name} ${version} (${licence})`).join('\n');
    return `${rule}\n${names}\n${rule}\n\n${text}\n`;
  });
  return [preface, ...parts].join('\n');
}

/**
 * @returns {Promise<string | undefined>} what is wrong, nothing when the file is current
 */
export async function checkNotices() {
  const wanted = format(await shippedPackages());
  const found = await readFile(noticesFile, 'utf8').catch(() => '');
  return found === wanted
    ? undefined
    : 'resources/THIRD-PARTY-NOTICES.txt is not what the build contains; run `node scripts/notices.js`.';
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(async () => {
    await setUp();
    await buildApp();
    if (process.argv.includes('--check')) {
      const problem = await checkNotices();
      if (problem !== undefined) say(problem);
      return problem === undefined ? 0 : 1;
    }
    const packages = await shippedPackages();
    await writeFile(noticesFile, format(packages));
    say(`${packages.length} packages in ${noticesFile}`);
    return 0;
  });
}
