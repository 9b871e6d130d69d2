import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJournal, type JournalEntry, type KeptPlan } from '#shared/schema/plans/index.ts';
import { createPlanArchive } from './index.ts';

let directory = '';
const open = () => createPlanArchive(join(directory, 'plans'), { now: () => 0 });
const kept = (id: string): KeptPlan => ({
  plan: { id, title: 'A plan', createdAt: 1, fingerprint: 'f', steps: [], warnings: [], undoes: null },
  base: {},
  details: [],
  journalled: true,
});
const begun = (step: string): JournalEntry => ({
  kind: 'begun',
  at: 2,
  step,
  made: null,
  reverseTokens: null,
  listed: null,
  address: null,
  tells: true,
});

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
      {
        kept: kept('p1'),
        journal: [{ kind: 'started', at: 1 }, begun('s1'), begun('s2'), begun('s3')],
        closed: null,
        lost: false,
      },
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
    await appendFile(file, '{"version":2,"kind":"en');
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
    await writeFile(join(directory, 'plans', 'p2.journal'), '{"version":3,"kind":"dreamt"}\n');
    await writeFile(join(directory, 'plans', 'p3.json'), '{');
    const { plans, notices } = await open().load();
    expect(plans.map(({ kept: { plan }, closed }) => [plan.id, closed])).toEqual([
      ['p1', expect.stringMatching(/not known: line 1 of its journal .*p1\.journal cannot be understood/)],
      ['p2', 'It was written by a newer Nameward.'],
    ]);
    expect(notices).toMatchObject([{ code: 'store.corrupt' }]);
  });

  it('tells a journal that was lost from a plan that was never begun', async () => {
    for (const id of ['p1', 'p2', 'p3', 'p4', 'p5']) await open().save(kept(id));
    const file = (id: string): string => join(directory, 'plans', `${id}.journal`);
    for (const id of ['p1', 'p2', 'p3', 'p4']) await open().append(id, { kind: 'started', at: 1 });
    await rm(file('p1'));
    await writeFile(file('p2'), '');
    await writeFile(file('p3'), Buffer.alloc((await stat(file('p3'))).size));
    await writeFile(file('p4'), (await readFile(file('p4'), 'utf8')).split('\n').slice(1).join('\n'));
    const plans = new Map((await open().load()).plans.map((plan) => [plan.kept.plan.id, plan]));
    expect(plans.get('p1')).toMatchObject({ lost: true, closed: expect.stringContaining('is missing') as string });
    expect(plans.get('p2')).toMatchObject({ lost: true, closed: expect.stringContaining('is empty') as string });
    expect(plans.get('p3')).toMatchObject({ lost: true, closed: expect.stringContaining('zeros') as string });
    expect(plans.get('p4')).toMatchObject({ lost: true, closed: expect.stringContaining('line 1') as string });
    expect(plans.get('p5')).toMatchObject({ lost: false, closed: null, journal: [] });
    // Nothing is written behind what cannot be understood.
    expect((await open().append('p4', begun('s1'))).ok).toBe(false);
  });

  it('finds every flipped bit of a journal', async () => {
    const archive = open();
    await archive.save(kept('p1'));
    const file = join(directory, 'plans', 'p1.journal');
    await archive.append('p1', { kind: 'started', at: 1 });
    await archive.append('p1', {
      ...begun('s1'),
      made: { on: 'ns1', name: 'nameward_é', print: null },
    } as JournalEntry);
    await archive.append('p1', { kind: 'finished', at: 3, state: 'done' });
    const whole = await readFile(file);
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const { broken, newer } = readJournal(flipped.toString('utf8'));
      expect(broken !== null || newer, `bit ${String(bit)}`).toBe(true);
    }
    expect(readJournal(whole.toString('utf8'))).toMatchObject({ broken: null, opened: true, torn: false });
    const lines = whole.toString('utf8').split('\n');
    expect(readJournal([lines[0], ...lines.slice(2)].join('\n')).broken).toBe(2);
  });

  it('reads the journals of before, which have no check sums, and goes on with them', async () => {
    const archive = open();
    await archive.save({ ...kept('p1'), journalled: false });
    const file = join(directory, 'plans', 'p1.journal');
    await writeFile(file, `${JSON.stringify({ version: 1, kind: 'started', at: 1 })}\n`);
    await open().append('p1', begun('s1'));
    expect(await open().read('p1')).toMatchObject({ journal: [{ kind: 'started' }, begun('s1')], closed: null });
  });

  it('is claimed by one at a time', async () => {
    const claimed = await open().claim();
    expect(claimed.ok).toBe(true);
    expect(await open().claim()).toMatchObject({ error: { code: 'plan.precondition' } });
    if (claimed.ok) await claimed.value();
    const again = await open().claim();
    expect(again.ok).toBe(true);
    if (again.ok) await again.value();
  });

  it('says why its folder cannot be claimed', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    const claimed = await createPlanArchive(join(file, 'plans'), { now: () => 0 }).claim();
    expect(claimed).toMatchObject({ ok: false, error: { code: 'store.failed' } });
  });
});
