/**
 * fleet: 200 simulated servers observed once by services and adapter, over the same requests sent bare. The simulator
 * runs in a process of its own; runs alternate, so that a busy machine is unfair to both.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createPassphraseVerifier } from '#electron/adapters/passphrase/index.ts';
import { createWhmConnector, type SentRequest } from '#electron/adapters/whm/index.ts';
import { openServices } from '#electron/services/index.ts';
import { startFleet, type Inventory, type Tokens } from '#simulator/index.ts';
import { memoryArchive } from '#test/fixtures/plans/archive.ts';
import { memoryDocument, memoryLog, memorySecrets } from '#test/fixtures/services/memory.ts';
import { replay, type Exchange, type Step } from '#test/bench/fleet/replay.ts';
import { recordStreams } from '#test/bench/fleet/streams.ts';

const servers = 200;
const runs = 5;
/** As in the app (`defaultLimits` of the fleet observer). */
const places = 32;
const target = 1.3;

interface FleetFiles {
  readonly inventory: Inventory;
  readonly tokens: Tokens;
}

if (process.send) await simulate();
else await measure();

/** The child: a fleet until the parent is gone. */
async function simulate(): Promise<void> {
  const fleet = await startFleet({ servers, seed: 1 });
  process.send?.({ inventory: fleet.inventory(), tokens: fleet.tokens() } satisfies FleetFiles);
  await once(process, 'disconnect');
  await fleet.close();
}

async function measure(): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    const files = await firstMessage(child);
    const first = await observe(files);
    const exchanges = exchangesOf(files, first);
    await replay(exchanges, places);
    const observed: number[] = [];
    const bare: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      bare.push(await replay(exchanges, places));
      observed.push((await observe(files)).ms);
    }
    // Of neighbours in time: on a machine that is busy with other things both are slow together.
    const ratio = median(observed.map((ms, run) => ms / (bare[run] ?? Number.NaN)));
    const line = {
      bench: 'fleet',
      servers,
      requests: first.sent.length,
      observedMs: Math.round(median(observed)),
      bareMs: Math.round(median(bare)),
      ratio: Math.round(ratio * 100) / 100,
      targets: { ratio: target },
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    process.exitCode = ratio <= target ? 0 : 1;
  } finally {
    child.disconnect();
    await once(child, 'exit');
  }
}

async function firstMessage(child: ChildProcess): Promise<FleetFiles> {
  const [message] = (await once(child, 'message')) as [FleetFiles];
  return message;
}

interface Observed {
  readonly ms: number;
  readonly sent: readonly SentRequest[];
  /** Messages of each CommandStream in the order of opening, by `HOST:PORT`. */
  readonly streams: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** Everything is found out about every server once, from nothing known to the judged topology. */
async function observe({ inventory, tokens }: FleetFiles): Promise<Observed> {
  const sent: SentRequest[] = [];
  const recording = recordStreams();
  const services = await openServices({
    connector: createWhmConnector({ onRequest: (request) => sent.push(request) }),
    secrets: memorySecrets(tokens.tokens),
    passphrases: createPassphraseVerifier(),
    documents: {
      inventory: memoryDocument({
        servers: inventory.servers.map((server) => ({ ...server, tags: [...server.tags] })),
      }),
      settings: memoryDocument(),
      fleet: memoryDocument(),
      pending: memoryDocument(),
    },
    plans: memoryArchive(),
    clock: { now: () => Date.now() },
    log: memoryLog(),
    random: Math.random,
  });
  let reachable = 0;
  services.fleet.watch((event) => {
    const nodes = Object.values(event.kind === 'snapshot' ? event.topology.nodes : event.delta.nodes);
    reachable += nodes.filter((node) => node.observation?.contact.state === 'reachable').length;
  });
  const start = performance.now();
  await services.fleet.refresh({ ids: null });
  const ms = performance.now() - start;
  await services.close();
  recording.stop();
  if (reachable < servers) throw new Error(`only ${reachable} of ${servers} servers were reached`);
  return { ms, sent, streams: recording.streams };
}

function exchangesOf({ inventory, tokens }: FleetFiles, { sent, streams }: Observed): readonly Exchange[] {
  const byServer = new Map<string, SentRequest[]>();
  for (const request of sent) byServer.set(request.server, [...(byServer.get(request.server) ?? []), request]);
  return inventory.servers.map(({ id, host, port, user }) => {
    const left = [...(streams.get(`${host}:${port}`) ?? [])];
    const steps = (byServer.get(id) ?? []).map(({ method, path }): Step =>
      method === 'WEBSOCKET'
        ? { kind: 'websocket', path, messages: left.shift() ?? [] }
        : { kind: 'http', method, path },
    );
    return { host, port, authorization: `whm ${user}:${tokens.tokens[id] ?? ''}`, steps };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
