import { afterEach, expect, it } from 'vitest';
import { createWhmConnector } from '#electron/adapters/whm/index.ts';
import { hostileModes, modeFamilies, startHostileServer, type HostileServer } from '#test/fixtures/hostile/index.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function clientOf({ host, port, pin, token }: HostileServer) {
  const connector = createWhmConnector({ deadlines: { connectMs: 2000, answerMs: 1000, pageMs: 1000, bodyMs: 1000 } });
  open.push(connector);
  return connector.client({ id: 'hostile', host, port, user: 'root', pin }, token);
}

it('is a healthy server by every channel as long as it is good', async () => {
  const server = await startHostileServer();
  open.push(server);
  const client = clientOf(server);
  expect(await client.identity()).toMatchObject({ ok: true, value: { version: server.good.version } });
  const probe = await client.probe();
  if (!probe.ok) throw new Error(probe.error.message);
  const { api, peer, pages, command } = probe.value.channels;
  expect([api, peer, pages, command].map(({ available }) => available)).toEqual([true, true, true, true]);
  for (const channel of ['command', 'pages'] as const) {
    const read = await client.readMembers(channel);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.members.records.map(({ address, role }) => [address, role])).toEqual([
      ['192.0.2.53', 'sync'],
      ['198.51.100.53', 'write-only'],
    ]);
  }
  expect(await client.hasEntryFor('192.0.2.53', null)).toEqual({ ok: true, value: true });
  expect(server.counters()).toMatchObject({ upgrades: 1, commands: 6 });
});

it('changes what it does while it runs, says another version then, and counts', async () => {
  const server = await startHostileServer({ mode: 'silent' });
  open.push(server);
  const client = clientOf(server);
  expect(await client.identity()).toMatchObject({ ok: false, error: { code: 'whm.unreachable' } });
  const before = server.good.version;
  server.setMode('good');
  expect(await client.identity()).toMatchObject({ ok: true });
  expect(server.good.version).not.toBe(before);
  expect(server.counters().requests).toBe(2);
  expect(server.counters().bytesSent).toBeGreaterThan(100);
});

it('has words for every mode, each in one family', () => {
  const names = Object.values(modeFamilies).flat();
  expect(new Set(['good', ...names])).toEqual(new Set(Object.keys(hostileModes)));
  expect(new Set(Object.values(hostileModes).map((mode) => mode.does)).size).toBe(names.length + 1);
});
