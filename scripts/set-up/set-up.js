import { checkNodeVersion, installDependencies } from './dependencies.js';
import { describeElectron, ensureElectron } from './electron.js';
import { say } from './problem.js';
import { checkSandbox } from './sandbox.js';

/**
 * Everything a fresh checkout needs before anything of it can run: Node's version, the dependencies, an Electron. Quick
 * when it was all done before.
 * @returns {Promise<{ electron: import('./electron.js').ElectronRuntime, env: Record<string, string> }>} the Electron
 *   to run, and the variables by which electron-vite, the `electron` package and the tests find it
 */
export async function setUp() {
  await checkNodeVersion();
  await installDependencies();
  const electron = await ensureElectron();
  await checkSandbox(electron.folder);
  say(`using ${describeElectron(electron)}, Node ${process.versions.node}`);
  return {
    electron,
    env: { ELECTRON_OVERRIDE_DIST_PATH: electron.folder, ELECTRON_EXEC_PATH: electron.executable },
  };
}
