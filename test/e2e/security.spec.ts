/**
 * The walls around the page, tried from inside it: code, network by every means, and the contract. doors.spec.ts has
 * the rest.
 */
import { expect, test } from '@playwright/test';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Bridge } from '#shared/contract/channels.ts';
import { becomeLive, openNameward, type Opened } from './nameward.ts';

type WithBridge = typeof globalThis & { readonly nameward: Bridge };

let nameward: Opened;
/**
 * Whatever the page reaches outside itself, it would reach this first: it is on the same machine and refuses nobody.
 */
let outside: Server;
let connections = 0;
let address: string;

test.beforeAll(async () => {
  outside = createServer((_request, response) => {
    response.setHeader('access-control-allow-origin', '*').end('reached');
  });
  outside.on('connection', (socket: Socket) => {
    connections += 1;
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  nameward = await openNameward();
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
  outside.closeAllConnections();
  await new Promise((resolve) => outside.close(resolve));
});

test('gives the page nothing of Node, and a bridge of three functions', async () => {
  const { page } = nameward;
  const found = await page.evaluate(async () => ({
    names: ['require', 'process', 'module', 'global', 'Buffer', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
    bridge: Object.keys((globalThis as WithBridge).nameward).toSorted(),
    // In a task of the page's own: what the test itself evaluates is exempt from the policy.
    code: await new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          Reflect.construct(Function, ['return 1']);
          resolve('allowed');
        } catch (error) {
          resolve(error instanceof Error ? error.name : '');
        }
      }, 0);
    }),
  }));
  expect(found).toEqual({ names: [], bridge: ['call', 'cancel', 'openStream'], code: 'EvalError' });
});

test('lets the page reach nothing', async () => {
  const { page, app } = nameward;
  const reached = await page.evaluate(async (place) => {
    const fails = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'reached',
        () => 'refused',
      );
    const element = (tag: string, attribute: string, url: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const made = document.createElement(tag);
        made.addEventListener('load', resolve);
        made.addEventListener('error', reject);
        made.setAttribute(attribute, url);
        if (tag === 'link') made.setAttribute('rel', 'stylesheet');
        document.body.append(made);
        // A frame that was refused loads an empty page.
        setTimeout(() => {
          made.remove();
          reject(new Error('nothing came'));
        }, 1000);
      });
    const socket = new Promise((resolve, reject) => {
      const opened = new WebSocket(place.replace('http', 'ws'));
      opened.addEventListener('open', resolve);
      opened.addEventListener('error', reject);
    });
    const events = new Promise((resolve, reject) => {
      const opened = new EventSource(place);
      opened.addEventListener('open', resolve);
      opened.addEventListener('error', () => {
        opened.close();
        reject(new Error('refused'));
      });
    });
    const classic = new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.addEventListener('load', resolve);
      request.addEventListener('error', reject);
      request.open('GET', place);
      request.send();
    });
    navigator.sendBeacon(place, 'x');
    return Object.fromEntries(
      await Promise.all(
        Object.entries({
          fetch: fetch(place),
          own: fetch('index.html'),
          file: fetch('file:///etc/passwd'),
          classic,
          socket,
          events,
          image: element('img', 'src', `${place}/x.png`),
          script: element('script', 'src', `${place}/x.js`),
          style: element('link', 'href', `${place}/x.css`),
          module: import(`${place}/x.mjs`) as Promise<unknown>,
        }).map(async ([name, work]) => [name, await fails(work)] as const),
      ),
    );
  }, address);
  expect(reached).toEqual(Object.fromEntries(Object.keys(reached).map((name) => [name, 'refused'])));
  expect(Object.keys(reached)).toHaveLength(10);

  // Without the page's policy the session itself still refuses.
  const bySession = await app.evaluate(
    async ({ session }, place) =>
      await session.defaultSession.fetch(place).then(
        () => 'reached',
        (error: unknown) => String(error),
      ),
    address,
  );
  expect(bySession).toContain('ERR_BLOCKED_BY_CLIENT');
  await page.evaluate((place) => {
    const frame = Object.assign(document.createElement('iframe'), { src: place });
    document.body.append(frame);
    setTimeout(() => frame.remove(), 300);
  }, address);
  await page.waitForTimeout(600);
  expect(connections).toBe(0);
  // The place could be reached by anybody else.
  expect(await (await fetch(address)).text()).toBe('reached');
  expect(connections).toBe(1);
});

test('answers unknown names and bad input with errors, and does nothing', async () => {
  const { page } = nameward;
  const code = async (message: unknown): Promise<unknown> =>
    await page.evaluate(
      async (given) =>
        ((await (globalThis as WithBridge).nameward.call(given as never)) as { error?: { code: string } }).error?.code,
      message,
    );
  let count = 0;
  const of = (name: string, input: unknown = {}) => ({ id: `test-${(count += 1)}`, name, input });
  for (const name of [
    'fleet.nothing',
    'servers',
    'constructor',
    '__proto__',
    'toString',
    'fleet.watch',
    'nameward:call',
  ]) {
    expect(await code(of(name)), name).toBe('ipc.unknown');
  }
  for (const message of [
    null,
    'text',
    7,
    [],
    {},
    { id: 'x' },
    { id: '', name: 'app.describe', input: {} },
    { id: 'x'.repeat(65), name: 'app.describe', input: {} },
  ]) {
    expect(await code(message), JSON.stringify(message)).toBe('ipc.invalid');
  }
  const server = {
    name: '',
    host: 'web.example.net',
    port: 2087,
    user: 'root',
    token: 'X',
    tags: [],
    certificateSha256: null,
  };
  for (const input of [
    of('settings.write', { pollSeconds: 0 }),
    of('settings.write', { theme: 'pink' }),
    of('servers.add', { ...server, host: 'web.example.net/path' }),
    of('servers.add', { ...server, port: 70_000 }),
    of('servers.add', { ...server, token: 'a\u0000b' }),
    of('servers.add', { ...server, certificateSha256: 'AB' }),
    of('servers.remove', {}),
    of('plans.stop', {}),
    of('app.openProfile', { profile: '../other' }),
    of('fleet.refresh', null),
  ]) {
    expect(await code(input), JSON.stringify(input)).toBe('ipc.invalid');
  }
  const streams = await page.evaluate(async () => {
    // The page closes ports that it did not ask for.
    MessagePort.prototype.close = () => undefined;
    const end = async (name: string, input: unknown): Promise<unknown> => {
      const id = crypto.randomUUID();
      const port = new Promise<MessagePort | undefined>((resolve) => {
        window.addEventListener('message', (event: MessageEvent<{ id?: string }>) => {
          if (event.data.id === id) resolve(event.ports[0]);
        });
      });
      (globalThis as WithBridge).nameward.openStream({ id, name, input });
      const found = await port;
      return await new Promise((resolve) => {
        if (found)
          found.onmessage = (event: MessageEvent<{ error?: { code: string } }>) => resolve(event.data.error?.code);
      });
    };
    return [
      await end('fleet.nothing', {}),
      await end('app.describe', {}),
      await end('logs.tail', { servers: [], lines: 1 }),
    ];
  });
  expect(streams).toEqual(['ipc.unknown', 'ipc.unknown', 'ipc.invalid']);
  await expect(page.getByTestId('server-count')).toHaveText('14 servers');
});
