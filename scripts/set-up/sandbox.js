import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SetUpProblem } from './problem.js';

const isRoot = process.getuid?.() === 0;

/** Chromium's sandbox refuses to work for root on Linux; a container or a CI machine is often just that. */
export const sandboxArguments = process.platform === 'linux' && isRoot ? ['--no-sandbox'] : [];

/** Linux settings under which an ordinary user may make no namespace of his own, and the value that says so. */
const restrictions = [
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
  ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
  ['/proc/sys/user/max_user_namespaces', '0'],
];

/**
 * Chromium's sandbox needs namespaces, or a helper that root has marked. Without either Electron ends at once with
 * words that few understand.
 * @param {string} folder that holds Electron
 * @throws {SetUpProblem} with the one command that marks the helper
 */
export async function checkSandbox(folder) {
  if (process.platform !== 'linux' || isRoot) return;
  const values = await Promise.all(restrictions.map(([file]) => readFile(file, 'utf8').catch(() => '')));
  if (!values.some((value, index) => value.trim() === restrictions[index][1])) return;
  const helper = join(folder, 'chrome-sandbox');
  const found = await stat(helper).catch(() => undefined);
  if (found !== undefined && found.uid === 0 && (found.mode & 0o4000) !== 0) return;
  throw new SetUpProblem(
    `This Linux lets no ordinary user make a namespace, which Chromium's sandbox needs. Mark its helper with this one command, then try again:\n\n  sudo chown root:root ${helper} && sudo chmod 4755 ${helper}\n`,
  );
}
