/**
 * Time from the making of the process to the first painted map, on the last known state of the lab, over the time to an
 * empty Electron window in the same run. Medians; the two take turns so that both see the same machine. `NAMEWARD_BASE`
 * names a folder with an earlier build, which takes its turn in each round.
 */
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inOrderOf, measuredBuilds, ratioOf, toHundredths, type MeasuredBuild } from '#test/bench/window/builds.ts';
import { emptyApp, launch, median } from '#test/bench/window/launch.ts';

const builds = measuredBuilds();
/** Odd, for the median; more with two builds, whose difference is smaller than that to the empty window. */
const rounds = Number(process.env['NAMEWARD_ROUNDS'] ?? (builds.length > 1 ? 21 : 11));
const target = 1.6;
const targetOverBase = 0.95;
const timeout = 60_000;

interface Series {
  readonly build: MeasuredBuild;
  readonly home: string;
  /** Ms by round. */
  readonly map: number[];
  readonly stages: Record<string, number[]>;
}

const empty = await emptyApp();
const all: Series[] = [];
try {
  for (const build of builds) all.push(await warmUp(build));
  const floor: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bare = launch(empty.folder, []);
    floor.push(Number((await bare.json('shown', timeout))['shown']) - bare.at);
    await bare.quit();
    for (const series of inOrderOf(round, all)) await startOnce(series);
  }
  report(floor);
} finally {
  await empty.remove();
  for (const { home } of all) await rm(home, { recursive: true, force: true });
}

/** The first start finds nothing known; the second one compiles the page into its cache. */
async function warmUp(build: MeasuredBuild): Promise<Series> {
  const series = { build, home: await mkdtemp(join(tmpdir(), 'nameward-start-')), map: [], stages: {} };
  for (let time = 0; time < 2; time += 1) {
    const app = launch(build.folder, argumentsOf(series));
    await app.json('mapLive', timeout);
    await app.quit();
  }
  // What was known last is written at the end: without it the picture would be one of names alone.
  await access(join(series.home, 'profiles', 'lab', 'fleet.json'));
  return series;
}

function argumentsOf({ home }: Series): readonly string[] {
  return ['--profile', 'lab', '--home', home, '--trace-start'];
}

async function startOnce(series: Series): Promise<void> {
  const app = launch(series.build.folder, argumentsOf(series));
  const line = await app.json('mapPainted', timeout);
  series.map.push(Number(line['mapPainted']) - app.at);
  for (const [stage, ms] of Object.entries(line))
    if (typeof ms === 'number') (series.stages[stage] ??= []).push(ms - app.at);
  await app.quit();
}

function report(floor: readonly number[]): void {
  const [now, before] = all;
  if (!now) throw new Error('There is no build to measure.');
  // Of neighbours in time: on a machine that is busy with other things both are slow together.
  const ratio = toHundredths(median(now.map.map((ms, round) => ms / (floor[round] ?? Number.NaN))));
  const overBase = before ? ratioOf(now.map, before.map, targetOverBase) : undefined;
  const line = {
    bench: 'start',
    milliseconds: median(now.map),
    floorMilliseconds: median(floor),
    ratio,
    target,
    rounds,
    stages: middle(now.stages),
    ...(before ? { before: { milliseconds: median(before.map), stages: middle(before.stages) }, overBase } : {}),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.exitCode = ratio <= target && (overBase === undefined || overBase.median <= targetOverBase) ? 0 : 1;
}

function middle(stages: Readonly<Record<string, readonly number[]>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(stages).map(([stage, values]) => [stage, median(values)]));
}
