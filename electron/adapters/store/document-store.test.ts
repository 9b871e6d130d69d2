import { chmod, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { DocumentDefinition } from '#shared/schema/definition.ts';
import { createDocumentStore } from './index.ts';

interface Fruit {
  readonly name: string;
  readonly weight: number;
}
/** Three versions, to see the steps taken one by one. */
const fruit: DocumentDefinition<Fruit> = {
  name: 'fruit',
  form: 'wrapped',
  versions: [
    z.object({ label: z.string() }),
    z.object({ name: z.string() }),
    z.object({ name: z.string(), weight: z.number() }),
  ],
  migrations: [
    (data) => ({ name: (data as { label: string }).label }),
    (data) => ({ ...(data as { name: string }), weight: 0 }),
  ],
};
const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) };

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nameward-store-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});
const store = (folder = directory) => createDocumentStore(folder, fruit, clock);
const put = async (text: string) => await writeFile(join(directory, 'fruit.json'), text);

describe('a document on disk', () => {
  it('is absent at first, then read back as written, for its owner only', async () => {
    const folder = join(directory, 'profiles', 'default');
    expect(await store(folder).read()).toEqual({ state: 'absent' });
    expect(await store(folder).write({ name: 'quince', weight: 3 })).toEqual({ ok: true, value: undefined });
    expect(await store(folder).read()).toEqual({ state: 'ok', data: { name: 'quince', weight: 3 } });
    expect(JSON.parse(await readFile(join(folder, 'fruit.json'), 'utf8'))).toEqual({
      sum: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
      version: 3,
      data: { name: 'quince', weight: 3 },
    });
    expect((await stat(join(folder, 'fruit.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['fruit.json']);
  });

  it('of an older version is migrated step by step and left alone until it is written', async () => {
    await put('{"version":1,"data":{"label":"pear"}}');
    expect(await store().read()).toEqual({ state: 'ok', data: { name: 'pear', weight: 0 } });
    expect(await readFile(join(directory, 'fruit.json'), 'utf8')).toContain('"version":1');
  });

  it.each([
    ['half written', '{"version":3,"data":{"name":"pe'],
    ['empty', ''],
    ['of another shape', '{"version":3,"data":{"name":7,"weight":1}}'],
    ['without a version', '{"data":{}}'],
    ['not an object', '[]'],
  ])('%s is set aside by its date, and the next write starts afresh', async (_what, text) => {
    await put(text);
    const one = store();
    const reading = await one.read();
    const aside = join(directory, 'fruit.corrupt-2026-01-02T03-04-05.006Z.json');
    expect(reading).toMatchObject({ state: 'set-aside', file: aside });
    expect(await readFile(aside, 'utf8')).toBe(text);
    expect((await one.write({ name: 'fig', weight: 1 })).ok).toBe(true);
    expect(await one.read()).toMatchObject({ state: 'ok' });
    expect(await readFile(aside, 'utf8')).toBe(text);
  });

  it('of a newer Nameward is shown when it is understood and never overwritten', async () => {
    const text = '{"version":4,"data":{"name":"pear","weight":2,"colour":"green"}}';
    await put(text);
    expect(await store().read()).toEqual({
      state: 'newer',
      file: join(directory, 'fruit.json'),
      data: { name: 'pear', weight: 2 },
    });
    const unread = store();
    expect(await unread.write({ name: 'fig', weight: 1 })).toMatchObject({ ok: false, error: { code: 'store.newer' } });
    expect(await readFile(join(directory, 'fruit.json'), 'utf8')).toBe(text);
  });

  it('is not overwritten by a write that comes before the first read when it is corrupt', async () => {
    await put('{"version"');
    await store().write({ name: 'fig', weight: 1 });
    expect((await readdir(directory)).toSorted()).toEqual([
      'fruit.corrupt-2026-01-02T03-04-05.006Z.json',
      'fruit.json',
    ]);
  });

  it('says what stands in the way of a write', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    const result = await store(file).write({ name: 'fig', weight: 1 });
    expect(result).toMatchObject({ ok: false, error: { code: 'store.failed' } });
    await chmod(file, 0o600);
  });

  it('clears away what a killed writer left behind long ago, and nothing else', async () => {
    const names = ['fruit.json.tmp-1234567890abcdef', 'fruit.json.tmp-new', 'other.json.tmp-1234567890abcdef'];
    for (const name of names) await writeFile(join(directory, name), '{');
    const longAgo = new Date(clock.now() - 2 * 3_600_000);
    for (const name of [names[0], names[2]]) await utimes(join(directory, String(name)), longAgo, longAgo);
    const recent = new Date(clock.now());
    await utimes(join(directory, 'fruit.json.tmp-new'), recent, recent);
    await store().read();
    await vi.waitFor(async () => expect((await readdir(directory)).toSorted()).toEqual(names.slice(1)));
  });

  it('in which any bit has flipped is set aside, and never taken for what was written', async () => {
    await store().write({ name: 'quince', weight: 3 });
    const whole = await readFile(join(directory, 'fruit.json'));
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(join(directory, 'fruit.json'), flipped);
      const reading = await store().read();
      if (reading.state === 'ok') expect(reading.data).toEqual({ name: 'quince', weight: 3 });
      else expect(reading.state).toBe('set-aside');
      // The file's own beginning is no part of what it says.
      if (bit >= 8 * '{\n  "sum": "'.length) expect(reading.state).toBe('set-aside');
    }
  });

  it('without a check sum is read: people write such files, and older versions did', async () => {
    await put('{"version":3,"data":{"name":"pear","weight":2}}');
    expect(await store().read()).toEqual({ state: 'ok', data: { name: 'pear', weight: 2 } });
  });

  it('is only looked at by whoever only reads: a corrupt one is told each time and stays', async () => {
    const reader = createDocumentStore(directory, fruit, clock, { readOnly: true, protects: true });
    expect(await reader.read()).toEqual({ state: 'absent' });
    await put('{"version":3,"da');
    await writeFile(join(directory, 'fruit.json.tmp-1234567890abcdef'), '{');
    const longAgo = new Date(0);
    await utimes(join(directory, 'fruit.json.tmp-1234567890abcdef'), longAgo, longAgo);
    for (let time = 0; time < 2; time += 1) {
      expect(await reader.read()).toMatchObject({ state: 'set-aside', file: join(directory, 'fruit.json') });
    }
    expect(await reader.write({ name: 'fig', weight: 1 })).toMatchObject({ error: { code: 'store.failed' } });
    expect((await readdir(directory)).toSorted()).toEqual(['fruit.json', 'fruit.json.tmp-1234567890abcdef']);
  });

  it('that protects is missed as long as one that was set aside has no successor', async () => {
    const keeper = () => createDocumentStore(directory, fruit, clock, { protects: true });
    await put('{');
    const aside = join(directory, 'fruit.corrupt-2026-01-02T03-04-05.006Z.json');
    expect(await keeper().read()).toMatchObject({ state: 'set-aside', file: aside });
    expect(await keeper().read()).toMatchObject({ state: 'set-aside', file: aside });
    await keeper().write({ name: 'fig', weight: 1 });
    expect(await keeper().read()).toMatchObject({ state: 'ok' });
  });

  it('takes writes at once in their order', async () => {
    const one = store();
    await Promise.all(Array.from({ length: 20 }, (_, weight) => one.write({ name: 'fig', weight })));
    expect(await one.read()).toEqual({ state: 'ok', data: { name: 'fig', weight: 19 } });
  });
});
