import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPageDesk } from '#electron/adapters/whm/page-readers/page-desk.ts';
import { clusterPage, memberRow } from '#test/fixtures/hostile/good.ts';
import type { ModeName } from '#test/fixtures/hostile/index.ts';
import { buildPageThread } from './built-thread.ts';
import { clientOf, costOf, hostileTests } from './client.ts';

const { serve, connect } = hostileTests();
let thread: Awaited<ReturnType<typeof buildPageThread>>;

beforeAll(async () => {
  thread = await buildPageThread();
});
afterAll(() => thread.remove());

const hostile: readonly (readonly [ModeName, string])[] = [
  ['html-nested-rows-small', 'too-complex'],
  ['html-nested-rows', 'too-large'],
  ['html-nested-rows-2mb', 'too-complex'],
  ['html-wide', 'too-large'],
  ['html-wide-2mb', 'too-complex'],
  ['html-deep', 'too-complex'],
  ['html-deep-closed', 'too-complex'],
  ['html-attributes', 'too-complex'],
  ['members-page-10000', 'too-large'],
  ['members-page-100000', 'too-large'],
];

describe('a page that costs more to read than to send', () => {
  it.each(hostile)('%s is not read, and said to be %s', async (mode, reason) => {
    const server = await serve({ mode });
    const client = clientOf(
      connect({ pageThread: thread.file, deadlines: { pageMs: 20_000, bodyMs: 20_000 } }),
      server,
    );
    // The first time the server, which runs in this process, has to make the page.
    await client.readMembers('pages');
    const { result, stallMs } = await costOf(() => client.readMembers('pages'));
    expect(result).toMatchObject({ ok: false, error: { code: 'whm.protocol', details: { reason } } });
    // 23 seconds and more before there was a budget. A server in this process that sends 30 MB and more stalls it by
    // itself.
    if (reason === 'too-complex') expect(stallMs).toBeLessThan(1000);
  });

  it('is not read without a thread either', async () => {
    const server = await serve({ mode: 'html-nested-rows-small' });
    const began = performance.now();
    const read = await clientOf(connect(), server).readMembers('pages');
    expect(read).toMatchObject({ ok: false, error: { details: { reason: 'too-complex' } } });
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('has its longest cell cut', async () => {
    const server = await serve({ mode: 'html-one-cell' });
    const read = await clientOf(connect({ pageThread: thread.file }), server).readMembers('pages');
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.members.records).toHaveLength(1);
    expect(JSON.stringify(read.value).length).toBeLessThan(4000);
  });
});

const members = Array.from({ length: 900 }, (_, index) => ({
  name: `10.0.${index >> 8}.${index & 255}`,
  hostname: `ns${index}.example.net`,
  role: 'sync' as const,
}));

it('reads a page of 900 members in the thread, and stands still for none of it', async () => {
  const server = await serve({ members });
  const client = clientOf(connect({ pageThread: thread.file }), server);
  await client.readMembers('pages');
  const { result, stallMs } = await costOf(() => client.readMembers('pages'));
  if (!result.ok) throw new Error(result.error.message);
  expect(result.value.members.records).toHaveLength(900);
  expect(result.value.members.records[899]).toMatchObject({
    address: '10.0.3.131',
    hostname: 'ns899.example.net',
    role: 'sync',
  });
  expect(stallMs).toBeLessThan(400);
});

describe('the desk where pages are read', () => {
  const asked = { reader: 'status', input: null, place: 'web1:2087' } as const;
  const page = clusterPage(members.map((member) => memberRow(member, '11.136.0.5')).join(''));

  it('gives the same in the thread and in place', async () => {
    const inThread = createPageDesk({ thread: thread.file, readInPlace: 0 });
    const here = createPageDesk({ thread: null });
    expect(await inThread.read(asked, page)).toEqual(await here.read(asked, page));
    await inThread.close();
  });

  it('ends a thread that takes too long, and reads the next page in a new one', async () => {
    const slow = `${thread.file}.slow.mjs`;
    // Never comes back from the page that says so.
    await writeFile(
      slow,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ id, html }) => {
         while (html === 'hang') {}
         parentPort.postMessage({ id, reading: { login: false, value: html } });
       });`,
    );
    const desk = createPageDesk({ thread: slow, readInPlace: 0, readingMs: 500 });
    const [hanging, following] = await Promise.allSettled([desk.read(asked, 'hang'), desk.read(asked, 'next')]);
    expect(hanging).toMatchObject({
      status: 'rejected',
      reason: { error: { code: 'whm.protocol', details: { reason: 'too-complex' } } },
    });
    expect(following).toMatchObject({ status: 'fulfilled', value: { value: 'next' } });
    await desk.close();
  });

  it('says what is wrong when there is no thread to be had', async () => {
    const desk = createPageDesk({ thread: '/nowhere/page-thread.js', readInPlace: 0 });
    await expect(desk.read(asked, page)).rejects.toThrow(/page-thread/);
    await desk.close();
  });

  it('reads nothing more for who has given up', async () => {
    const desk = createPageDesk({ thread: thread.file, readInPlace: 0 });
    const controller = new AbortController();
    const first = desk.read(asked, page);
    const second = desk.read(asked, page, controller.signal);
    controller.abort();
    await expect(second).rejects.toMatchObject({ error: { code: 'cancelled' } });
    expect(await first).toMatchObject({ login: false, value: { kind: 'list' } });
    await desk.close();
  });
});
