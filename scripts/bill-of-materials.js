/**
 * The bill of materials of what is shipped, in CycloneDX's JSON: npm knows the packages (licence, source, hash), the
 * build knows which of them are in it.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedPackages } from './notices.js';
import { capture } from './set-up/command.js';
import { checkout } from './set-up/paths.js';
import { SetUpProblem } from './set-up/problem.js';

/** Read by electron-builder (electron-builder.yml). */
const billFile = join(checkout, 'out', 'nameward.cdx.json');

/**
 * @typedef {object} Component
 * @property {string} name with its scope
 * @property {string} version
 * @property {string} type
 * @property {string} purl
 * @property {string} [bom-ref]
 * @property {string} [scope]
 * @property {{ name: string, value: string }[]} [properties]
 */

/**
 * @typedef {object} Bill
 * @property {{ component: { name: string } }} metadata
 * @property {Component[]} components
 * @property {{ ref: string, dependsOn?: string[] }[]} [dependencies]
 */

/**
 * The part of npm's bill, which holds every package of the lock file, that is shipped.
 * @template {Bill} Whole
 * @param {Whole} whole
 * @param {readonly { name: string, version: string }[]} shipped
 * @returns {Whole}
 * @throws {SetUpProblem} when npm does not know one of them
 */
export function billOf(whole, shipped) {
  const known = new Map(whole.components.map((component) => [`${component.name}@${component.version}`, component]));
  const components = shipped.map(({ name, version }) => {
    const component = known.get(`${name}@${version}`);
    if (component === undefined)
      throw new SetUpProblem(`${name} ${version} is shipped and not in package-lock.json.`, 1);
    // What is bundled is none of npm's dependencies, and is in the app all the same.
    const properties = component.properties?.filter((one) => one.name !== 'cdx:npm:package:development') ?? [];
    return { ...component, scope: 'required', properties };
  });
  const { component } = whole.metadata;
  return {
    ...whole,
    metadata: { ...whole.metadata, component: { ...component, type: 'application', name: 'nameward' } },
    components,
    // Of the other packages' ways to each other nothing is left in the build.
    dependencies: [],
  };
}

/**
 * @returns {Promise<{ name: string, version: string }[]>} the keyring's binaries that npm has installed for this
 *   platform
 */
async function keyringBinaries() {
  const scope = join(checkout, 'node_modules', '@napi-rs');
  const names = (await readdir(scope)).filter((name) => name.startsWith('keyring-'));
  return Promise.all(
    names.map(async (name) => {
      const { default: about } = await import(join(scope, name, 'package.json'), { with: { type: 'json' } });
      return { name: about.name, version: about.version };
    }),
  );
}

/**
 * Writes the bill of the app that was built last.
 * @param {string} electronVersion of the Electron that it is shipped with
 * @throws {SetUpProblem} when npm fails
 */
export async function writeBillOfMaterials(electronVersion) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, output, errors } = await capture(npm, ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new SetUpProblem(`npm sbom ended with status ${status}: ${errors.trim()}`, 1);
  const bill = billOf(JSON.parse(output), [...(await shippedPackages()), ...(await keyringBinaries())]);
  // The stand-in for Electron is not the one of the lock file.
  const purl = `pkg:npm/electron@${electronVersion}`;
  bill.components.push({
    'bom-ref': `electron@${electronVersion}`,
    type: 'framework',
    name: 'electron',
    version: electronVersion,
    purl,
  });
  await writeFile(billFile, `${JSON.stringify(bill, null, 2)}\n`);
}
