/**
 * npm run architecture [-- --before COMMIT] [--write]
 * Prints the rooms of each large folder, the arrows between them, arrows that go upward and circles of files, types
 * counted. With --before the figures of an earlier commit stand in front of those of now; with --write they stand in
 * docs/architecture.md afterwards.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
  const at = process.argv.indexOf('--before');
  const commit = at === -1 ? null : process.argv[at + 1];
  if (commit === undefined) throw new SetUpProblem('--before needs a commit.');
  const report = await withFilesOf(commit, (top) => module.architectureReport(top));
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

/**
 * @template T
 * @param {string | null} commit
 * @param {(top: string | null) => T} work gets the folder with the files of the commit, which goes afterwards
 * @returns {Promise<T>}
 */
async function withFilesOf(commit, work) {
  if (commit === null) return work(null);
  const folder = await mkdtemp(join(tmpdir(), 'nameward-architecture-'));
  try {
    const archive = join(folder, 'files.tar');
    const made = spawnSync('git', ['archive', '--output', archive, commit], { cwd: checkout, encoding: 'utf8' });
    if (made.status !== 0) throw new SetUpProblem(`git has no files of ${commit}: ${made.stderr.trim()}`);
    const top = join(folder, 'files');
    await mkdir(top);
    const unpacked = spawnSync('tar', ['-xf', archive, '-C', top], { encoding: 'utf8' });
    if (unpacked.status !== 0) throw new SetUpProblem(`The files could not be unpacked: ${unpacked.stderr.trim()}`);
    return work(top);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
