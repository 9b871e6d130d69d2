import { readFile } from 'node:fs/promises';
import { capture } from './command.js';
import { SetUpProblem, say } from './problem.js';

/**
 * Debian packages per need. 'a|b' means either will do: Debian 13 and Ubuntu 24.04 renamed some libraries for 64-bit
 * time. The list is what a bare Debian 12 lacks for Electron's window and for a Secret Service.
 */
const packages = {
  window: ['libgtk-3-0t64|libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2t64|libasound2'],
  display: ['xvfb', 'xauth'],
  keyring: ['dbus', 'dbus-x11', 'gnome-keyring', 'libsecret-tools'],
};

/** @typedef {keyof typeof packages} SystemNeed */

/**
 * Sees to it that the Linux libraries and programs for these needs are there: on Debian and its relatives by apt-get
 * when run as root. macOS and Windows have all of them.
 * @param {readonly SystemNeed[]} needs
 * @throws {SetUpProblem} with the one command that installs what is missing, when we may not or cannot install it
 */
export async function ensureSystemPackages(needs) {
  if (process.platform !== 'linux') return;
  if (!(await isDebian())) {
    // On another distribution the package names are unknown to us; Electron itself says which library it misses.
    return;
  }
  const missing = await missingPackages(needs.flatMap((need) => packages[need]));
  if (missing.length === 0) return;

  if (process.getuid?.() !== 0) {
    const names = await Promise.all(missing.map(availableName));
    throw new SetUpProblem(
      `Some system packages are missing. Install them with this one command, then try again:\n\n  sudo apt-get install --yes --no-install-recommends ${names.join(' ')}\n`,
    );
  }
  const started = performance.now();
  say('some system packages are missing: asking apt-get for its lists');
  await apt(['update', '--quiet']);
  const names = await Promise.all(missing.map(availableName));
  say(`installing ${names.join(' ')}`);
  await apt(['install', '--yes', '--quiet', '--no-install-recommends', ...names]);
  say(`system packages installed in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function isDebian() {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

/**
 * @param {readonly string[]} choices
 * @returns {Promise<string[]>} the choices of which no alternative is installed
 */
async function missingPackages(choices) {
  const { output } = await capture('dpkg-query', [
    '--show',
    '--showformat=${db:Status-Status} ${Package}\\n',
    ...choices.flatMap((choice) => choice.split('|')),
  ]);
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  return choices.filter((choice) => !choice.split('|').some((name) => installed.has(name)));
}

/**
 * @param {string} choice such as 'libasound2t64|libasound2'
 * @returns {Promise<string>} the first name that this release of Debian has; the older one where apt knows neither yet
 */
async function availableName(choice) {
  const names = choice.split('|');
  for (const name of names) {
    const { output } = await capture('apt-cache', ['policy', name]);
    if (/^\s+Candidate: (?!\(none\))/m.test(output)) return name;
  }
  return /** @type {string} */ (names.at(-1));
}

/** @param {readonly string[]} args */
async function apt(args) {
  // A fresh machine is often still busy with its own first update: wait for it instead of failing.
  const { status, output, errors } = await capture('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) {
    throw new SetUpProblem(
      `apt-get ${args.join(' ')} failed with status ${status}:\n${output.trim()}\n${errors.trim()}`,
    );
  }
}
