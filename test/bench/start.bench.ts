/**
 * Time from the making of the process to the first painted map, on the last known state of the lab, over the time to an
 * empty Electron window in the same run. Medians; the two take turns so that both see the same machine.
 */
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFolder, emptyApp, launch, median } from '#test/bench/window/launch.ts';

const rounds = 11;
const target = 1.6;
const timeout = 60_000;

const home = await mkdtemp(join(tmpdir(), 'nameward-start-'));
const empty = await emptyApp();
const args = ['--profile', 'lab', '--home', home, '--trace-start'];
try {
  // The first start finds nothing known; the second one compiles the page into its cache.
  for (let warmUp = 0; warmUp < 2; warmUp += 1) {
    const app = launch(appFolder, args);
    await app.json('mapLive', timeout);
    await app.quit();
  }
  // What was known last is written at the end: without it the picture would be one of names alone.
  await access(join(home, 'profiles', 'lab', 'fleet.json'));
  const map: number[] = [];
  const floor: number[] = [];
  const stages: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    const bare = launch(empty.folder, []);
    floor.push(Number((await bare.json('shown', timeout))['shown']) - bare.at);
    await bare.quit();
    const app = launch(appFolder, args);
    const line = await app.json('mapPainted', timeout);
    map.push(Number(line['mapPainted']) - app.at);
    for (const [stage, ms] of Object.entries(line))
      if (typeof ms === 'number') (stages[stage] ??= []).push(ms - app.at);
    await app.quit();
  }
  const milliseconds = median(map);
  const floorMilliseconds = median(floor);
  // Of neighbours in time: on a machine that is busy with other things both are slow together.
  const ratio = Math.round(median(map.map((ms, round) => ms / (floor[round] ?? Number.NaN))) * 100) / 100;
  const medians = Object.fromEntries(Object.entries(stages).map(([stage, values]) => [stage, median(values)]));
  process.stdout.write(
    `${JSON.stringify({ bench: 'start', milliseconds, floorMilliseconds, ratio, target, rounds, stages: medians })}\n`,
  );
  process.exitCode = ratio <= target ? 0 : 1;
} finally {
  await empty.remove();
  await rm(home, { recursive: true, force: true });
}
