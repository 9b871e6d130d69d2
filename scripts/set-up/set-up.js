import { checkNodeVersion, installDependencies } from './dependencies.js';
import { describeElectron, ensureElectron } from './electron.js';
import { say } from './problem.js';

/**
 * Everything a fresh checkout needs before anything of it can run: Node's version, the dependencies, an Electron. Quick when
 * it was all done before.
 * @returns {Promise<{ electron: import('./electron.js').ElectronRuntime, env: Record<string, string> }>} the Electron to run,
 *   and the variables by which electron-vite, the `electron` package and the tests find it
 */
export async function setUp() {
  await checkNodeVersion();
  await installDependencies();
  const electron = await ensureElectron();
  say(`using ${describeElectron(electron)}, Node ${process.versions.node}`);
  return {
    electron,
    env: { ELECTRON_OVERRIDE_DIST_PATH: electron.folder, ELECTRON_EXEC_PATH: electron.executable },
  };
}

/** Chromium's sandbox refuses to work for root on Linux; a container or a CI machine is often just that. */
export const sandboxArguments = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
