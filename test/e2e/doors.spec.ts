/** The page cannot leave, load, open or ask for anything but what it is given. */
import { expect, test, type Page } from '@playwright/test';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newHome, openNameward, type Opened } from './nameward.ts';

let nameward: Opened;
let page: Page;
/** A server that must never be asked. */
let stranger: Server;
let address = '';
const asked: string[] = [];

test.beforeAll(async () => {
  stranger = createServer((request, response) => {
    asked.push(String(request.url));
    response.end('<html></html>');
  });
  await new Promise<void>((ready) => stranger.listen(0, '127.0.0.1', ready));
  address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  nameward = await openNameward({ profile: 'default' });
  ({ page } = nameward);
  await expect(page.getByTestId('first-screen')).toBeVisible();
});
test.afterAll(async () => {
  await nameward.close();
  stranger.close();
});
test.afterEach(() => {
  expect(asked).toEqual([]);
  expect(page.url()).toBe('app://nameward/index.html');
});

test('it stands on its own origin, without Node', async () => {
  expect(
    await page.evaluate(() => ({
      origin: location.origin,
      node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer'].filter((name) => name in window),
      bridge: Object.keys((window as unknown as { nameward: object }).nameward).toSorted(),
      secure: isSecureContext,
    })),
  ).toEqual({ origin: 'app://nameward', node: [], bridge: ['call', 'cancel', 'openStream'], secure: true });
});

test('it is sandboxed', async () => {
  const preferences = await nameward.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
  });
});

test('it reaches no network', async () => {
  const outcomes = await page.evaluate(async (url) => {
    const outcome = async (attempt: () => Promise<unknown>): Promise<string> => {
      try {
        await attempt();
        return 'reached';
      } catch {
        return 'refused';
      }
    };
    const element = (tag: 'img' | 'script' | 'iframe' | 'link', set: (one: HTMLElement) => void) =>
      new Promise((resolve, reject) => {
        const one = document.createElement(tag);
        one.onload = resolve;
        one.onerror = reject;
        set(one);
        document.body.append(one);
        setTimeout(() => reject(new Error('nothing came')), 1500);
      });
    return {
      fetch: await outcome(() => fetch(url)),
      own: await outcome(() => fetch('app://nameward/index.html')),
      socket: await outcome(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(url.replace('http', 'ws'));
            socket.onopen = resolve;
            socket.onerror = reject;
          }),
      ),
      image: await outcome(() => element('img', (one) => one.setAttribute('src', `${url}/image.png`))),
      script: await outcome(() => element('script', (one) => one.setAttribute('src', `${url}/script.js`))),
      beacon: await outcome(() =>
        navigator.sendBeacon(url) ? Promise.reject(new Error('queued only')) : Promise.reject(),
      ),
    };
  }, address);
  expect(Object.values(outcomes)).toEqual(Object.keys(outcomes).map(() => 'refused'));
});

test('it runs no code but its own', async () => {
  const outcomes = await page.evaluate(async () => {
    const ran: string[] = [];
    Object.assign(window, { ran });
    const script = document.createElement('script');
    script.textContent = 'window.ran.push("inline")';
    document.body.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.ran.push("handler")');
    document.body.append(button);
    button.click();
    try {
      // oxlint-disable-next-line no-eval -- that it is refused is what is tested
      (0, eval)('window.ran.push("eval")');
    } catch {
      // Refused, as it should be.
    }
    await new Promise((later) => setTimeout(later, 100));
    script.remove();
    button.remove();
    return ran;
  });
  // Playwright evaluates through the debugger, which the policy does not bind; eval itself is checked by the policy's
  // text.
  expect(outcomes.filter((one) => one !== 'eval')).toEqual([]);
});

