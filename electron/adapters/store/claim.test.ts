import { fork, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { claimFolder, isClaimed } from './claim.ts';

let built = '';
let claimer = '';
let directory = '';
const children = new Set<ChildProcess>();

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'nameward-claimer-'));
  await build({
    root: resolve('.'),
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve('test/fixtures/store/claimer.ts'),
      outDir: built,
      rolldownOptions: { output: { entryFileNames: 'claimer.mjs' } },
    },
    ssr: { noExternal: true },
  });
  claimer = join(built, 'claimer.mjs');
});
afterAll(async () => {
  await rm(built, { recursive: true, force: true });
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nameward-claim-'));
});
afterEach(async () => {
  for (const child of children) await kill(child);
  await rm(directory, { recursive: true, force: true });
});

/** Another process, which claims the folder when it is told to and keeps the claim until it is killed. */
async function start(folder: string, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const child = fork(claimer, [folder], { env: { ...process.env, ...env } });
  children.add(child);
  await new Promise((ready) => child.once('message', ready));
  return child;
}
async function claims(child: ChildProcess): Promise<boolean> {
  const answer = new Promise<unknown>((told) => child.once('message', told));
  child.send('claim');
  return (await answer) === true;
}
async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  const gone = new Promise((ended) => child.once('exit', ended));
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await gone;
  }
}

describe('the claim on a folder', () => {
  it('is one, by whatever path and with whatever temporary folder', async () => {
    const folder = join(directory, 'plans');
    await mkdir(folder);
    await symlink(folder, join(directory, 'link'));
    const elsewhere = join(directory, 'tmp');
    await mkdir(elsewhere);
    expect(await claims(await start(folder))).toBe(true);
    expect(await claims(await start(join(directory, 'link')))).toBe(false);
    expect(await claims(await start(folder, { TMPDIR: elsewhere }))).toBe(false);
    expect(await claims(await start(relative(process.cwd(), folder)))).toBe(false);
    expect(await claimFolder(`${folder}/.`)).toBeNull();
    expect(await isClaimed(join(directory, 'link'))).toBe(true);
  });

  it('goes to one at most, and in the end to one, of those who come at once after its holder was killed', async () => {
    let given = 0;
    for (let round = 0; round < 5; round += 1) {
      const first = await start(directory);
      expect(await claims(first)).toBe(true);
      const next = await Promise.all([start(directory), start(directory), start(directory)]);
      await kill(first);
      const answers = await Promise.all(next.map(claims));
      expect(answers.filter(Boolean).length).toBeLessThanOrEqual(1);
      given += answers.filter(Boolean).length;
      for (const child of next) await kill(child);
    }
    expect(given).toBeGreaterThan(2);
  });

  it('can be given back and leaves nothing behind', async () => {
    const release = await claimFolder(directory);
    expect(await isClaimed(directory)).toBe(true);
    await release?.();
    expect(await isClaimed(directory)).toBe(false);
    const again = await claimFolder(directory);
    expect(again).not.toBeNull();
    await again?.();
    expect(await readdir(directory)).toEqual([]);
  });

  it('lies in a folder as deep as there are', async () => {
    const deep = join(directory, ...Array.from({ length: 12 }, () => 'a-name-of-some-length'));
    const release = await claimFolder(deep);
    expect(release).not.toBeNull();
    expect(await claims(await start(deep))).toBe(false);
    await release?.();
    expect(await readdir(deep)).toEqual([]);
  });

  it('holds while its process is stopped', async () => {
    const holder = await start(directory);
    expect(await claims(holder)).toBe(true);
    holder.kill('SIGSTOP');
    expect(await claimFolder(directory)).toBeNull();
    holder.kill('SIGCONT');
  });

  it('says why a folder cannot be claimed', async () => {
    // A file in its place stops everybody, root too.
    const file = join(directory, 'file');
    await writeFile(file, '');
    await expect(claimFolder(file)).rejects.toThrow('EEXIST');
  });
});
