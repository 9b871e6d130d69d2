/**
 * Ways around the walls of the window that were found open: WebRTC, an empty page, what a locked window still told,
 * folders that cannot be used.
 */
import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bridge } from '#shared/contract/channels.ts';
import { becomeLive, newHome, openNameward, type Opened } from './nameward.ts';

type WithBridge = typeof globalThis & { readonly nameward: Bridge };

test.describe('the page', () => {
  let nameward: Opened;
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(async () => {
    nameward = await openNameward();
    await becomeLive(nameward.page);
  });
  test.afterAll(async () => {
    await nameward.close();
  });

  test('sends no packet and opens no connection by WebRTC', async () => {
    let packets = 0;
    let connections = 0;
    const udp = createSocket('udp4', () => (packets += 1));
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    const tcp = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const [stun, turn] = [udp.address().port, (tcp.address() as AddressInfo).port];
    const candidates = await nameward.page.evaluate(
      async ([stunPort, turnPort]) => {
        const found: string[] = [];
        for (const iceTransportPolicy of ['all', 'relay'] as const) {
          const peer = new RTCPeerConnection({
            iceTransportPolicy,
            iceServers: [
              { urls: `stun:127.0.0.1:${stunPort}` },
              { urls: `turn:127.0.0.1:${stunPort}?transport=udp`, username: 'any text', credential: 'x' },
              { urls: `turn:127.0.0.1:${turnPort}?transport=tcp`, username: 'any text', credential: 'x' },
              { urls: `turns:127.0.0.1:${turnPort}?transport=tcp`, username: 'any text', credential: 'x' },
            ],
          });
          peer.addEventListener('icecandidate', ({ candidate }) => {
            if (candidate) found.push(candidate.candidate);
          });
          peer.createDataChannel('out');
          await peer.setLocalDescription();
          await new Promise((resolve) => setTimeout(resolve, 4000));
          peer.close();
        }
        return found;
      },
      [stun, turn] as const,
    );
    udp.close();
    tcp.close();
    expect({ packets, connections }).toEqual({ packets: 0, connections: 0 });
    expect(candidates.filter((candidate) => / typ (srflx|relay) /.test(candidate))).toEqual([]);
  });

  test('comes back when it is left for an empty page', async () => {
    const { page, app } = nameward;
    const where = async (): Promise<string | undefined> =>
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
    for (const leave of ["location.href = 'about:blank'", "window.open('about:blank', '_self')"]) {
      await page.evaluate((code) => {
        const script = code.startsWith('location') ? () => (location.href = 'about:blank') : () => window.open('about:blank', '_self'); // prettier-ignore
        setTimeout(script, 0);
      }, leave);
      await page.waitForTimeout(500);
      await expect.poll(where).toBe('app://nameward/index.html');
      await expect(page.getByTestId('server-count')).toHaveText('14 servers');
    }
  });

  test('has the same walls around whatever else shows a page', async () => {
    const { app } = nameward;
    const found = await app.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false });
      await other.loadURL('app://nameward/index.html');
      const policy = other.webContents.getWebRTCIPHandlingPolicy();
      const opened = await other.webContents.executeJavaScript("window.open('https://example.com') === null");
      other.destroy();
      return { policy, opened: opened as unknown };
    });
    expect(found).toEqual({ policy: 'disable_non_proxied_udp', opened: true });
  });

  test('gets nothing and changes nothing while it is locked', async () => {
    const { page, app } = nameward;
    // As the desktop tells it.
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
    await expect(page.getByTestId('lock-screen')).toBeVisible();
    const answers = await page.evaluate(async () => {
      const bridge = (globalThis as WithBridge).nameward;
      const asked: Record<string, unknown> = {
        'servers.list': {},
        'plans.report': { id: 'x' },
        'settings.write': { lockAfterMinutes: 0 },
        'servers.edit': { id: 'web1', name: 'renamed' },
        'fleet.refresh': { ids: null },
        'settings.read': {},
      };
      const told = Object.entries(asked).map(async ([name, input]) => {
        const answer = (await bridge.call({ id: crypto.randomUUID(), name, input })) as {
          ok: boolean;
          error?: { code: string };
        };
        return [name, answer.error?.code ?? JSON.stringify(answer)] as const;
      });
      return Object.fromEntries(await Promise.all(told));
    });
    const { 'settings.read': settings, ...others } = answers;
    expect(settings).toContain('"safety":{}');
    expect(new Set(Object.values(others))).toEqual(new Set(['vault.locked']));
    const items = await page.evaluate(async () => {
      const id = crypto.randomUUID();
      let heard = 0;
      window.addEventListener('message', (event: MessageEvent<{ id?: string }>) => {
        if (event.data.id === id && event.ports[0]) event.ports[0].onmessage = () => (heard += 1);
      });
      (globalThis as WithBridge).nameward.openStream({ id, name: 'fleet.watch', input: {} });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return heard;
    });
    expect(items).toBe(0);
    await page.getByTestId('unlock').click();
    await becomeLive(page);
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    await expect(page.getByTestId('lock-screen')).toBeVisible();
    await page.getByTestId('unlock').click();
    await becomeLive(page);
  });
});

test.describe('a folder that cannot be used', () => {
  const executable = process.env['ELECTRON_EXEC_PATH'] ?? '';
  const checkout = fileURLToPath(new URL('../..', import.meta.url));
  const root = process.getuid?.() === 0;
  const disk = (program: string, ...args: string[]): number | null => spawnSync(program, args).status;
  /** Starts with the home. */
  const start = (home: string) =>
    spawnSync(executable, [...(root ? ['--no-sandbox'] : []), checkout, '--home', home], {
      encoding: 'utf8',
      timeout: 20_000,
    });

  test('is named, and why', () => {
    const home = newHome();
    try {
      writeFileSync(join(home, 'file'), '');
      const { status, stderr } = start(join(home, 'file'));
      expect(stderr).toContain(
        `The folder ${join(home, 'file', 'profiles', 'default')} cannot be made: a part of the path is a file.`,
      );
      expect(status).toBe(1);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  test('is not called open already when it is read-only', () => {
    const home = newHome();
    const profile = join(home, 'profiles', 'default');
    mkdirSync(join(profile, 'logs'), { recursive: true });
    // Root writes everywhere but on a disk that is read-only.
    if (root) expect(disk('mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', profile)).toBe(0);
    try {
      mkdirSync(join(profile, 'logs'), { recursive: true });
      if (root) expect(disk('mount', '-o', 'remount,ro', profile)).toBe(0);
      else chmodSync(profile, 0o500);
      const { status, stdout, stderr } = start(home);
      expect(stderr).toContain(`The folder ${profile} cannot be written to: `);
      expect(stdout).not.toContain('open already');
      expect(status).toBe(1);
    } finally {
      if (root) disk('umount', profile);
      else chmodSync(profile, 0o700);
      rmSync(home, { recursive: true, force: true });
    }
  });
});
