/**
 * npm run faults Tries every fault that Nameward claims to survive, against the built program, and writes what came of
 * each to docs/faults.md. Takes some minutes; no part of npm test.
 */
import { join } from 'node:path';
import { buildApp } from './set-up/build.js';
import { bundle } from './set-up/bundle.js';
import { run } from './set-up/command.js';
import { openDesktop } from './set-up/desktop-session.js';
import { checkout } from './set-up/paths.js';
import { runScript } from './set-up/problem.js';
import { setUp } from './set-up/set-up.js';

const output = join(checkout, 'out', 'faults');

await runScript(async () => {
  const { env } = await setUp();
  await buildApp();
  await bundle({ faults: join(checkout, 'test', 'faults', 'faults.ts') }, output);
  const desktop = await openDesktop({ keyring: 'own' });
  try {
    const file = join(checkout, 'docs', 'faults.md');
    const status = await run(process.execPath, ['--enable-source-maps', join(output, 'faults.js'), file], {
      env: { ...process.env, ...env, ...desktop.env },
    });
    await run(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--log-level=warn', '--write', file]);
    return status;
  } finally {
    await desktop.close();
  }
});
