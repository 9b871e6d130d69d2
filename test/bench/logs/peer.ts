import { fork } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet } from '#simulator/index.ts';

/** What the process of the simulated servers tells. */
interface PeerReady {
  readonly inventory: { readonly servers: readonly { id: string; host: string; port: number }[] };
  readonly tokens: Readonly<Record<string, string>>;
  readonly directory: string;
}

/** A simulated server in a process of its own, whose log the measurement writes. */
export interface Peer extends PeerReady {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** Appends so many lines to the server's dnsadmin_log, as fast as they can be written. */
  write(lines: number): Promise<void>;
  stop(): Promise<void>;
}

const argument = 'peer';
export const isPeer = process.argv.includes(argument);

/** What the peer's process does. */
export async function servePeer(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'nameward-log-bench-'));
  const fleet = await startFleet({ scenario: 'uniform', servers: 2, dir: directory });
  process.send?.({ inventory: fleet.inventory(), tokens: fleet.tokens().tokens, directory });
  process.on('disconnect', () => {
    void fleet.close().then(async () => {
      await rm(directory, { recursive: true, force: true });
      process.exit(0);
    });
  });
}

/** Starts this very program again as the peer. */
export async function startPeer(): Promise<Peer> {
  const child = fork(String(process.argv[1]), [argument], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ready = await new Promise<PeerReady>((said) => child.once('message', (message) => said(message as PeerReady)));
  const [server] = ready.inventory.servers;
  if (!server) throw new Error('The simulated fleet has no server.');
  const file = join(ready.directory, server.id, 'dnsadmin_log');
  const gone = new Promise((done) => child.once('exit', done));
  return {
    ...ready,
    id: server.id,
    host: server.host,
    port: server.port,
    token: String(ready.tokens[server.id]),
    async write(lines) {
      const log = await open(file, 'a');
      for (let written = 0; written < lines; written += block.lines) await log.write(block.bytes);
      await log.close();
    },
    async stop() {
      child.disconnect();
      await gone;
    },
  };
}

/** A thousand lines of the formats that dnsadmin writes, some 130 bytes each. */
export const block = { lines: 1000, bytes: Buffer.from(Array.from({ length: 1000 }, (_, i) => lineOf(i)).join('')) };

function lineOf(number: number): string {
  const second = String(number % 60).padStart(2, '0');
  const zone = `customer-${number % 400}.example.net`;
  const uniqid = `${'abcdefghijklmnopqrstuvwxyzABCDEF'.slice(0, 32)}_17000${String(number).padStart(5, '0')}`;
  return number % 3 === 0
    ? `[2026-03-04 05:06:${second} +0000] info [dnsadmin] Synchronized zone ${zone} to 127.0.20.7 with dnsuniqid ${uniqid}\n`
    : `[2026-03-04 05:06:${second} +0000] info [dnsadmin] savezone ${zone}: serial 20260304${String(number % 100).padStart(2, '0')} written and reloaded\n`;
}
