/**
 * Memory of Nameward with 200 live servers on its map, all its processes but the lab's, over an empty Electron window.
 * On Linux the proportional set size, which counts shared pages once; elsewhere the working set. `NAMEWARD_BASE` names
 * a folder with an earlier build, which takes its turn in each round.
 */
import { _electron, type ElectronApplication } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inOrderOf, measuredBuilds, ratioOf, toHundredths } from '#test/bench/window/builds.ts';
import { emptyApp, median } from '#test/bench/window/launch.ts';

const servers = 200;
const settleMs = 15_000;
const liveTimeout = 180_000;
const targetOverBase = 0.95;

interface Figures {
  readonly megabytes: number;
  readonly processes: Readonly<Record<string, number>>;
}

const series = measuredBuilds().map((build) => ({ build, found: [] as Figures[] }));
/** Odd, for the median. */
const rounds = Number(process.env['NAMEWARD_ROUNDS'] ?? (series.length > 1 ? 5 : 1));

const empty = await emptyApp();
try {
  const floor = await measure(empty.folder, [], async () => await Promise.resolve());
  for (let round = 0; round < rounds; round += 1)
    for (const { build, found } of inOrderOf(round, series)) found.push(await measureBuild(build.folder));
  report(floor);
} finally {
  await empty.remove();
}

function report(floor: Figures): void {
  const [now, before] = series;
  if (!now) throw new Error('There is no build to measure.');
  const figures = middle(now.found);
  const sizes = (found: readonly Figures[]): readonly number[] => found.map(({ megabytes }) => megabytes);
  const overBase = before ? ratioOf(sizes(now.found), sizes(before.found), targetOverBase) : undefined;
  const line = {
    bench: 'memory',
    servers,
    megabytes: figures.megabytes,
    floorMegabytes: floor.megabytes,
    ratio: toHundredths(figures.megabytes / floor.megabytes),
    rounds,
    processes: figures.processes,
    ...(before ? { before: middle(before.found), overBase } : {}),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.exitCode = overBase === undefined || overBase.median <= targetOverBase ? 0 : 1;
}

/** The middle of the sums, and of each process: the parts need not add up. */
function middle(found: readonly Figures[]): Figures {
  const names = Object.keys(found[0]?.processes ?? {});
  return {
    megabytes: median(found.map(({ megabytes }) => megabytes)),
    processes: Object.fromEntries(names.map((name) => [name, median(found.map((one) => one.processes[name] ?? 0))])),
  };
}

/** Each time a profile of its own: nothing known, nothing in the browser's caches. */
async function measureBuild(folder: string): Promise<Figures> {
  const home = await mkdtemp(join(tmpdir(), 'nameward-memory-'));
  try {
    return await measure(
      folder,
      ['--profile', 'lab', '--home', home, '--lab-servers', String(servers)],
      untilAllAreListed,
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function untilAllAreListed(app: ElectronApplication): Promise<void> {
  const page = await app.firstWindow();
  await page.waitForSelector('[data-testid="map"][data-painted="true"]', { timeout: liveTimeout });
  await page.waitForFunction(
    async () => {
      const { nameward } = window as unknown as {
        nameward: { call(message: unknown): Promise<{ value: unknown[] }> };
      };
      const listed = await nameward.call({ id: crypto.randomUUID(), name: 'servers.list', input: {} });
      return listed.value.length >= 200;
    },
    undefined,
    { timeout: liveTimeout, polling: 1000 },
  );
}

/** Starts an app, waits until it is as it should be and has come to rest, and adds up its processes. */
async function measure(
  folder: string,
  args: readonly string[],
  until: (app: ElectronApplication) => Promise<void>,
): Promise<Figures> {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: String(process.env['ELECTRON_EXEC_PATH']),
    args: [...sandbox, '--log-level=3', folder, ...args],
  });
  try {
    await app.firstWindow();
    await until(app);
    await new Promise((rested) => setTimeout(rested, settleMs));
    const metrics = await app.evaluate(({ app }) => app.getAppMetrics());
    const counted = metrics.filter((one) => one.name !== 'Nameward lab' && one.serviceName !== 'Nameward lab');
    const processes: Record<string, number> = {};
    for (const one of counted) {
      const kilobytes = (await proportional(one.pid)) ?? one.memory.workingSetSize;
      const name = one.name ?? one.type;
      processes[name] = (processes[name] ?? 0) + Math.round(kilobytes / 1024);
    }
    const megabytes = Object.values(processes).reduce((sum, one) => sum + one, 0);
    return { megabytes, processes };
  } finally {
    await app.close();
  }
}

/** @returns kilobytes; null where the system does not tell */
async function proportional(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const found = /^Pss:\s+(\d+) kB$/m.exec(text);
  return found ? Number(found[1]) : null;
}
