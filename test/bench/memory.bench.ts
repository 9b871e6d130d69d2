/**
 * Memory of Nameward with 200 live servers on its map, all its processes but the lab's, over an empty Electron window.
 * On Linux the proportional set size, which counts shared pages once; elsewhere the working set.
 */
import { _electron, type ElectronApplication } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFolder, emptyApp } from '#test/bench/window/launch.ts';

const servers = 200;
const settleMs = 15_000;
const liveTimeout = 180_000;

const home = await mkdtemp(join(tmpdir(), 'nameward-memory-'));
const empty = await emptyApp();
try {
  const floor = await measure(empty.folder, [], async () => await Promise.resolve());
  const nameward = await measure(
    appFolder,
    ['--profile', 'lab', '--home', home, '--lab-servers', String(servers)],
    async (app) => {
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
    },
  );
  const ratio = Math.round((nameward.megabytes / floor.megabytes) * 100) / 100;
  process.stdout.write(
    `${JSON.stringify({ bench: 'memory', servers, megabytes: nameward.megabytes, floorMegabytes: floor.megabytes, ratio, processes: nameward.processes })}\n`,
  );
} finally {
  await empty.remove();
  await rm(home, { recursive: true, force: true });
}

/** Starts an app, waits until it is as it should be and has come to rest, and adds up its processes. */
async function measure(folder: string, args: readonly string[], until: (app: ElectronApplication) => Promise<void>) {
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
