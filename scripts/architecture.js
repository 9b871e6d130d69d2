/**
 * npm run architecture [-- --write]
 * Prints the rooms of each large folder, the arrows between them, arrows that go upward and circles of files, types counted.
 * With --write the figures stand in docs/architecture.md afterwards.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkNodeVersion, installDependencies } from './set-up/dependencies.js';
import { checkout } from './set-up/paths.js';
import { runScript, say, SetUpProblem } from './set-up/problem.js';

const document = join(checkout, 'docs', 'architecture.md');
const heading = '\n## Rooms and arrows\n';

await runScript(async () => {
  await checkNodeVersion();
  await installDependencies();
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(join(checkout, 'test', 'architecture', 'report.ts'), { configFile: false });
  const report = module.architectureReport();
  if (!process.argv.includes('--write')) {
    process.stdout.write(report);
    return 0;
  }
  const text = await readFile(document, 'utf8');
  const start = text.indexOf('\n| folder', text.indexOf(heading));
  const end = text.indexOf('\n## ', start);
  if (start < 0 || end < 0) throw new SetUpProblem(`${document} has no table under '${heading.trim()}'.`, 1);
  const { format, resolveConfig } = await import('prettier');
  const written = `${text.slice(0, start)}\n${report}${text.slice(end)}`;
  await writeFile(document, await format(written, { ...(await resolveConfig(document)), filepath: document }));
  say(`written into ${document}`);
  return 0;
});
