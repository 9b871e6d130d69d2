import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry, KeptPlan } from '#shared/schema/plans/index.ts';
import { createPlanArchive } from './index.ts';

let directory = '';
const open = () => createPlanArchive(join(directory, 'plans'), { now: () => 0 });
const kept = (id: string): KeptPlan => ({
  plan: { id, title: 'A plan', createdAt: 1, fingerprint: 'f', steps: [], warnings: [], undoes: null },
  base: {},
  details: [],
});
const begun = (step: string): JournalEntry => ({ kind: 'begun', at: 2, step, made: null, reverseTokens: null });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nameward-plans-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('the archive of plans', () => {
  it('has none before the first, and gives back what was saved with its journal', async () => {
    const archive = open();
    expect(await archive.load()).toEqual({ plans: [], notices: [] });
    expect((await archive.save(kept('p1'))).ok).toBe(true);
    await archive.append('p1', { kind: 'started', at: 1 });
    await Promise.all(['s1', 's2', 's3'].map((step) => archive.append('p1', begun(step))));
    const { plans } = await open().load();
    expect(plans).toEqual([
      { kept: kept('p1'), journal: [{ kind: 'started', at: 1 }, begun('s1'), begun('s2'), begun('s3')], closed: null },
    ]);
    expect((await stat(join(directory, 'plans', 'p1.journal'))).mode & 0o777).toBe(0o600);
    await archive.remove('p1');
    expect(await open().read('p1')).toBeNull();
  });

  it('cuts off what a killed writer left half written, and goes on behind it', async () => {
    const archive = open();
    await archive.save(kept('p1'));
    await archive.append('p1', begun('s1'));
    const file = join(directory, 'plans', 'p1.journal');
    await appendFile(file, '{"version":1,"kind":"en');
    const again = open();
    expect((await again.read('p1'))?.journal).toEqual([begun('s1')]);
    await again.append('p1', begun('s2'));
    expect((await open().read('p1'))?.journal).toEqual([begun('s1'), begun('s2')]);
    expect(await readFile(file, 'utf8')).toMatch(/\n$/);
  });

  it('closes a plan whose journal it does not understand, and sets a damaged plan aside', async () => {
    const archive = open();
    await archive.save(kept('p1'));
    await writeFile(
      join(directory, 'plans', 'p1.journal'),
      `nonsense\n${JSON.stringify({ version: 1, ...begun('s1') })}\n`,
    );
    await archive.save(kept('p2'));
    await writeFile(join(directory, 'plans', 'p2.journal'), '{"version":2,"kind":"dreamt"}\n');
    await writeFile(join(directory, 'plans', 'p3.json'), '{');
    const { plans, notices } = await open().load();
    expect(plans.map(({ kept: { plan }, closed }) => [plan.id, closed])).toEqual([
      ['p1', 'Line 1 of its journal cannot be understood.'],
      ['p2', 'It was written by a newer Nameward.'],
    ]);
    expect(notices).toMatchObject([{ code: 'store.corrupt' }]);
  });

  it('is claimed by one at a time', async () => {
    const release = await open().claim();
    expect(release).not.toBeNull();
    expect(await open().claim()).toBeNull();
    await release?.();
    const again = await open().claim();
    expect(again).not.toBeNull();
    await again?.();
  });
});
