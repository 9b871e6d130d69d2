import { _electron } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import type { Bridge } from '#shared/contract/channels.ts';
import type { FleetPlace } from '#test/fixtures/hostile/fleet.ts';

type WithBridge = typeof globalThis & { readonly nameward: Bridge };

/** Nameward in its window, with an eye on its main process. */
export interface Watched {
  add(places: readonly FleetPlace[]): Promise<void>;
  /** Opens the log dock with the tails of these servers. */
  tail(names: readonly string[]): Promise<void>;
  /** @returns what a stretch of time cost; null when main did not answer within the patience after it */
  during(
    ms: number,
    patienceMs: number,
  ): Promise<{
    /** Longest time that main's event loop stood still, ms. */
    readonly stallMs: number;
    /** Processor time of main, ms a second. */
    readonly processor: number;
    /** Most that main and the page's process held together, MB. */
    readonly megabytes: number;
  } | null>;
  kill(): Promise<void>;
}

/** Opens a build in its window, on the profile `default` of a home, and has it ask every five seconds. */
export async function openWatched(folder: string, home: string): Promise<Watched> {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: String(process.env['ELECTRON_EXEC_PATH']),
    args: [...sandbox, '--log-level=3', folder, '--profile', 'default', '--home', home],
  });
  const page = await app.firstWindow();
  await page.locator('main:not([aria-busy])').first().waitFor();
  const ask = async (name: string, input: unknown): Promise<unknown> =>
    await page.evaluate(
      async ([name, input]) => await (globalThis as WithBridge).nameward.call({ id: crypto.randomUUID(), name, input }),
      [name, input] as const,
    );
  const must = async (name: string, input: unknown): Promise<void> => {
    const answer = (await ask(name, input)) as { ok: boolean };
    if (!answer.ok) throw new Error(`${name} failed: ${JSON.stringify(answer)}`);
  };
  await must('settings.write', { pollSeconds: 5, lockAfterMinutes: 0 });
  const { browser, tabs } = await app.evaluate(({ app, webContents }) => ({
    browser: app.getAppMetrics().flatMap((one) => (one.type === 'Browser' ? [one.pid] : [])),
    tabs: webContents.getAllWebContents().map((contents) => contents.getOSProcessId()),
  }));
  const megabytesNow = async (): Promise<number> => {
    const sizes = await Promise.all([...browser, ...tabs].map(proportional));
    return Math.round(sizes.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024);
  };
  return {
    async add(places) {
      for (const { name, host, port, pin, token } of places) {
        await must('servers.add', { name, host, port, user: 'root', token, tags: [], certificateSha256: pin });
      }
    },
    async tail(names) {
      if (!(await page.getByTestId('log-dock').isVisible())) await page.keyboard.press('Control+j');
      await page.getByTestId('log-servers').click();
      for (const name of names) {
        await page.getByLabel('Find a server').fill(name);
        await page.locator('[role=dialog] input[type=checkbox]').first().check();
      }
      await page.keyboard.press('Escape');
    },
    async during(ms, patienceMs) {
      await app.evaluate(() => {
        const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
        const histogram = monitorEventLoopDelay({ resolution: 10 });
        histogram.enable();
        Object.assign(globalThis, { watch: { histogram, cpu: process.cpuUsage(), at: performance.now() } });
      });
      let megabytes = await megabytesNow();
      for (const until = performance.now() + ms; performance.now() < until;) {
        await new Promise((rested) => setTimeout(rested, 1000));
        megabytes = Math.max(megabytes, await megabytesNow());
      }
      const seen = app.evaluate(() => {
        const { watch } = globalThis as unknown as {
          watch: {
            histogram: import('node:perf_hooks').IntervalHistogram;
            cpu: NodeJS.CpuUsage;
            at: number;
          };
        };
        const { user, system } = process.cpuUsage(watch.cpu);
        watch.histogram.disable();
        return {
          stallMs: Math.round(watch.histogram.max / 1e6),
          processor: Math.round((user + system) / (performance.now() - watch.at)),
        };
      });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((give) => (timer = setTimeout(() => give(null), patienceMs)));
      const found = await Promise.race([seen.catch(() => null), late]);
      clearTimeout(timer);
      return found === null ? null : { ...found, megabytes };
    },
    async kill() {
      app.process().kill('SIGKILL');
      await app.close().catch(() => undefined);
    },
  };
}

/** @returns kilobytes by the proportional set size, which counts shared pages once; 0 where the system does not tell */
async function proportional(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0);
}
