import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { appError, err, failure, ok } from '#shared/errors/index.ts';
import { dispatcherOver, ourPage } from './ipc-page.ts';

const settings = {
  theme: 'dark' as const,
  lockAfterMinutes: 5,
  pollSeconds: 30,
  layout: { inspectorWidth: 300, dockHeight: 200, dockOpen: false, inspectorOpen: true },
  safety: {},
};
const read = (id: string) => ({ id, name: 'settings.read', input: {} });
const lock = (id: string) => ({ id, name: 'vault.lock', input: {} });

describe('a call of the page', () => {
  it('is answered by its handler', async () => {
    const { dispatcher } = dispatcherOver({ 'settings.read': () => Promise.resolve(ok(settings)) });
    expect(await dispatcher.call(read('1'), ourPage)).toEqual({ ok: true, value: settings });
  });

  it.each([
    ['another window', { ...ourPage, ownWindow: false }],
    ['a frame inside the page', { ...ourPage, mainFrame: false }],
    ['another origin', { ...ourPage, origin: 'https://example.com' }],
    ['an origin that looks like ours', { ...ourPage, origin: 'app://nameward.example' }],
    ['no origin', { ...ourPage, origin: 'null' }],
  ])('from %s is refused before anything else', async (_who, sender) => {
    const handler = vi.fn(() => Promise.resolve(ok(settings)));
    const { dispatcher, log } = dispatcherOver({ 'settings.read': handler });
    expect(await dispatcher.call(read('1'), sender)).toMatchObject({ ok: false, error: { code: 'ipc.refused' } });
    expect(await dispatcher.call('nonsense', sender)).toMatchObject({ ok: false, error: { code: 'ipc.refused' } });
    expect(handler).not.toHaveBeenCalled();
    expect(log.warn).toHaveBeenCalledTimes(2);
  });

  it.each(['no.such', '__proto__', 'constructor', 'toString', 'fleet.watch'])('of %s is unknown', async (name) => {
    const { dispatcher } = dispatcherOver({});
    expect(await dispatcher.call({ id: '1', name, input: {} }, ourPage)).toMatchObject({
      ok: false,
      error: { code: 'ipc.unknown', requestId: '1' },
    });
  });

  it('that is not a call at all is answered with ipc.invalid, whatever it is', async () => {
    const { dispatcher } = dispatcherOver({});
    await fc.assert(
      fc.asyncProperty(fc.anything({ withBigInt: true, withMap: true, withDate: true }), async (message) => {
        const reply = await dispatcher.call(message, ourPage);
        expect(reply).toMatchObject({ ok: false });
      }),
    );
    for (const message of [undefined, null, 7, 'x', [], {}, { id: '', name: 'a' }, { id: 'x'.repeat(65), name: 'a' }]) {
      expect(await dispatcher.call(message, ourPage)).toMatchObject({ ok: false, error: { code: 'ipc.invalid' } });
    }
  });

  it('with any input to any name is answered and never throws', async () => {
    const { dispatcher } = dispatcherOver({});
    const name = fc.constantFrom(...Object.keys(contract));
    await fc.assert(
      fc.asyncProperty(name, fc.anything(), fc.uuid(), async (name, input, id) => {
        const reply = await dispatcher.call({ id, name, input }, ourPage);
        expect(reply).toMatchObject({ ok: false });
      }),
    );
  });

  it('tells where the input is wrong and not what it was', async () => {
    const { dispatcher } = dispatcherOver({});
    const input = { current: null, next: 'SENTINEL' };
    const reply = await dispatcher.call(
      { id: '1', name: 'vault.setPassphrase', input: { ...input, next: 7 } },
      ourPage,
    );
    expect(reply).toMatchObject({ ok: false, error: { code: 'ipc.invalid', requestId: '1' } });
    const short = await dispatcher.call(
      { id: '2', name: 'vault.setPassphrase', input: { ...input, next: 'SENTINE' } },
      ourPage,
    );
    expect(JSON.stringify(short)).not.toContain('SENTINE');
    expect(JSON.stringify(short)).toContain('next');
  });

  it('gets only what the contract names: a token that slipped into a record does not cross', async () => {
    const leaking = { ...settings, token: 'SENTINEL', layout: { ...settings.layout, token: 'SENTINEL' } };
    const { dispatcher } = dispatcherOver({ 'settings.read': () => Promise.resolve(ok(leaking)) });
    expect(await dispatcher.call(read('1'), ourPage)).toEqual({ ok: true, value: settings });
  });

  it('gets nothing of an answer that does not fit the contract', async () => {
    const wrong = { ...settings, theme: 'SENTINEL' } as never;
    const { dispatcher, log } = dispatcherOver({ 'settings.read': () => Promise.resolve(ok(wrong)) });
    const reply = await dispatcher.call(read('1'), ourPage);
    expect(reply).toMatchObject({ ok: false, error: { code: 'ipc.output' } });
    expect(JSON.stringify([reply, log.error.mock.calls])).not.toContain('SENTINEL');
    expect(log.error).toHaveBeenCalledOnce();
  });

  it('gets an error as its named fields and the request it belongs to', async () => {
    const error = { ...appError('vault.locked', 'The vault is locked.'), token: 'SENTINEL', stack: 'SENTINEL' };
    const { dispatcher } = dispatcherOver({ 'settings.read': () => Promise.resolve(err(error)) });
    expect(await dispatcher.call(read('7'), ourPage)).toEqual({
      ok: false,
      error: { code: 'vault.locked', message: 'The vault is locked.', retryable: false, requestId: '7' },
    });
  });

  it('gets no word of an exception', async () => {
    const { dispatcher, log } = dispatcherOver({ 'settings.read': () => Promise.reject(new Error('SENTINEL')) });
    const reply = await dispatcher.call(read('1'), ourPage);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('SENTINEL');
    expect(log.error).toHaveBeenCalledOnce();
  });
});

