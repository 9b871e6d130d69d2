import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LogItem } from '#shared/contract/logs.ts';
import type { LogTail } from '#electron/services/index.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

let fleet: Fleet;
let lab: Lab;
let tail: LogTail;
let items: LogItem[] = [];
let ended: unknown;
const follow = (servers: string[], lines: number): void => {
  items = [];
  ended = undefined;
  tail = lab.services.logs.tail(
    { servers, lines },
    { item: (item) => items.push(item), end: (error) => (ended = error) },
  );
};
const states = (server: string) =>
  items.flatMap((item) => (item.kind === 'tail' && item.server === server ? [item.state] : []));
const messages = (server: string) =>
  items.flatMap((item) => (item.kind === 'line' && item.line.server === server ? [item.line.message] : []));
const until = async (condition: () => boolean, ms = 8000): Promise<void> => {
  const deadline = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`it did not become so: ${JSON.stringify(items.slice(-5))}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
};
/** What the server's own dnsadmin would append. */
const write = async (id: string, text: string): Promise<void> => {
  const file = fleet.servers.get(id)?.dnsadminLogFile ?? '';
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${text}\n`);
};

beforeEach(async () => {
  fleet = await startFleet();
  lab = await openLab(fleet);
});
afterEach(async () => {
  tail.close();
  await lab.services.close();
  await fleet.close();
});

it('shows what a zone change writes on several servers within a second', async () => {
  follow(['web1', 'ns1'], 5);
  await until(() => states('web1').includes('live') && states('ns1').includes('live'));
  const zone = [...(fleet.servers.get('web1')?.zones.keys() ?? [])][0] ?? '';
  const start = Date.now();
  await fleet.changeZone('web1', zone);
  await until(() => messages('web1').some((message) => message.includes(zone)));
  expect(Date.now() - start).toBeLessThan(1000);
});

it('says why a server has no tail, and ends when none is left', async () => {
  await lab.services.fleet.refresh({ ids: ['web7'] });
  follow(['web7'], 5);
  await until(() => ended !== undefined);
  expect(ended).toBe(null);
  expect(items.at(-1)).toMatchObject({
    kind: 'tail',
    server: 'web7',
    state: 'ended',
    error: { code: 'whm.unsupported' },
  });
});

it('comes back after the connection was lost, without a line twice', async () => {
  follow(['web1'], 3);
  await until(() => messages('web1').length > 0);
  await write('web1', 'before the loss');
  await until(() => messages('web1').includes('before the loss'));
  await fleet.stopServer('web1');
  await until(() => states('web1').includes('waiting'));
  await fleet.startServer('web1');
  await until(() => states('web1').filter((state) => state === 'live').length === 2);
  await write('web1', 'after the loss');
  await until(() => messages('web1').includes('after the loss'));
  expect(messages('web1').filter((message) => message === 'before the loss')).toHaveLength(1);
});

it('tries a refused token once and leaves the server alone', async () => {
  await lab.services.fleet.refresh({ ids: ['web1'] });
  await fleet.setFault('web1', { fault: { kind: 'status', status: 403 } });
  follow(['web1'], 3);
  await until(() => ended !== undefined);
  expect(items.at(-1)).toMatchObject({ kind: 'tail', state: 'ended' });
});

it('stops while it is paused and loses nothing', async () => {
  follow(['web1'], 0);
  await until(() => states('web1').includes('live'));
  tail.pause();
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  const count = 50_000;
  await write('web1', Array.from({ length: count }, (_, index) => `line ${index}`).join('\n'));
  await new Promise((resolve) => {
    setTimeout(resolve, 500);
  });
  const during = messages('web1').length;
  expect(during).toBeLessThan(count);
  tail.resume();
  await until(() => messages('web1').length === count);
  expect(messages('web1').at(-1)).toBe(`line ${count - 1}`);
});
