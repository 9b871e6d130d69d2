import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FleetPlace } from '#test/fixtures/hostile/fleet.ts';
import { hostileModes, isModeName, modeFamilies, type ModeName } from '#test/fixtures/hostile/index.ts';
import { nameward, type Ended } from './nameward.ts';
import type { FaultRow } from './row.ts';

const goodOnes = 3;
/** What a look may take, s; the rest of the time is for the end of the program. */
const timeoutSeconds = 20;
const allowance = { seconds: timeoutSeconds + 5, megabytes: 400, secondsAfterSignal: 2 };
const tailMs = 10_000;

/**
 * Every mode of the hostile server against the built command line, with good servers beside it: it ends in time, in
 * bounds of memory, says what is wrong, and the good ones are answered for.
 * @param script forked as the servers' process, with their number and block as arguments
 */
export async function tryWire(script: string, told: (row: FaultRow) => void): Promise<void> {
  const good = await startServers(script, goodOnes, 3);
  const bad = await startServers(script, 1, 4);
  const folder = await mkdtemp(join(tmpdir(), 'nameward-faults-'));
  try {
    const files = await writeFiles(folder, [...good.places, ...bad.places]);
    const modes = Object.keys(hostileModes).filter((name): name is ModeName => isModeName(name) && name !== 'good');
    for (const mode of modes) {
      bad.child.send({ mode });
      const isLog = modeFamilies.logs.includes(mode);
      told(isLog ? await tryTail(mode, files) : await tryStatus(mode, files));
    }
  } finally {
    for (const { child } of [good, bad]) {
      child.disconnect();
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryStatus(mode: ModeName, files: readonly string[]): Promise<FaultRow> {
  const ended = await nameward(['status', '--json', '--timeout', String(timeoutSeconds), ...files], {
    patienceMs: 120_000,
  });
  const servers = readServers(ended.out);
  const answered = servers.filter(({ id, members }) => id.startsWith('s3-') && members !== null).length;
  const hostile = servers.find(({ id }) => id.startsWith('s4-'));
  const survived =
    // 1: the server says of a member what counts as a problem; 3: it could not be asked.
    ended.signal === null && [0, 1, 3].includes(ended.status ?? -1) && answered === goodOnes && isInBounds(ended);
  const said = hostile?.error ? `${hostile.error.code}: ${hostile.error.message}` : membersSaid(hostile);
  return {
    fault: `${mode}: ${hostileModes[mode].does}`,
    tried: '`nameward status` of it and three good servers',
    seen: `${figures(ended)}; ${answered} of ${goodOnes} good ones answered; ${said.slice(0, 200)}`,
    survived,
  };
}

async function tryTail(mode: ModeName, files: readonly string[]): Promise<FaultRow> {
  const ended = await nameward(['tail', '--json', '--follow', '--lines', '5', ...files], {
    interrupt: { signal: 'SIGINT', afterMs: tailMs },
    patienceMs: 60_000,
  });
  const lines = ended.out.split('\n').filter((line) => line !== '');
  const fromGood = lines.filter((line) => line.includes('"s3-')).length;
  const after = ended.secondsAfterSignal ?? Infinity;
  const survived =
    ended.signal !== 'SIGKILL' &&
    after <= allowance.secondsAfterSignal &&
    fromGood >= goodOnes * 5 &&
    isBelow(ended.peakMegabytes);
  return {
    fault: `${mode}: ${hostileModes[mode].does}`,
    tried: `\`nameward tail --follow\` of it and three good servers for ${tailMs / 1000} s, then SIGINT`,
    seen: `ended ${after.toFixed(1)} s after the signal, ${ended.peakMegabytes ?? '?'} MB; ${fromGood} lines of the good ones, ${lines.length - fromGood} of it`,
    survived,
  };
}

interface SeenServer {
  readonly id: string;
  readonly members: readonly unknown[] | null;
  readonly error?: { readonly code: string; readonly message: string };
}

function readServers(text: string): readonly SeenServer[] {
  try {
    return (JSON.parse(text) as { servers: SeenServer[] }).servers;
  } catch {
    return [];
  }
}

function membersSaid(server: SeenServer | undefined): string {
  if (server === undefined) return 'nothing was printed of it';
  return server.members === null ? 'its members are unknown' : `${server.members.length} members of it`;
}

function isBelow(megabytes: number | null): boolean {
  return megabytes === null || megabytes <= allowance.megabytes;
}

function isInBounds({ seconds, peakMegabytes, errors }: Ended): boolean {
  return seconds <= allowance.seconds && isBelow(peakMegabytes) && !/^\s+at /m.test(errors);
}

function figures({ seconds, status, signal, peakMegabytes }: Ended): string {
  const end =
    signal === 'SIGKILL' ? 'did not end by itself' : `ended after ${seconds.toFixed(1)} s with ${status ?? signal}`;
  return `${end}, ${peakMegabytes ?? '?'} MB`;
}

interface Servers {
  readonly child: ChildProcess;
  readonly places: readonly FleetPlace[];
}

async function startServers(script: string, count: number, block: number): Promise<Servers> {
  const child = fork(script, ['serve', String(count), String(block)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [places] = (await once(child, 'message')) as [readonly FleetPlace[]];
  return { child, places };
}

async function writeFiles(folder: string, places: readonly FleetPlace[]): Promise<readonly string[]> {
  const inventory = join(folder, 'inventory.json');
  const tokens = join(folder, 'tokens.json');
  const idOf = (place: FleetPlace): string => place.name.replace('.example.net', '');
  const servers = places.map((place) => ({
    id: idOf(place),
    name: place.name,
    host: place.host,
    port: place.port,
    certificate: { sha256: place.pin },
  }));
  await writeFile(inventory, JSON.stringify({ version: 1, servers }));
  const secrets = Object.fromEntries(places.map((place) => [idOf(place), place.token]));
  await writeFile(tokens, JSON.stringify({ version: 1, tokens: secrets }), { mode: 0o600 });
  await chmod(tokens, 0o600);
  return ['--inventory', inventory, '--tokens', tokens];
}