test('it stays where it is and opens nothing', async () => {
  await page.evaluate((url) => {
    window.open(url);
    window.open('app://nameward/index.html');
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.target = '';
    link.click();
    link.remove();
    const form = document.createElement('form');
    form.action = url;
    document.body.append(form);
    form.submit();
    form.remove();
  }, address);
  await page.evaluate((url) => void (location.href = url), address);
  await page.evaluate(() => void (location.href = 'file:///etc/passwd'));
  await page.evaluate(() => void (location.href = 'data:text/html,<h1>x</h1>'));
  await page.waitForTimeout(500);
  const windows = await nameward.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
});

test('it is given no permission', async () => {
  const states = await page.evaluate(async () => {
    const refused = async (attempt: () => Promise<unknown>): Promise<boolean> =>
      await attempt().then(
        () => false,
        () => true,
      );
    return {
      media: await refused(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      position: await refused(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      reading: await refused(() => navigator.clipboard.readText()),
      notification: (await Notification.requestPermission()) === 'denied',
    };
  });
  expect(states).toEqual({ media: true, position: true, reading: true, notification: true });
});

test('its links lead to the documentation only', async () => {
  const opened = await nameward.app.evaluate(({ shell }) => {
    const urls: string[] = [];
    shell.openExternal = (url: string) => {
      urls.push(url);
      return Promise.resolve();
    };
    Object.assign(globalThis, { openedLinks: urls });
  });
  expect(opened).toBeUndefined();
  const ask = async (url: string) =>
    await page.evaluate(
      async (url) =>
        await (window as unknown as { nameward: { call(message: unknown): Promise<{ ok: boolean }> } }).nameward.call({
          id: crypto.randomUUID(),
          name: 'app.openExternal',
          input: { url },
        }),
      url,
    );
  expect(await ask('https://docs.cpanel.net/whm/')).toMatchObject({ ok: true });
  for (const url of [address, 'https://example.com/', 'file:///etc/passwd', 'javascript:alert(1)']) {
    expect(await ask(url)).toMatchObject({ ok: false });
  }
  const links = await nameward.app.evaluate(() => (globalThis as unknown as { openedLinks: string[] }).openedLinks);
  expect(links).toEqual(['https://docs.cpanel.net/whm/']);
});

test('a frame inside it has no bridge', async () => {
  const found = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    await new Promise((later) => setTimeout(later, 200));
    const inside = frame.contentWindow !== null && 'nameward' in frame.contentWindow;
    frame.remove();
    return inside;
  });
  expect(found).toBe(false);
});

test('it is loaded again when it has crashed, and works', async () => {
  const reloaded = page.waitForEvent('domcontentloaded', { timeout: 15_000 }).catch(() => null);
  await nameward.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await reloaded;
  await expect
    .poll(
      async () =>
        await nameward.app.evaluate(async ({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          return (await contents?.executeJavaScript(
            'document.querySelector("[data-testid=first-screen]") !== null',
          )) as boolean;
        }),
      { timeout: 15_000 },
    )
    .toBe(true);
});

test.describe('The window', () => {
  test('remembers its place, and a corrupt memory of it is set aside and named', async () => {
    const home = newHome();
    const file = join(home, 'profiles', 'default', 'window.json');
    const first = await openNameward({ profile: 'default', home });
    await expect(first.page.getByTestId('first-screen')).toBeVisible();
    await first.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 40, width: 1010, height: 720 });
    });
    await expect(() => {
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
        version: 2,
        bounds: { width: 1010, height: 720 },
      });
    }).toPass({ timeout: 5000 });
    await first.close();
    const second = await openNameward({ profile: 'default', home });
    await expect(second.page.getByTestId('first-screen')).toBeVisible();
    const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toMatchObject({ width: 1010, height: 720 });
    await second.close();
    mkdirSync(join(home, 'profiles', 'default'), { recursive: true });
    writeFileSync(file, '{"version":1,"data":{"bounds":7}}');
    const third = await openNameward({ profile: 'default', home });
    await expect(third.page.getByTestId('notice').filter({ hasText: 'window.corrupt-' })).toBeVisible();
    await third.close();
    rmSync(home, { recursive: true, force: true });
  });
});
