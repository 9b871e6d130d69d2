/**
 * plans: 200 role changes on 100 simulated servers applied as a plan (read, journalled, sent once, read back), over the
 * same requests sent bare with the same limits. The simulator runs in a process of its own; runs alternate, so that a
 * busy machine is unfair to both.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPassphraseVerifier } from '#electron/adapters/passphrase/index.ts';
import { createPlanArchive } from '#electron/adapters/store/index.ts';
import { createWhmConnector, type SentRequest } from '#electron/adapters/whm/index.ts';
import { openServices, type Services } from '#electron/services/index.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { FleetMemory } from '#shared/schema/fleet/index.ts';
import { startFleet, type Inventory, type Tokens } from '#simulator/index.ts';
import { endOf, previewOf, valueOf } from '#test/fixtures/plans/runs.ts';
import { memoryDocument, memoryLog, memorySecrets } from '#test/fixtures/services/memory.ts';
import { replay, type Exchange, type Step } from '#test/bench/fleet/replay.ts';
import { recordStreams } from '#test/bench/fleet/streams.ts';

const webs = 100;
const changes = 200;
const runs = 5;
/** As in the app (`serversAtOnce` of plans). */
const places = 16;
const target = 1.3;

interface FleetFiles {
  readonly inventory: Inventory;
  readonly tokens: Tokens;
}

if (process.send) await simulate();
else await measure();

/** The child: a fleet until the parent is gone. */
async function simulate(): Promise<void> {
  const fleet = await startFleet({ scenario: 'pairs', servers: webs + 5 });
  process.send?.({ inventory: fleet.inventory(), tokens: fleet.tokens() } satisfies FleetFiles);
  await once(process, 'disconnect');
  await fleet.close();
}

async function measure(): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const directory = await mkdtemp(join(tmpdir(), 'nameward-bench-'));
  try {
    const files = await firstMessage(child);
    const applied: number[] = [];
    const bare: number[] = [];
    let requests = 0;
    for (let run = 0; run <= runs; run += 1) {
      // There and back again: every run changes every role.
      const role: Role = run % 2 === 0 ? 'write-only' : 'sync';
      const measured = await apply(files, role, directory);
      const floor = await replay(exchangesOf(files, measured, role), places);
      requests = measured.sent.length;
      // The first run warms both up.
      if (run === 0) continue;
      applied.push(measured.ms);
      bare.push(floor);
    }
    // Of neighbours in time: on a machine that is busy with other things both are slow together.
    const ratio = median(applied.map((ms, run) => ms / (bare[run] ?? Number.NaN)));
    const line = {
      bench: 'plans',
      servers: webs,
      changes,
      requests,
      appliedMs: Math.round(median(applied)),
      bareMs: Math.round(median(bare)),
      ratio: Math.round(ratio * 100) / 100,
      targets: { ratio: target },
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    process.exitCode = ratio <= target ? 0 : 1;
  } finally {
    child.disconnect();
    await once(child, 'exit');
    await rm(directory, { recursive: true, force: true });
  }
}

async function firstMessage(child: ChildProcess): Promise<FleetFiles> {
  const [message] = (await once(child, 'message')) as [FleetFiles];
  return message;
}

interface Applied {
  readonly ms: number;
  readonly sent: readonly SentRequest[];
  /** Messages of each CommandStream in the order of opening, by `HOST:PORT`. */
  readonly streams: ReadonlyMap<string, readonly (readonly string[])[]>;
}

function changesTo({ inventory }: FleetFiles, role: Role): readonly Change[] {
  const hosts = inventory.servers.filter(({ id }) => id === 'ns1' || id === 'ns2').map(({ host }) => host);
  return inventory.servers
    .filter(({ id }) => id.startsWith('web'))
    .flatMap(({ id }) => hosts.map((address): Change => ({ kind: 'role', server: id, as: 'root', address, role })));
}

/** The plan is made by services of its own: those that apply it begin without a connection, as the bare requests do. */
async function apply(files: FleetFiles, role: Role, directory: string): Promise<Applied> {
  const memory = memoryDocument<FleetMemory>();
  const maker = await open(files, directory, memory, () => undefined);
  await maker.fleet.refresh({ ids: null });
  const plan = await previewOf(maker, changesTo(files, role));
  await maker.close();

  const sent: SentRequest[] = [];
  const recording = recordStreams();
  const services = await open(files, directory, memory, (request) => sent.push(request));
  // No round of polling in between.
  services.fleet.stop();
  const start = performance.now();
  valueOf(await services.plans.apply({ id: plan.id, confirmation: null }));
  const run = await endOf(services, plan.id);
  const ms = performance.now() - start;
  await services.close();
  recording.stop();
  const verified = run.steps.filter(({ state }) => state === 'verified').length;
  if (verified !== changes) throw new Error(`only ${verified} of ${changes} steps were verified`);
  return { ms, sent, streams: recording.streams };
}

function open(
  { inventory, tokens }: FleetFiles,
  directory: string,
  fleet: ReturnType<typeof memoryDocument<FleetMemory>>,
  onRequest: (request: SentRequest) => void,
): Promise<Services> {
  const clock = { now: () => Date.now() };
  return openServices({
    connector: createWhmConnector({ onRequest }),
    secrets: memorySecrets(tokens.tokens),
    passphrases: createPassphraseVerifier(),
    documents: {
      inventory: memoryDocument({
        servers: inventory.servers.map((server) => ({ ...server, tags: [...server.tags] })),
      }),
      settings: memoryDocument(),
      fleet,
      pending: memoryDocument(),
    },
    plans: createPlanArchive(directory, clock),
    clock,
    log: memoryLog(),
    random: Math.random,
  });
}

function exchangesOf(files: FleetFiles, { sent, streams }: Applied, role: Role): readonly Exchange[] {
  const { inventory, tokens } = files;
  const byServer = new Map<string, SentRequest[]>();
  for (const request of sent) byServer.set(request.server, [...(byServer.get(request.server) ?? []), request]);
  const forms = new Map<string, string[]>();
  for (const change of changesTo(files, role)) {
    if (change.kind !== 'role') continue;
    const form = new URLSearchParams({ server: change.address, dnsrole: role, cluster_user: 'root' }).toString();
    forms.set(change.server, [...(forms.get(change.server) ?? []), form]);
  }
  return inventory.servers.map(({ id, host, port, user }) => {
    const left = [...(streams.get(`${host}:${port}`) ?? [])];
    const posts = [...(forms.get(id) ?? [])];
    const steps = (byServer.get(id) ?? []).map(({ method, path }): Step => {
      if (method === 'WEBSOCKET') return { kind: 'websocket', path, messages: left.shift() ?? [] };
      const form = method === 'POST' ? posts.shift() : undefined;
      return { kind: 'http', method, path, ...(form === undefined ? {} : { form }) };
    });
    return { host, port, authorization: `whm ${user}:${tokens.tokens[id] ?? ''}`, steps };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
