import type { MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StreamSink } from '#electron/ipc/index.ts';
import type { LogItem } from '#shared/contract/logs.ts';
import type { VaultState } from '#shared/contract/vault.ts';
import { appError } from '#shared/errors/index.ts';
import { dispatcherOver, openStream, ourPage, until } from './ipc-page.ts';

const line = (number: number): LogItem => ({
  kind: 'line',
  line: {
    server: 'web1',
    at: number,
    level: 'info',
    source: 'dnsadmin',
    message: `line ${number}`,
    uniqid: null,
    continuation: false,
  },
});
const tail = { id: 's', name: 'logs.tail', input: { servers: ['web1'], lines: 0 } };
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

type Message = { kind: string; items?: readonly unknown[]; gap?: number; error?: { code: string } | null };

/** A log stream with its source in the test's hands. */
function logStream(options: { acknowledge: boolean } = { acknowledge: true }) {
  const source = { pause: vi.fn(), resume: vi.fn(), close: vi.fn() };
  const held: { sink: StreamSink<LogItem> | null } = { sink: null };
  const over = dispatcherOver({
    'logs.tail': (_input, sink) => {
      held.sink = sink;
      return source;
    },
  });
  const port = openStream(over.dispatcher, tail);
  ports.push(port);
  const messages: Message[] = [];
  const items = () => messages.flatMap((message) => message.items ?? []);
  port.on('message', (message: Message) => {
    messages.push(message);
    if (message.kind === 'items' && options.acknowledge) {
      port.postMessage({ kind: 'acknowledge', count: message.items?.length });
    }
  });
  const sink = held.sink as unknown as StreamSink<LogItem>;
  return { ...over, source, port, messages, items, sink };
}

