import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandIo } from '#electron/cli/io.ts';
import { run } from '#electron/cli/run.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nameward-damaged-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

const inventoryOfOne = {
  version: 1,
  servers: [{ id: 'web1', name: 'web1.example.net', host: '127.0.0.1', port: 1, user: 'root', tags: [] }],
};

/** Runs one command as a script would, on the profile below `directory`. */
async function nameward(...args: string[]) {
  let out = '';
  const io: CommandIo = {
    write: (text) => {
      out += text;
      return true;
    },
    drained: () => Promise.resolve(),
    note: () => undefined,
    colours: false,
    progress: false,
    version: '0.0.0',
    env: { XDG_CONFIG_HOME: directory, APPDATA: directory },
    interrupted: new AbortController().signal,
  };
  const status = await run(args, io);
  return { status, json: () => JSON.parse(out) as Record<string, unknown> };
}

describe('the command line on a profile whose files are damaged', () => {
  const inventory = JSON.stringify(inventoryOfOne);
  let profile = '';
  beforeEach(async () => {
    profile = join(directory, 'Nameward', 'profiles', 'default');
    await rm(profile, { recursive: true, force: true });
    await mkdir(profile, { recursive: true });
  });
  /** What the window leaves: the file set aside, none in its place. */
  const cut = '{"version":1,"data":{"safety":{"web';

  it.each([
    ['settings.json cut', { 'inventory.json': inventory, 'settings.json': cut }],
    ['settings.json set aside', { 'inventory.json': inventory, 'settings.corrupt-2026-11-27T01-02-03.004Z.json': cut }],
    ['inventory.json cut', { 'inventory.json': inventory.slice(0, 60) }],
    ['inventory.json set aside', { 'inventory.corrupt-2026-11-27T01-02-03.004Z.json': inventory.slice(0, 60) }],
  ])('%s: refuses each time, and leaves them as they are', async (_what, given) => {
    for (const [name, text] of Object.entries(given)) await writeFile(join(profile, name), text);
    for (let time = 0; time < 2; time += 1) {
      for (const command of [['status'], ['apply', join(directory, 'no-file.json'), '--yes'], ['undo', 'p1']]) {
        const { status, json } = await nameward(...command, '--json');
        expect(status).toBe(2);
        expect(json()).toMatchObject({ error: { code: 'store.corrupt' } });
      }
    }
    for (const [name, text] of Object.entries(given)) expect(await readFile(join(profile, name), 'utf8')).toBe(text);
    expect((await readdir(profile)).filter((name) => name !== 'plans').toSorted()).toEqual(
      Object.keys(given).toSorted(),
    );
  });

  it('and without any server is wrong usage, not a fleet in which all is well', async () => {
    const { status, json } = await nameward('status', '--json');
    expect([status, json()]).toMatchObject([2, { error: { code: 'servers.none' } }]);
  });
});
