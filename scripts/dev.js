/**
 * npm run dev [-- OPTIONS of npm start] Nameward from its sources: a change of the page is in the window at once, a
 * change of the bridge loads the page again, a change of main, of a service, an adapter or the simulator starts it
 * anew. The log is on the terminal, too. Ends with the window.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { openDesktop } from './set-up/desktop-session.js';
import { checkout, checkoutCache } from './set-up/paths.js';
import { runScript, say } from './set-up/problem.js';
import { sandboxArguments } from './set-up/sandbox.js';
import { setUp } from './set-up/set-up.js';

const folder = join(checkout, 'out', 'development');
const host = '127.0.0.1';
/** Files of main that are saved together cause one start, ms. */
const settling = 100;
/** Nameward writes what is to be written before it ends, which takes it up to five seconds; ms. */
const patience = 7000;

await runScript(async () => {
  const asked = process.argv.slice(2);
  const names = asked.some((argument) => argument === '--profile' || argument.startsWith('--profile='));
  const { electron, env } = await setUp();
  const desktop = await openDesktop({ keyring: 'session' });
  /** @type {(() => Promise<unknown>)[]} */
  const closing = [];
  try {
    const page = await servePage();
    closing.push(() => page.server.close());
    const quiet = desktop.ownDisplay ? ['--log-level=3'] : [];
    const app = keepRunning(
      electron.executable,
      [...sandboxArguments, ...quiet, folder, ...(names ? [] : ['--profile', 'lab']), ...asked],
      { ...process.env, ...env, ...desktop.env, ELECTRON_RENDERER_URL: page.address },
    );
    await writeManifest();
    for (const config of [page.config.main, page.config.preload]) {
      const isMain = config === page.config.main;
      const rebuilt = isMain ? app.restart : () => page.server.ws.send({ type: 'full-reload' });
      closing.push(await watch(config, isMain ? 'main' : 'the bridge', rebuilt));
    }
    say(`the page comes from ${page.address}; Ctrl+C or the window's end ends it`);
    app.restart();
    return await app.ended;
  } finally {
    for (const close of closing.toReversed()) await close();
    await desktop.close();
  }
});

/** What Electron takes for an app: the built one's package.json names another folder. */
async function writeManifest() {
  const { name, productName, version } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
  const manifest = { name, productName, version, type: 'module', main: 'main/main.js' };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

/** Vite's server for the page, and what electron-vite says of the other two programs. */
async function servePage() {
  process.env.NODE_ENV_ELECTRON_VITE = 'development';
  const { resolveConfig } = await import('electron-vite');
  const { createServer, mergeConfig } = await import('vite');
  const { config } = await resolveConfig({ root: checkout, build: { watch: {} } }, 'serve', 'development');
  const port = await freePort();
  const server = await createServer(
    mergeConfig(config.renderer, {
      cacheDir: join(checkoutCache, 'vite'),
      clearScreen: false,
      server: {
        host,
        port,
        strictPort: true,
        // The page has the address app://nameward: where its changes are told has to be said.
        hmr: { protocol: 'ws', host, clientPort: port },
        fs: { allow: [checkout, await realpath(join(checkout, 'node_modules'))] },
      },
    }),
  );
  await server.listen();
  return { server, config, address: `http://${host}:${port}` };
}

/** @returns {Promise<number>} a port that nothing listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createSocketServer();
    server.on('error', reject);
    server.listen(0, host, () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * Builds and builds again.
 * @param {import('vite').InlineConfig} config
 * @param {string} name
 * @param {() => void} rebuilt called after each build that went well, but for the first
 * @returns {Promise<() => Promise<void>>} how to end it, once the first build has gone well
 */
async function watch(config, name, rebuilt) {
  const { build } = await import('vite');
  const watcher = /** @type {import('vite').Rolldown.RolldownWatcher} */ (
    await build({ ...config, clearScreen: false, logLevel: 'warn' })
  );
  let first = true;
  await new Promise((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END') void event.result.close();
      if (event.code === 'ERROR') say(`${name} cannot be built: ${event.error.message}`);
      if (event.code !== 'END') return;
      if (first) resolve(undefined);
      else rebuilt();
      first = false;
    });
  });
  return () => watcher.close();
}

/**
 * Keeps one Electron running.
 * @param {string} executable
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ restart: () => void, ended: Promise<number> }} `restart` ends the one that runs, in its own way, and
 *   starts the next: the profile belongs to one at a time; `ended` is the exit status of one that ended by itself
 */
function keepRunning(executable, args, env) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let app;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let ending = false;
  /** @type {Promise<void>} */
  let turn = Promise.resolve();
  /** @type {(status: number) => void} */
  let finish = () => {};
  const over = new Promise((/** @type {(status: number) => void} */ resolve) => (finish = resolve));
  const start = () => {
    const started = spawn(executable, args, { cwd: checkout, env, stdio: 'inherit' });
    app = started;
    started.on('error', (error) => {
      say(`Electron cannot be started: ${error.message}`);
      finish(2);
    });
    started.on('close', (code) => {
      if (app === started) finish(ending ? 0 : (code ?? 1));
    });
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      ending = true;
      if (app === undefined) finish(0);
      else app.kill(signal);
    });
  }
  const again = async () => {
    const before = app;
    if (before !== undefined) {
      app = undefined;
      say('starting again');
      await ended(before);
    }
    if (!ending) start();
  };
  return {
    restart() {
      clearTimeout(timer);
      timer = setTimeout(() => (turn = turn.then(again)), app === undefined ? 0 : settling);
    },
    ended: over,
  };
}

/**
 * Asks a Nameward to end, and never forces it: it may be carrying out a plan, and then asks whether it may leave that.
 * @param {import('node:child_process').ChildProcess} app
 */
async function ended(app) {
  if (app.exitCode !== null || app.signalCode !== null || app.pid === undefined) return;
  const waiting = setTimeout(() => say('the window has a question before it ends'), patience);
  const closed = new Promise((resolve) => app.once('close', resolve));
  app.kill('SIGTERM');
  await closed;
  clearTimeout(waiting);
}
