/** `npm run page`: the page in a browser without Nameward's main process. The browser here is a bare Electron. */
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const checkout = resolve(import.meta.dirname, '../..');
const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

let folder: string;
let script: ChildProcess;
let browser: ElectronApplication;
let page: Page;
let address = '';
const complaints: string[] = [];

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nameward-browser-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'browser', version: '1.0.0', main: 'main.cjs' }));
  writeFileSync(
    join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1400, height: 900 }).loadURL('about:blank'));`,
  );
  script = spawn(process.execPath, ['scripts/page.js', '--port', '0'], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [script.stdout, script.stderr]) stream?.on('data', (part: Buffer) => (words += part.toString()));
  await expect(() => expect(words).toContain('Ctrl+C ends it')).toPass({ timeout: 60_000 });
  address = /The page is at (\S+)/.exec(words)?.[1] ?? '';
  const executablePath = process.env['ELECTRON_EXEC_PATH'];
  if (executablePath === undefined) throw new Error('ELECTRON_EXEC_PATH is not set; run npm test -- e2e');
  browser = await _electron.launch({
    executablePath,
    args: [...sandbox, folder, `--user-data-dir=${join(folder, 'home')}`],
  });
  page = await browser.firstWindow();
  page.on('pageerror', (error) => complaints.push(error.message));
});

test.afterAll(async () => {
  await browser.close();
  const ended = new Promise((over) => script.once('close', over));
  script.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

test('plays the lab and shows its map', async () => {
  await page.goto(address);
  await expect(page.locator('[data-testid=map][data-painted="true"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('freshness')).toContainText('Live');
  expect(complaints).toEqual([]);
});

test('plays what the address asks for', async () => {
  await page.goto(`${address}?locked&passphrase`);
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible({ timeout: 30_000 });
  expect(complaints).toEqual([]);
});

for (const theme of ['light', 'dark']) {
  test(`shows every piece of renderer/ui, in ${theme}`, async () => {
    await page.goto(`${address}?gallery&theme=${theme}`);
    await expect(page.locator('[data-piece]').first()).toBeVisible({ timeout: 60_000 });
    const shown = await page
      .locator('[data-piece]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-piece')));
    const ui = join(checkout, 'renderer', 'ui');
    const pieces = readdirSync(ui)
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => name.slice(0, -'.tsx'.length));
    expect(new Set(shown)).toEqual(new Set([...pieces, 'controls']));
    expect(complaints).toEqual([]);
    await page.screenshot({ path: join(checkout, 'out', `gallery-${theme}.png`) });
  });
}

test('leaves no state of a piece out', async () => {
  await page.goto(`${address}?gallery`);
  const words = readFileSync(join(checkout, 'shared/domain/words/states.ts'), 'utf8');
  for (const [, state] of words.matchAll(/^ {2}(\w+): '/gm)) {
    await expect(page.locator(`[data-piece=StateBadge] [data-state=${state}]`)).toHaveCount(2);
  }
  const errors = await page.locator('[data-piece=ErrorNotice] [role=alert]').count();
  expect(errors).toBeGreaterThan(20);
});
