/**
 * Log lines a second from a simulated server's socket through adapter, services and dispatcher over Electron's
 * MessagePort to the acknowledgement of the page. Floor: a bare ws reader of the same lines from the same server, which
 * only counts them.
 */
import { _electron, type Page } from '@playwright/test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { createKeychain } from '#electron/adapters/keychain/index.ts';
import { isPeer, servePeer, startPeer, type Peer } from '#test/bench/logs/peer.ts';
import { appFolder } from '#test/bench/window/launch.ts';

const lines = 400_000;
const warmUp = 20_000;
const target = 50_000;

if (isPeer) await servePeer();
else await measure();

async function measure(): Promise<void> {
  const peer = await startPeer();
  const home = await mkdtemp(join(tmpdir(), 'nameward-log-home-'));
  const profile = `bench-${process.pid}`;
  const keychain = createKeychain({ service: `Nameward (${profile})` });
  try {
    const floorLinesPerSecond = await bareReader(peer);
    const stored = await keychain.set(peer.id, peer.token);
    if (!stored.ok) throw new Error(stored.error.message);
    const folder = join(home, 'profiles', profile);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'inventory.json'), JSON.stringify(peer.inventory));
    const linesPerSecond = await throughTheApp(peer, home, profile);
    const ratio = Math.round((linesPerSecond / floorLinesPerSecond) * 100) / 100;
    process.stdout.write(
      `${JSON.stringify({ bench: 'log', linesPerSecond, floorLinesPerSecond, ratio, target, lines })}\n`,
    );
    process.exitCode = linesPerSecond >= target ? 0 : 1;
  } finally {
    await keychain.delete(peer.id);
    await peer.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** @returns lines a second */
async function bareReader(peer: Peer): Promise<number> {
  const socket = new WebSocket(`wss://${peer.host}:${peer.port}/websocket/CommandStream?serialization=JSON`, {
    headers: { authorization: `whm root:${peer.token}` },
    rejectUnauthorized: false,
    perMessageDeflate: false,
  });
  await new Promise((open, reject) => socket.once('open', open).once('error', reject));
  let count = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let reached: () => void = () => {};
  const tail = ['/usr/bin/tail', '-n', '0', '-F', '/usr/local/cpanel/logs/dnsadmin_log'];
  const started = new Promise<void>((go) => {
    socket.on('message', (data: Buffer) => {
      if (data.includes('exec_ok')) go();
      // A line break of the log is the two characters \n of the frame's JSON.
      for (let at = data.indexOf('\\n'); at !== -1; at = data.indexOf('\\n', at + 2)) count += 1;
      if (count >= wanted) reached();
    });
  });
  socket.send(JSON.stringify({ class: 'exec', id: 1, command: tail }));
  await started;
  // The program that tail is has to be there before the lines come.
  await new Promise((settled) => setTimeout(settled, 500));
  const read = async (amount: number): Promise<number> => {
    wanted = count + amount;
    const done = new Promise<void>((resolve) => (reached = resolve));
    const begin = performance.now();
    await peer.write(amount);
    await done;
    return Math.round((amount / (performance.now() - begin)) * 1000);
  };
  await read(warmUp);
  const result = await read(lines);
  socket.terminate();
  return result;
}

/** @returns lines a second */
async function throughTheApp(peer: Peer, home: string, profile: string): Promise<number> {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: String(process.env['ELECTRON_EXEC_PATH']),
    args: [...sandbox, '--log-level=3', appFolder, '--profile', profile, '--home', home],
  });
  try {
    const page = await app.firstWindow();
    await page.waitForFunction(() => 'nameward' in window);
    await openTail(page, peer.id);
    await page.waitForFunction(() => (window as unknown as Counted).counted.live, undefined, { timeout: 30_000 });
    await new Promise((settled) => setTimeout(settled, 2000));
    const read = async (amount: number): Promise<number> => {
      const before = await page.evaluate(() => (window as unknown as Counted).counted.lines);
      const begin = Date.now();
      const done = page.evaluate(
        async (wanted) => await (window as unknown as Counted).counted.until(wanted),
        before + amount,
      );
      await peer.write(amount);
      return Math.round((amount / ((await done) - begin)) * 1000);
    };
    await read(warmUp);
    return await read(lines);
  } finally {
    await app.close();
  }
}

interface Counted {
  readonly counted: { lines: number; live: boolean; until(lines: number): Promise<number> };
}

/** Opens the tail over the bridge as renderer/api does, counts its lines and acknowledges every batch. */
async function openTail(page: Page, server: string): Promise<void> {
  await page.evaluate((id) => {
    interface Message {
      readonly kind: string;
      readonly items: readonly { readonly kind: string; readonly state?: string }[];
    }
    let wanted = Number.POSITIVE_INFINITY;
    let reached: (at: number) => void = () => {};
    const counted = {
      lines: 0,
      live: false,
      until: async (lines: number) =>
        await new Promise<number>((resolve) => {
          wanted = lines;
          reached = resolve;
          if (counted.lines >= wanted) resolve(Date.now());
        }),
    };
    Object.assign(window, { counted });
    window.addEventListener('message', (event) => {
      const [port] = event.ports;
      if ((event.data as { id?: unknown }).id !== 'log-bench' || !port) return;
      port.onmessage = ({ data }: MessageEvent<Message>) => {
        if (data.kind !== 'items') throw new Error(JSON.stringify(data));
        for (const item of data.items) {
          if (item.kind === 'line') counted.lines += 1;
          else if (item.state === 'live') counted.live = true;
        }
        port.postMessage({ kind: 'acknowledge', count: data.items.length });
        if (counted.lines >= wanted) reached(Date.now());
      };
    });
    const bridge = (window as unknown as { nameward: { openStream(message: unknown): void } }).nameward;
    bridge.openStream({ id: 'log-bench', name: 'logs.tail', input: { servers: [id], lines: 0 } });
  }, server);
}
