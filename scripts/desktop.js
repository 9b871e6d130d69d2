/**
 * node scripts/desktop.js -- COMMAND…
 * Runs a command with a display, a session bus and an unlocked Secret Service of its own, and with Electron found.
 */
import { run } from './set-up/command.js';
import { openDesktop } from './set-up/desktop-session.js';
import { runScript, SetUpProblem } from './set-up/problem.js';
import { setUp } from './set-up/set-up.js';

await runScript(async () => {
  const [command, ...args] = process.argv.slice(process.argv[2] === '--' ? 3 : 2);
  if (command === undefined) throw new SetUpProblem('usage: node scripts/desktop.js -- COMMAND…');
  const { env } = await setUp();
  const desktop = await openDesktop({ keyring: 'own' });
  try {
    return await run(command, args, { cwd: process.cwd(), env: { ...process.env, ...env, ...desktop.env } });
  } finally {
    await desktop.close();
  }
});
