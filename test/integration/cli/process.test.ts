import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { startFleet, type Fleet } from '#simulator/index.ts';

/** The command line as a process of its own: signals, pipes and full disks. */
let built = '';
let directory = '';
let silent: Server;
let fleet: Fleet;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  // Two folders below the checkout, where the program looks for package.json.
  built = resolve('out', `cli-${process.pid}`);
  await build({
    root: resolve('.'),
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve('electron/cli/index.ts'),
      target: 'node20',
      outDir: built,
      rolldownOptions: { output: { entryFileNames: 'cli.mjs' } },
    },
  });
  directory = await mkdtemp(join(tmpdir(), 'nameward-process-'));
  silent = createServer(() => {});
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as AddressInfo;
  fleet = await startFleet();
  const server = { id: 'silent', name: 'silent.example.net', host: '127.0.0.1', port, user: 'root', tags: [] };
  const tokens = { version: 1, tokens: { silent: 'A'.repeat(32) } };
  await writeFile(join(directory, 'silent.json'), JSON.stringify({ version: 1, servers: [server] }));
  await writeFile(join(directory, 'silent-tokens.json'), JSON.stringify(tokens), { mode: 0o600 });
  await writeFile(join(directory, 'fleet.json'), JSON.stringify(fleet.inventory()));
  await writeFile(join(directory, 'fleet-tokens.json'), JSON.stringify(fleet.tokens()), { mode: 0o600 });
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(async () => {
  silent.close();
  await fleet.close();
  await rm(built, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
});

const files = (name: string): string[] => [
  '--inventory',
  join(directory, `${name}.json`),
  '--tokens',
  join(directory, `${name}-tokens.json`),
];

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null; errors: string; ms: number }>;
}

/** @param redirect where a shell sends standard output; absent: to us, unread */
function start(args: readonly string[], redirect?: string): Running {
  const words = [process.execPath, join(built, 'cli.mjs'), ...args];
  const command = `exec ${words.map((word) => `'${word}'`).join(' ')}${redirect === undefined ? '' : ` > ${redirect}`}`;
  const began = Date.now();
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<Awaited<Running['ended']>>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, errors, ms: Date.now() - began }));
  });
  return { child, ended };
}
const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(process.platform === 'win32')('a command that is interrupted', () => {
  it.each([
    ['status', 'SIGINT'],
    ['status', 'SIGTERM'],
    ['trust', 'SIGTERM'],
    ['tail', 'SIGINT'],
    ['tail --follow', 'SIGTERM'],
    ['plan', 'SIGTERM'],
    ['resume no-such-plan', 'SIGINT'],
  ] as const)('%s ends by %s at once, although its server says nothing', async (command, signal) => {
    const wishes = join(directory, 'wishes.json');
    await writeFile(
      wishes,
      JSON.stringify({
        version: 1,
        changes: [{ kind: 'clustering', server: 'silent', enabled: true }],
      }),
    );
    const plans = command === 'plan' || command.startsWith('resume') ? ['--plans', join(directory, 'plans')] : [];
    const asked = new Promise((connected) => silent.once('connection', connected));
    const { child, ended } = start([
      ...command.split(' '),
      ...(command === 'plan' ? [wishes] : []),
      ...files('silent'),
      ...plans,
    ]);
    await asked;
    await pause(200);
    const at = Date.now();
    child.kill(signal);
    const { errors, code, signal: killed } = await ended;
    expect(Date.now() - at).toBeLessThan(2000);
    expect([code, killed, errors.includes('   at ')]).toEqual([command.startsWith('tail') ? 0 : 3, null, false]);
  });
});

describe.skipIf(process.platform !== 'linux')('a result that cannot be written', () => {
  it('to a full disk is said in a line, with a status that says so', async () => {
    const { code, errors } = await start(['--help'], '/dev/full').ended;
    expect([code, errors]).toEqual([1, 'nameward: The result could not be written to standard output: ENOSPC.\n']);
  });

  it('to a full disk is said of a command, too', async () => {
    const { code, errors } = await start(['status', '--json', ...files('fleet'), '--server', 'web1'], '/dev/full')
      .ended;
    expect(code).toBeGreaterThan(0);
    expect(errors).toContain('could not be written to standard output: ENOSPC');
    expect(errors).not.toContain('   at ');
  });

  it('for standard error either leaves the status', async () => {
    expect(await start(['status', '--frobnicate'], '/dev/null 2> /dev/full').ended).toMatchObject({
      code: 2,
      errors: '',
    });
  });

  it('for want of a reader ends the command', async () => {
    const { child, ended } = start(['tail', '--follow', ...files('fleet'), '--server', 'web1']);
    child.stdout?.destroy();
    await pause(2500);
    await write('web1', 'one more line');
    const { code, errors } = await ended;
    expect([code, errors]).toEqual([0, '']);
  });
});

async function write(id: string, text: string): Promise<void> {
  const file = fleet.servers.get(id)?.dnsadminLogFile ?? '';
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${text}\n`);
}

it.skipIf(process.platform === 'win32')('waits for a slow reader without a listener for each line', async () => {
  const { child, ended } = start(['tail', '--follow', '--lines', '0', ...files('fleet'), '--server', 'web1']);
  // Something has come, and is not taken: the tail runs, and its reader is slow.
  let running = false;
  child.stdout?.once('readable', () => {
    running = true;
  });
  for (let round = 0; !running; round += 1) {
    await write('web1', `first line ${round}`);
    await pause(100);
  }
  for (let round = 0; round < 20; round += 1) {
    await write(
      'web1',
      Array.from({ length: 500 }, (_, index) => `line ${round} ${index} ${'x'.repeat(200)}`).join('\n'),
    );
    await pause(50);
  }
  await pause(500);
  child.kill('SIGTERM');
  expect((await ended).errors).toBe('');
});