describe('a command', () => {
  it('that comes again under its id is carried out once and answered alike', async () => {
    const handler = vi.fn(() => Promise.resolve(ok({})));
    const { dispatcher } = dispatcherOver({ 'vault.lock': handler });
    const replies = await Promise.all([dispatcher.call(lock('1'), ourPage), dispatcher.call(lock('1'), ourPage)]);
    replies.push(await dispatcher.call(lock('1'), ourPage));
    expect(handler).toHaveBeenCalledOnce();
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  });

  it('that failed is not tried again by a repeat', async () => {
    const handler = vi.fn(() => Promise.resolve(failure('vault.locked', 'no')));
    const { dispatcher } = dispatcherOver({ 'vault.lock': handler });
    await dispatcher.call(lock('1'), ourPage);
    expect(await dispatcher.call(lock('1'), ourPage)).toMatchObject({ error: { code: 'vault.locked' } });
    expect(handler).toHaveBeenCalledOnce();
  });

  it('under the id of another one is refused', async () => {
    const { dispatcher } = dispatcherOver({ 'vault.lock': () => Promise.resolve(ok({})) });
    await dispatcher.call(lock('1'), ourPage);
    expect(await dispatcher.call({ id: '1', name: 'vault.touch', input: {} }, ourPage)).toMatchObject({
      error: { code: 'ipc.invalid' },
    });
  });

  it('is forgotten in time: memory stays bounded, and one under way is always known', async () => {
    const handler = vi.fn(() => Promise.resolve(ok({})));
    let release: () => void = () => {};
    const slow = vi.fn(() => new Promise<never>((resolve) => (release = () => resolve(ok({}) as never))));
    const { dispatcher } = dispatcherOver({ 'vault.touch': handler, 'vault.lock': slow });
    const waiting = dispatcher.call(lock('slow'), ourPage);
    for (let i = 0; i < 1000; i += 1) await dispatcher.call({ id: `t${i}`, name: 'vault.touch', input: {} }, ourPage);
    await dispatcher.call({ id: 't999', name: 'vault.touch', input: {} }, ourPage);
    expect(handler).toHaveBeenCalledTimes(1000);
    await dispatcher.call({ id: 't0', name: 'vault.touch', input: {} }, ourPage);
    expect(handler).toHaveBeenCalledTimes(1001);
    const repeat = dispatcher.call(lock('slow'), ourPage);
    release();
    await Promise.all([waiting, repeat]);
    expect(slow).toHaveBeenCalledOnce();
  });

  it('is not given up by cancel nor by the page going away', async () => {
    let aborted = false;
    const { dispatcher } = dispatcherOver({
      'vault.lock': async (_input, { signal }) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        aborted = signal.aborted;
        return ok({});
      },
    });
    const reply = dispatcher.call(lock('1'), ourPage);
    dispatcher.cancel('1', ourPage);
    dispatcher.release();
    expect(await reply).toEqual({ ok: true, value: {} });
    expect(aborted).toBe(false);
  });
});

describe('a query', () => {
  const hanging = () => {
    const seen: AbortSignal[] = [];
    const over = dispatcherOver({
      'settings.read': (_input, { signal }) => {
        seen.push(signal);
        return new Promise(() => {});
      },
    });
    return { ...over, seen };
  };

  it('is given up by its id, by nobody else', async () => {
    const { dispatcher, seen } = hanging();
    const reply = dispatcher.call(read('1'), ourPage);
    dispatcher.cancel('2', ourPage);
    dispatcher.cancel({ id: '1' }, ourPage);
    dispatcher.cancel('1', { ...ourPage, mainFrame: false });
    await Promise.resolve();
    expect(seen[0]?.aborted).toBe(false);
    dispatcher.cancel('1', ourPage);
    expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled', requestId: '1' } });
    expect(seen[0]?.aborted).toBe(true);
    expect(dispatcher.load.queries).toBe(0);
  });

  it('ends with the page', async () => {
    const { dispatcher, seen } = hanging();
    const replies = [dispatcher.call(read('1'), ourPage), dispatcher.call(read('2'), ourPage)];
    await Promise.resolve();
    dispatcher.release();
    for (const reply of await Promise.all(replies)) expect(reply).toMatchObject({ error: { code: 'cancelled' } });
    expect(seen.every((signal) => signal.aborted)).toBe(true);
  });

  it('may be asked again under its id once it was answered', async () => {
    const { dispatcher } = dispatcherOver({ 'settings.read': () => Promise.resolve(ok(settings)) });
    await dispatcher.call(read('1'), ourPage);
    expect(await dispatcher.call(read('1'), ourPage)).toMatchObject({ ok: true });
  });

  it('is refused when there are too many at once', async () => {
    const { dispatcher } = hanging();
    const replies = Array.from({ length: 1001 }, (_, i) => dispatcher.call(read(`q${i}`), ourPage));
    expect(await replies.at(-1)).toMatchObject({ error: { code: 'ipc.refused' } });
    dispatcher.release();
    await Promise.all(replies);
  });
});
