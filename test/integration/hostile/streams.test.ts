import { describe, expect, it } from 'vitest';
import type { AppError } from '#shared/errors/index.ts';
import type { HostileServer, ModeName } from '#test/fixtures/hostile/index.ts';
import { clientOf, hostileTests } from './client.ts';

const { serve, connect } = hostileTests();

const floods: readonly ModeName[] = [
  'stdout-unknown-id',
  'stdout-tiny',
  'stderr-endless',
  'started-endless',
  'ws-ping-flood',
  'ws-fragments',
  'ws-huge-frame',
];

describe('a command stream that never ends', () => {
  it.each(floods)('%s is closed and named long before the command has to end', async (mode) => {
    const server = await serve({ mode });
    const client = clientOf(connect({ deadlines: { answerMs: 30_000, pageMs: 60_000 } }), server);
    const began = performance.now();
    const read = await client.readMembers('command');
    expect(read).toMatchObject({ ok: false, error: { code: 'whm.protocol', details: { reason: 'too-large' } } });
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(server.counters().bytesSent).toBeLessThan(64 * 1024 * 1024);
    await expect.poll(() => server.counters().open).toBeLessThan(2);
  });

  it('is closed as well where nothing runs on it any more', async () => {
    const server = await serve({ mode: 'stdout-after-end' });
    const client = clientOf(connect(), server);
    expect(await client.readMembers('command')).toMatchObject({ ok: true });
    await expect.poll(() => server.counters().open).toBeLessThan(2);
    server.setMode('good');
    expect(await client.readMembers('command')).toMatchObject({ ok: true });
  });

  it('does not keep a tail open that brings no log', async () => {
    for (const mode of ['stderr-endless', 'ws-ping-flood', 'started-endless', 'ws-fragments'] as const) {
      const server = await serve({ mode });
      const ended = await new Promise<AppError | null>((resolve) => {
        clientOf(connect(), server).tail(10, { onLines: () => {}, onStart: () => {}, onEnd: resolve });
      });
      expect(ended).toMatchObject({ code: 'whm.protocol', details: { reason: 'too-large' } });
    }
  });
});

describe('a command stream that says nothing', () => {
  const silent: readonly ModeName[] = ['ws-silent', 'ws-drip', 'ws-silent-after-open', 'exec-ignored'];

  it.each(silent)('%s ends with a deadline of its own, and the other channels are found', async (mode) => {
    const server = await serve({ mode });
    const began = performance.now();
    const probe = await clientOf(connect(), server).probe();
    expect(probe).toMatchObject({
      ok: true,
      value: {
        channels: {
          command: { available: false, reason: expect.stringContaining('did not answer in time') as string },
          pages: { available: true },
        },
      },
    });
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('gives its turn back: the server is asked on', async () => {
    const server = await serve({ mode: 'ws-silent' });
    const client = clientOf(connect(), server);
    const [members, identity] = await Promise.all([client.readMembers('command'), client.identity()]);
    expect(members).toMatchObject({ ok: false, error: { code: 'whm.unreachable', details: { reason: 'timeout' } } });
    expect(identity).toMatchObject({ ok: true });
  });

  it('ends at once when the caller gives up', async () => {
    for (const mode of silent) {
      const server = await serve({ mode });
      const controller = new AbortController();
      const read = clientOf(connect({ deadlines: { answerMs: 60_000 } }), server).readMembers(
        'command',
        controller.signal,
      );
      await expect.poll(() => server.counters().upgrades).toBe(1);
      controller.abort();
      expect(await read).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    }
  });
});

describe('many servers that do not answer', () => {
  it('do not slow down those that do', async () => {
    const silent = await Promise.all(
      Array.from({ length: 12 }, (_, index) => serve({ mode: index % 2 ? 'silent' : 'ws-silent' })),
    );
    const good = await Promise.all(Array.from({ length: 4 }, () => serve()));
    const connector = connect({ concurrency: 4, patienceMs: 100, deadlines: { answerMs: 8000, pageMs: 8000 } });
    const ask = (server: HostileServer) => clientOf(connector, server);
    const waiting = silent.map((server) => ({ server, controller: new AbortController() }));
    const stuck = waiting.map(({ server, controller }) => ask(server).readMembers('command', controller.signal));
    const began = performance.now();
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(good.map((server) => ask(server).identity()));
      expect(answers.every(({ ok }) => ok)).toBe(true);
    }
    // Three times twelve by four places at a tenth of a second, not eight seconds.
    expect(performance.now() - began).toBeLessThan(4000);
    for (const { controller } of waiting) controller.abort();
    await Promise.all(stuck);
  });
});
