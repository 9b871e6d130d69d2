import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron } from '@playwright/test';
import { build } from 'vite';
import type { GraphFigures } from '#test/bench/graph/motion.ts';

/**
 * The map of 1,024 servers and 10,000 directions in a real window, and cytoscape with the same picture in the same
 * window. Prints one JSON line; ends with status 1 when a target is missed.
 */
const targets = { firstPictureMs: 100, fps: 50, ratio: 2.5 };

interface Result {
  readonly servers: number;
  readonly directions: number;
  readonly ours: GraphFigures;
  readonly cytoscape: GraphFigures;
  readonly cytoscapeTexture: GraphFigures;
  /** One per load of the page, ms. */
  readonly firstPictures: readonly number[];
}

const deadline = 120_000;
/** Loads of the page in which the first picture is taken. */
const loads = 5;
const source = resolve('test/bench/graph');
const folder = await mkdtemp(join(tmpdir(), 'nameward-graph-'));
try {
  const result = await measure();
  const { ours, cytoscape, cytoscapeTexture } = result;
  const ratio = ours.panning / cytoscape.panning;
  const line = {
    bench: 'graph',
    servers: result.servers,
    directions: result.directions,
    ours: rounded(ours),
    firstPicturesMs: result.firstPictures.map(Math.round),
    cytoscape: rounded(cytoscape),
    cytoscapeTexture: rounded(cytoscapeTexture),
    ratio: toHundredths(ratio),
    ratioTexture: toHundredths(ours.panning / cytoscapeTexture.panning),
    targets,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  const good =
    ours.firstPictureMs <= targets.firstPictureMs && ours.panning >= targets.fps && ours.zooming >= targets.fps && ratio >= targets.ratio; // prettier-ignore
  process.exitCode = good ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

async function measure(): Promise<Result> {
  await bundle();
  const executablePath = process.env['ELECTRON_EXEC_PATH'];
  const app = await _electron.launch({
    timeout: 30_000,
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${join(folder, 'profile')}`, folder],
  });
  try {
    const page = await app.firstWindow();
    const firstPictures: number[] = [];
    for (let load = 0; load < loads; load += 1) {
      await page.reload();
      await page.waitForFunction('typeof measureGraph === "function"');
      firstPictures.push((await page.evaluate('measureFirstPicture()')) as number);
    }
    await page.reload();
    await page.waitForFunction('typeof measureGraph === "function"');
    const result = (await within(deadline, page.evaluate('measureGraph()'))) as Result;
    // What else runs on the machine only adds to a time, so the least is the nearest to the truth.
    return { ...result, ours: { ...result.ours, firstPictureMs: Math.min(...firstPictures) }, firstPictures };
  } finally {
    await end(app.process());
  }
}

/** Not app.close(): a window that hangs would not let it return. */
async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await ended;
}

/** A window that does not answer must not hold up the measurements after this one. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The page did not finish within ${ms / 1000} s.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function bundle(): Promise<void> {
  const common = { configFile: false, logLevel: 'error', publicDir: false } as const;
  await build({
    ...common,
    root: source,
    base: './',
    build: { outDir: folder, emptyOutDir: true, target: 'chrome130' },
  });
  await build({
    ...common,
    root: source,
    build: {
      ssr: join(source, 'main.ts'),
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { external: ['electron'], output: { format: 'es', entryFileNames: 'main.js' } },
    },
  });
  const manifest = { name: 'nameward-graph', version: '0.0.0', type: 'module', main: 'main.js' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

function toHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

function rounded({ firstPictureMs, panning, zooming }: GraphFigures): GraphFigures {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return { firstPictureMs: round(firstPictureMs), panning: round(panning), zooming: round(zooming) };
}