describe('a stream', () => {
  it('delivers in batches and in order, then its end', async () => {
    const { sink, items, messages, source } = logStream();
    for (let i = 0; i < 20_000; i += 1) sink.item(line(i));
    sink.end(null);
    await until(() => messages.at(-1)?.kind === 'end');
    expect(items()).toEqual(Array.from({ length: 20_000 }, (_, i) => line(i)));
    expect(messages.length).toBeLessThan(60);
    expect(messages.at(-1)).toEqual({ kind: 'end', error: null });
    expect(source.close).toHaveBeenCalledOnce();
  });

  it('gathers for its time before it sends', async () => {
    const { sink, messages } = logStream();
    sink.item(line(0));
    sink.item(line(1));
    expect(messages).toEqual([]);
    await until(() => messages.length > 0);
    expect(messages).toEqual([{ kind: 'items', items: [line(0), line(1)], gap: 0 }]);
  });

  it('has never more than its window out, pauses the source and goes on when it is repaid', async () => {
    const { sink, items, messages, port, source } = logStream({ acknowledge: false });
    for (let i = 0; i < 5000; i += 1) sink.item(line(i));
    await until(() => items().length === 4000);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(items()).toHaveLength(4000);
    expect(source.pause).toHaveBeenCalledOnce();
    expect(source.resume).not.toHaveBeenCalled();
    for (const message of messages) port.postMessage({ kind: 'acknowledge', count: message.items?.length });
    await until(() => items().length === 5000);
    expect(source.resume).toHaveBeenCalledOnce();
    expect(items()).toEqual(Array.from({ length: 5000 }, (_, i) => line(i)));
  });

  it('is freed when the page closes it, when its port goes, and when the page goes', async () => {
    const byMessage = logStream();
    byMessage.port.postMessage({ kind: 'close' });
    const byPort = logStream();
    byPort.port.close();
    const byRelease = logStream();
    byRelease.dispatcher.release();
    for (const { source, dispatcher, sink } of [byMessage, byPort, byRelease]) {
      await until(() => source.close.mock.calls.length > 0);
      expect(dispatcher.load.streams).toBe(0);
      sink.item(line(1));
      sink.end(null);
      expect(source.close).toHaveBeenCalledOnce();
    }
  });

  it.each([
    { kind: 'acknowledge', count: 1 },
    { kind: 'acknowledge', count: -1 },
    { kind: 'acknowledge', count: 'x' },
    { kind: 'other' },
    null,
    'close',
    7,
  ])('is closed by a page that does not keep the rules: %j', async (message) => {
    const { port, source } = logStream();
    port.postMessage(message);
    await until(() => source.close.mock.calls.length > 0);
    expect(source.close).toHaveBeenCalledOnce();
  });

  it('strips what the contract does not name from every item', async () => {
    const { sink, items } = logStream();
    const leaking: LogItem = Object.assign(line(1), { token: 'SENTINEL' });
    sink.item(leaking);
    await until(() => items().length === 1);
    expect(items()).toEqual([line(1)]);
  });

  it('ends when an item does not fit the contract, and nothing of it crosses', async () => {
    const { sink, messages, log, source } = logStream();
    sink.item({ kind: 'SENTINEL' } as never);
    await until(() => messages.length > 0);
    expect(messages).toMatchObject([{ kind: 'end', error: { code: 'ipc.output' } }]);
    expect(JSON.stringify([messages, log.error.mock.calls])).not.toContain('SENTINEL');
    expect(source.close).toHaveBeenCalledOnce();
  });

  it('tells why it ended', async () => {
    const { sink, messages } = logStream();
    sink.end({ ...appError('whm.forbidden', 'no'), token: 'SENTINEL' } as never);
    await until(() => messages.length > 0);
    expect(messages).toEqual([{ kind: 'end', error: { code: 'whm.forbidden', message: 'no', retryable: false } }]);
  });

  it.each([
    ['an unknown name', { ...tail, name: 'no.such' }, ourPage, 'ipc.unknown'],
    ['the name of a call', { ...tail, name: 'vault.lock' }, ourPage, 'ipc.unknown'],
    ['a wrong input', { ...tail, input: { servers: [], lines: 0 } }, ourPage, 'ipc.invalid'],
    ['no message', null, ourPage, 'ipc.invalid'],
    ['a stranger', tail, { ...ourPage, origin: 'https://example.com' }, 'ipc.refused'],
  ])('is refused for %s', async (_what, message, sender, code) => {
    const { dispatcher } = dispatcherOver({});
    const port = openStream(dispatcher, message, sender);
    ports.push(port);
    const messages: Message[] = [];
    port.on('message', (one: Message) => messages.push(one));
    await until(() => messages.length > 0);
    expect(messages).toMatchObject([{ kind: 'end', error: { code } }]);
  });

  it('whose handler throws ends with internal and no word of it', async () => {
    const { dispatcher, log } = dispatcherOver({
      'logs.tail': () => {
        throw new Error('SENTINEL');
      },
    });
    const port = openStream(dispatcher, tail);
    ports.push(port);
    const messages: Message[] = [];
    port.on('message', (one: Message) => messages.push(one));
    await until(() => messages.length > 0);
    expect(messages).toMatchObject([{ kind: 'end', error: { code: 'internal' } }]);
    expect(JSON.stringify(messages)).not.toContain('SENTINEL');
    expect(log.error).toHaveBeenCalledOnce();
  });

  it('is one of at most 64', async () => {
    const { dispatcher } = dispatcherOver({});
    for (let i = 0; i < 64; i += 1) ports.push(openStream(dispatcher, tail));
    const port = openStream(dispatcher, tail);
    ports.push(port);
    const messages: Message[] = [];
    port.on('message', (one: Message) => messages.push(one));
    await until(() => messages.length > 0);
    expect(messages).toMatchObject([{ error: { code: 'ipc.refused' } }]);
    dispatcher.release();
  });

  it('that conflates keeps only the latest while the page is busy', async () => {
    const state = (stored: string[]): VaultState => ({
      locked: false,
      passphraseSet: false,
      keychain: { state: 'ready', message: 'Secret Service' },
      stored,
    });
    const held: { sink: StreamSink<VaultState> | null } = { sink: null };
    const { dispatcher } = dispatcherOver({
      'vault.watch': (_input, sink) => {
        held.sink = sink;
        return { close: () => {} };
      },
    });
    const port = openStream(dispatcher, { id: 's', name: 'vault.watch', input: {} });
    ports.push(port);
    const messages: Message[] = [];
    port.on('message', (one: Message) => messages.push(one));
    for (let i = 0; i < 100; i += 1) held.sink?.item(state([`web${i}`]));
    await until(() => messages.length > 0);
    expect(messages.flatMap((message) => message.items)).toEqual([state(['web99'])]);
  });
});
