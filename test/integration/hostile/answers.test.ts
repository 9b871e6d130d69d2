import { describe, expect, it } from 'vitest';
import type { ModeName } from '#test/fixtures/hostile/index.ts';
import { clientOf, hostileTests } from './client.ts';

const { serve, connect } = hostileTests();

/**
 * Each with what is said of it. The deadline of an answer is 1.5 s here: what is cut off for its bytes must not wait
 * for it.
 */
const cutOff: readonly (readonly [ModeName, string])[] = [
  ['informational', 'framing'],
  ['informational-headers', 'framing'],
  ['chunk-extension', 'framing'],
  ['chunk-extensions', 'framing'],
  ['chunks-of-one', 'too-many-pieces'],
  ['endless-body', 'too-large'],
  ['endless-length', 'too-large'],
  ['json-arrays-31mb', 'too-large'],
  ['json-arrays-1mb', 'too-large'],
  ['json-many-keys', 'too-large'],
  ['json-deep', 'too-large'],
  ['batch-of-a-million', 'too-large'],
  ['header-many', 'headers'],
  ['header-long', 'headers'],
];

describe('an answer with more than it can need', () => {
  it.each(cutOff)('%s is cut off and named: %s', async (mode, reason) => {
    const server = await serve({ mode });
    const began = performance.now();
    const result = await clientOf(connect({ deadlines: { answerMs: 20_000, bodyMs: 20_000 } }), server).identity();
    expect(result).toMatchObject({ ok: false, error: { code: 'whm.protocol', details: { reason } } });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(server.counters().requests).toBe(1);
    // Nothing more is taken of it.
    const { bytesSent } = server.counters();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.counters().bytesSent).toBe(bytesSent);
  });

  it('leaves no connection behind, and the next answer is read as ever', async () => {
    const server = await serve({ mode: 'informational' });
    const client = clientOf(connect(), server);
    expect(await client.identity()).toMatchObject({ ok: false });
    server.setMode('good');
    expect(await client.identity()).toMatchObject({ ok: true });
    expect(server.counters().open).toBeLessThan(3);
  });

  it('is not hidden behind a good one', async () => {
    const server = await serve({ mode: 'endless-after-answer' });
    const client = clientOf(connect(), server);
    await client.identity();
    await expect.poll(() => server.counters().open).toBeLessThan(2);
    expect(server.counters().bytesSent).toBeLessThan(16 * 1024 * 1024);
  });

  it('is cut off on the way of the peers too', async () => {
    const server = await serve({ mode: 'peer-list-31mb' });
    const probe = await clientOf(connect(), server).probe();
    expect(probe).toMatchObject({ ok: true, value: { addresses: null, channels: { command: { available: true } } } });
  });
});

describe('an answer that does not come', () => {
  it.each<ModeName>(['silent', 'drip', 'silent-api', 'trailers'])('%s ends with its deadline', async (mode) => {
    const server = await serve({ mode });
    const began = performance.now();
    const result = await clientOf(connect(), server).identity();
    expect(result).toMatchObject({ ok: false });
    expect(performance.now() - began).toBeLessThan(4500);
  });
});
