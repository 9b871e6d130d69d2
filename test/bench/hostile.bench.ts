/**
 * hostile: a window on 50 servers of which 5 are hostile, in one mode of `test/fixtures/hostile` after the other, over
 * the same fleet while all are well: stalls and processor time of main, memory of main and page, and how often the good
 * ones are asked. `NAMEWARD_BASE` names a folder with an earlier build, which is measured in the same run;
 * `NAMEWARD_MODES` narrows the modes (commas).
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostileModes, isModeName, modeFamilies, type ModeName } from '#test/fixtures/hostile/index.ts';
import { serveFleet, type FleetPlace } from '#test/fixtures/hostile/fleet.ts';
import { openWatched, type Watched } from '#test/bench/hostile/watched.ts';
import { appFolder, median } from '#test/bench/window/launch.ts';

const good = 45;
const hostile = 5;
/** How long each mode and the healthy fleet are watched, ms. */
const watchMs = 15_000;
/** After that main is said never to come back, ms. */
const patienceMs = 60_000;
const targets = { stallMs: 100, processor: 2, memory: 1.3, polling: 1.1 };

if (process.send) await serveFleet(Number(process.argv[2]), Number(process.argv[3]));
else await measure();

interface Figures {
  /** Null: main did not come back. */
  readonly stallMs: number | null;
  readonly processor: number | null;
  readonly megabytes: number | null;
  readonly polls: number;
}

async function measure(): Promise<void> {
  const modes = chosenModes();
  const builds = [
    ['now', appFolder] as const,
    ...(process.env['NAMEWARD_BASE'] ? [['before', process.env['NAMEWARD_BASE']] as const] : []),
  ];
  let failed = false;
  for (const [build, folder] of builds) {
    const { healthy, found } = await measureBuild(folder, modes);
    const rows = found.map(([mode, figures]) => ({ mode, ...compare(figures, healthy) }));
    const worst = {
      stallMs: greatest(rows.map((row) => row.stallMs)),
      processor: greatest(rows.map((row) => row.processor)),
      memory: greatest(rows.map((row) => row.memory)),
      polling: greatest(rows.map((row) => row.polling)),
    };
    const line = { bench: 'hostile', build, servers: good + hostile, hostile, healthy, worst, targets, modes: rows };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    if (build === 'now')
      failed = Object.entries(targets).some(
        ([name, most]) => !((worst[name as keyof typeof targets] ?? Infinity) <= most),
      );
  }
  process.exitCode = failed ? 1 : 0;
}

function chosenModes(): readonly ModeName[] {
  const named = process.env['NAMEWARD_MODES']?.split(',');
  const all = Object.keys(hostileModes).filter((name): name is ModeName => isModeName(name) && name !== 'good');
  return named === undefined ? all : named.filter(isModeName);
}

/** @returns null when one is: main did not come back */
function greatest(values: readonly (number | null)[]): number | null {
  return values.some((value) => value === null) ? null : Math.max(...values.map(Number));
}

function compare(figures: Figures, healthy: Figures) {
  const over = (value: number | null, base: number | null): number | null =>
    value === null || base === null ? null : Math.round((value / base) * 100) / 100;
  return {
    stallMs: figures.stallMs,
    processor: over(figures.processor, healthy.processor),
    memory: over(figures.megabytes, healthy.megabytes),
    polling: figures.polls === 0 ? null : over(healthy.polls, figures.polls),
  };
}

async function measureBuild(folder: string, modes: readonly ModeName[]) {
  const home = await mkdtemp(join(tmpdir(), 'nameward-hostile-'));
  const goodOnes = await startChild(good, 1);
  const badOnes = await startChild(hostile, 2);
  let watched: Watched | null = null;
  const open = async (): Promise<Watched> => await openWatched(folder, home);
  try {
    watched = await open();
    await watched.add([...goodOnes.places, ...badOnes.places]);
    await watched.tail(badOnes.places.map(({ name }) => name));
    await rest(15_000);
    // Three times: the median of a noisy machine.
    const calm: Figures[] = [];
    for (let round = 0; round < 3; round += 1) calm.push(await watch(watched, goodOnes));
    const middle = (of: (figures: Figures) => number): number => median(calm.map(of));
    const healthy: Figures = {
      stallMs: middle((one) => one.stallMs ?? Number.NaN),
      processor: middle((one) => one.processor ?? Number.NaN),
      megabytes: middle((one) => one.megabytes ?? Number.NaN),
      polls: middle((one) => one.polls),
    };
    const found: [ModeName, Figures][] = [];
    for (const mode of modes) {
      badOnes.child.send({ mode });
      const figures = await watch(watched, goodOnes);
      found.push([mode, figures]);
      process.stderr.write(
        `${folder === appFolder ? 'now' : 'before'} ${mode} ${JSON.stringify(compare(figures, healthy))}\n`,
      );
      badOnes.child.send({ mode: 'good' });
      if (figures.stallMs === null) {
        await watched.kill();
        watched = await open();
        if (modeFamilies.logs.includes(mode)) await watched.tail(badOnes.places.map(({ name }) => name));
      }
      await rest(5000);
    }
    return { healthy, found };
  } finally {
    await watched?.kill();
    for (const { child } of [goodOnes, badOnes]) {
      child.disconnect();
      await once(child, 'exit');
    }
    await rm(home, { recursive: true, force: true });
  }
}

/** One stretch of time: how often the good ones are asked, and what it cost. */
async function watch(watched: Watched, goodOnes: Servers): Promise<Figures> {
  const before = await goodOnes.requests();
  const seen = await watched.during(watchMs, patienceMs);
  const polls = (await goodOnes.requests()) - before;
  return seen === null ? { stallMs: null, processor: null, megabytes: null, polls } : { ...seen, polls };
}

interface Servers {
  readonly child: ChildProcess;
  readonly places: readonly FleetPlace[];
  /** Requests that came to all of them so far. */
  requests(): Promise<number>;
}

/** Servers in a process of their own, so that what they cost is not measured with what they do to others. */
async function startChild(count: number, block: number): Promise<Servers> {
  const child = fork(fileURLToPath(import.meta.url), [String(count), String(block)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [places] = (await once(child, 'message')) as [readonly FleetPlace[]];
  return {
    child,
    places,
    async requests() {
      child.send('requests');
      const [total] = (await once(child, 'message')) as [number];
      return total;
    },
  };
}

async function rest(ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms));
}
