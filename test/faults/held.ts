import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultRow } from './row.ts';

/**
 * A fault of the surroundings and the tests that try it, by file: those of `test/e2e` in the real window, the others in
 * Node.
 */
interface HeldFault {
  readonly fault: string;
  readonly files: readonly string[];
}

const faults: readonly HeldFault[] = [
  {
    fault: 'two programs carry one plan out: other TMPDIR, other path, killed holders',
    files: ['electron/adapters/store/claim.test.ts'],
  },
  {
    fault: 'any bit of a document flipped; a document cut, empty, of a newer version; what killed writers left',
    files: ['electron/adapters/store/document-store.test.ts', 'electron/adapters/store/journal.test.ts'],
  },
  {
    fault:
      'damaged settings or inventory under the command line: a read-only cluster stays so, no servers is not "all is well"',
    files: ['test/integration/cli/damaged-profile.test.ts'],
  },
  {
    fault: 'a full disk or a closed pipe behind the output; SIGINT and SIGTERM while a server is silent',
    files: ['test/integration/cli/process.test.ts'],
  },
  {
    fault: 'a journal that cannot be written, is missing, empty or damaged',
    files: ['test/integration/plans/plans-journal.test.ts'],
  },
  {
    fault: 'SIGKILL in the middle of plans, between request and read-back, of apply, resume and undo',
    files: ['test/integration/plans/plans-killed.test.ts', 'test/integration/plans/plans-killed-role.test.ts'],
  },
  {
    fault: 'a fleet that is renumbered, renamed, certified anew and half cut off while plans run',
    files: ['test/integration/plans/plans-random.test.ts', 'test/integration/plans/plans-moved.test.ts'],
  },
  { fault: 'a profile folder that cannot be made or is read-only', files: ['electron/main/profile/usable.test.ts'] },
  { fault: 'clocks set back or forward, wrong passphrases', files: ['electron/services/vault/vault.test.ts'] },
  {
    fault: 'ids that are names of every object (`constructor`, `__proto__`), inputs of any size from the page',
    files: ['test/integration/services/everybodys-names.test.ts', 'test/contract/input-limits.test.ts'],
  },
  {
    fault: 'patterns that are slow on hostile text: all of the code, by doubling the input',
    files: ['test/contract/linear-patterns.test.ts'],
  },
  { fault: 'garbage collected in the middle of rounds that wait', files: ['test/integration/hostile/rounds.test.ts'] },
  { fault: 'a keychain daemon that dies', files: ['test/integration/keychain-restart.test.ts'] },
  { fault: 'switches by which other programs drive the app', files: ['electron/main/security/switches.test.ts'] },
  {
    fault:
      'a page that was taken over: WebRTC, an empty page in its place, other contents, calls while locked, a read-only profile',
    files: ['test/e2e/walls.spec.ts'],
  },
  {
    fault: 'the network of this machine is gone; many servers fall silent at once',
    files: ['test/e2e/freshness.spec.ts'],
  },
  { fault: 'the window is closed, or SIGTERM comes, in the middle of a plan', files: ['test/e2e/closing.spec.ts'] },
];

interface Tally {
  passed: number;
  failed: number;
}

/** Runs the tests of every fault. @param folder where the runners' reports go */
export async function tryHeld(folder: string, told: (row: FaultRow) => void): Promise<void> {
  const files = [...new Set(faults.flatMap((fault) => fault.files))];
  const isWindow = (file: string): boolean => file.startsWith('test/e2e/');
  const tallies = new Map<string, Tally>([
    ...(await runVitest(
      files.filter((file) => !isWindow(file)),
      join(folder, 'vitest.json'),
    )),
    ...(await runPlaywright(files.filter(isWindow), join(folder, 'playwright.json'))),
  ]);
  for (const { fault, files } of faults) {
    const found = files.map((file) => tallies.get(file) ?? { passed: 0, failed: 0 });
    const passed = found.reduce((sum, one) => sum + one.passed, 0);
    const failed = found.reduce((sum, one) => sum + one.failed, 0);
    told({
      fault,
      tried: files.map((file) => `\`${file}\``).join(', '),
      seen: `${passed} tests passed, ${failed} failed`,
      // A file that ran no test has tried nothing.
      survived: failed === 0 && found.every((one) => one.passed > 0),
    });
  }
}

async function runVitest(files: readonly string[], report: string): Promise<Map<string, Tally>> {
  await node(['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${report}`, ...files]);
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
    testResults: { name: string; assertionResults: { status: string }[] }[];
  };
  return new Map(
    testResults.map(({ name, assertionResults }) => [
      files.find((file) => name.replaceAll('\\', '/').endsWith(file)) ?? name,
      countOf(assertionResults.map(({ status }) => status === 'passed')),
    ]),
  );
}

interface Suite {
  readonly file: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly { readonly ok: boolean }[];
}

async function runPlaywright(files: readonly string[], report: string): Promise<Map<string, Tally>> {
  await node(['node_modules/@playwright/test/cli.js', 'test', '--reporter=json', ...files], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const { suites } = JSON.parse(await readFile(report, 'utf8')) as { suites: Suite[] };
  const resultsOf = (suite: Suite): readonly boolean[] => [
    ...(suite.specs ?? []).map(({ ok }) => ok),
    ...(suite.suites ?? []).flatMap(resultsOf),
  ];
  return new Map(suites.map((suite) => [`test/e2e/${suite.file.split('/').at(-1) ?? ''}`, countOf(resultsOf(suite))]));
}

function countOf(results: readonly boolean[]): Tally {
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

async function node(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await new Promise((done) => child.once('close', done));
}
