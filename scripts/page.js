/**
 * npm run page [-- --port N] [-- --open] The page alone, in a browser, on played data (test/fixtures/page), with what
 * is saved in it at once: every screen without Electron, and the pieces of renderer/ui in every state.
 */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkNodeVersion, installDependencies } from './set-up/dependencies.js';
import { checkout } from './set-up/paths.js';
import { runScript, SetUpProblem } from './set-up/problem.js';

const usual = 5199;

/** What may stand in the address, as test/fixtures/page/bridge.ts reads it. */
const looks = [
  ['', 'the lab of 14 servers'],
  ['?servers=500&links=20', 'a large fleet'],
  ['?theme=dark', 'in dark'],
  ['?stale', 'the last known state, before any server has answered'],
  ['?locked&passphrase', 'the vault locked (open sesame)'],
  ['?keychain=session', 'no keychain'],
  ['?notices', 'a file that was set aside'],
  ['?dock&rate=20000', 'logs that flood'],
  ['?pace=2000&failing=2', 'plans: ms of a step, the step that fails'],
  ['?safety=read-only', 'how careful a cluster is treated'],
  ['?moved', 'a fleet that has changed since the preview'],
  ['?silent', 'main does not answer'],
  ['?gallery', 'the pieces of renderer/ui in every state'],
  ['?gallery&theme=dark', 'the same in dark'],
];

await runScript(async () => {
  const { port, open } = readOptions();
  await checkNodeVersion();
  await installDependencies();
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: join(checkout, 'test', 'fixtures', 'page', 'vite.config.ts'),
    clearScreen: false,
    server: {
      host: '127.0.0.1',
      port,
      strictPort: port !== usual,
      open,
      fs: { allow: [checkout, await realpath(join(checkout, 'node_modules'))] },
    },
  });
  await server.listen();
  const address = server.resolvedUrls?.local[0] ?? '';
  const width = Math.max(...looks.map(([question]) => question.length));
  process.stdout.write(`The page is at ${address}\n\n`);
  for (const [question, what] of looks) process.stdout.write(`  ${address}${question.padEnd(width)}  ${what}\n`);
  process.stdout.write('\nThese may be joined with &. Ctrl+C ends it.\n');
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  await server.close();
  return 0;
});

/** @throws {SetUpProblem} */
function readOptions() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, open: { type: 'boolean' } } });
    const port = Number(values.port ?? usual);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port is a number from 0 to 65535.');
    return { port, open: values.open === true };
  } catch (error) {
    throw new SetUpProblem(
      `${error instanceof Error ? error.message : String(error)}\nnpm run page [-- --port N] [-- --open]`,
    );
  }
}
