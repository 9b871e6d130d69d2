import { fork } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { createDocumentStore } from '#electron/adapters/store/index.ts';
import { inventoryDocument, type Inventory } from '#shared/schema/inventory/index.ts';

let folder = '';
let writer = '';

/** A program of its own that writes the inventory over and over, until it is killed in the middle of it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nameward-store-'));
  await build({
    root: resolve('.'),
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve('test/fixtures/store/writer.ts'),
      outDir: join(folder, 'writer'),
      rolldownOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
    ssr: { noExternal: true },
  });
  writer = join(folder, 'writer', 'writer.mjs');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Lets the program write for a while and kills it as nothing can be foreseen. */
async function writeAndKill(directory: string, ms: number): Promise<void> {
  const child = fork(writer, [directory], { stdio: 'inherit' });
  await new Promise((ready) => child.once('message', ready));
  await new Promise((later) => setTimeout(later, ms));
  child.kill('SIGKILL');
  await new Promise((gone) => child.once('exit', gone));
}

describe('a document whose writer is killed', () => {
  it('is whole every time: the old one or the new one', async () => {
    const directory = join(folder, 'profile');
    for (let round = 0; round < 12; round += 1) {
      await writeAndKill(directory, 3 + round * 7);
      const reading = await createDocumentStore<Inventory>(directory, inventoryDocument, { now: Date.now }).read();
      expect(reading.state).toBe('ok');
      if (reading.state === 'ok') expect(reading.data.servers).toHaveLength(500);
    }
    expect((await readdir(directory)).filter((name) => name.includes('corrupt'))).toEqual([]);
    expect(JSON.parse(await readFile(join(directory, 'inventory.json'), 'utf8'))).toMatchObject({ version: 1 });
  });
});
