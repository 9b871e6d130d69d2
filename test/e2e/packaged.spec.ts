/**
 * The packaged app with all fuses burnt. The one that is driven, over the DevTools protocol and not by Node's
 * inspector, says in its package.json that tests may; the one that is shipped is the same without those words, and
 * refuses.
 */
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesWith, heapOf } from './leaks.ts';
import { forgetSecrets, services, storedAccounts, storedSecret } from './secret-service.ts';

const executable = process.env['NAMEWARD_PACKAGED'] ?? '';
const shipped = process.env['NAMEWARD_SHIPPED'] ?? '';
const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const labServers = 14;

let home: string;
let app: ChildProcess;
let words = '';
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'nameward-packaged-'));
  app = spawn(executable, [...sandbox, '--inspect=0', '--remote-debugging-port=0', '--profile', 'lab'], {
    env: { ...process.env, XDG_CONFIG_HOME: home, NODE_OPTIONS: '--title=taken-from-the-environment' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  browser = await chromium.connectOverCDP(await devToolsAddress(app));
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the packaged app has no browser context');
  page = context.pages()[0] ?? (await context.waitForEvent('page'));
});

test.afterAll(async () => {
  await browser.close();
  const ended = new Promise((resolve) => app.once('exit', resolve));
  app.kill('SIGTERM');
  await ended;
  await forgetSecrets(services.lab);
  rmSync(home, { recursive: true, force: true });
});

test('opens the lab and paints its map', async () => {
  await expect(page.locator('[data-testid=map][data-painted="true"]')).toBeVisible();
  await expect(page.getByTestId('server-count')).toContainText(String(labServers));
  expect(page.url()).toMatch(/^app:/);
});

test('has the bill of materials of what is in it beside it', () => {
  const bill = JSON.parse(readFileSync(join(dirname(shipped), 'nameward.cdx.json'), 'utf8')) as {
    readonly specVersion: string;
    readonly components: readonly { readonly name: string; readonly purl: string }[];
  };
  expect(bill.specVersion).toBe('1.5');
  const names = bill.components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['electron', 'react', 'undici', 'zod', '@napi-rs/keyring']));
  expect(names.some((name) => name.startsWith('@napi-rs/keyring-'))).toBe(true);
  expect(names).not.toContain('vitest');
  for (const { purl } of bill.components) expect(purl).toMatch(/^pkg:npm\//);
});

test('keeps every token in the keychain and nowhere else', async () => {
  const accounts = await storedAccounts(services.lab);
  expect(accounts.length).toBeGreaterThanOrEqual(labServers);
  const tokens = await Promise.all(
    accounts.map(async (account) => {
      const token = await storedSecret(services.lab, account);
      if (token === null) throw new Error(`the keychain lists ${account} and does not give its token`);
      return token;
    }),
  );
  const { holding, looked } = filesWith(home, tokens);
  expect(holding).toEqual([]);
  expect(looked).toBeGreaterThan(0);
  const heap = await heapOf(page);
  expect(heap).toContain('ns1.example.net');
  expect(tokens.filter((token) => heap.includes(token) || words.includes(token))).toEqual([]);
});

test('obeys neither the inspector nor the environment', () => {
  expect(words).not.toContain('Debugger listening');
  const asNode = spawnSync(executable, ['--version'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', XDG_CONFIG_HOME: home, DISPLAY: '', WAYLAND_DISPLAY: '' },
    encoding: 'utf8',
    timeout: 10_000,
  });
  // As Node it would answer with its version.
  expect(asNode.stdout).not.toMatch(/^v\d+\.\d+/);
});

test('lets nobody else drive it as it is shipped', async () => {
  for (const door of ['--remote-debugging-port=0', '--remote-debugging-pipe', '--remote-debugging-port']) {
    const place = mkdtempSync(join(tmpdir(), 'nameward-shipped-'));
    const started = spawnSync(shipped, [...sandbox, door, '--profile', 'lab'], {
      env: { ...process.env, XDG_CONFIG_HOME: place },
      encoding: 'utf8',
      timeout: 30_000,
    });
    rmSync(place, { recursive: true, force: true });
    expect([door, started.status]).toEqual([door, 2]);
    expect(started.stderr).toContain('is not taken: it would let other programs drive the window');
    expect(started.stderr).not.toContain('DevTools listening');
  }
  // Without such a switch it opens.
  const place = mkdtempSync(join(tmpdir(), 'nameward-shipped-'));
  const child = spawn(shipped, [...sandbox, '--profile', 'lab', '--trace-start'], {
    env: { ...process.env, XDG_CONFIG_HOME: place },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stdout.on('data', (part: Buffer) => (told += part.toString()));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await expect.poll(() => told, { timeout: 60_000 }).toContain('"trace":"start"');
  child.kill('SIGTERM');
  await ended;
  rmSync(place, { recursive: true, force: true });
});

/** @returns the HTTP address of the DevTools endpoint, which Chromium prints once it listens */
function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = (part: Buffer): void => {
      words += part.toString();
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(words)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the packaged app ended with status ${code}:\n${words}`)));
  });
}
