import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, Intention } from '#shared/domain/plan/change.ts';
import type { Plan } from '#shared/contract/plans.ts';
import type { Result } from '#shared/errors/index.ts';
import { openWorld, type OpenWorld, type OpenWorldOptions } from '#test/fixtures/plans/open.ts';
import { join, serverOf, settingsOf, worldOf, worldServer, type World } from '#test/fixtures/plans/world.ts';

let world: World;
let open: OpenWorld;
const start = async (options: OpenWorldOptions = {}): Promise<void> => {
  open = await openWorld(world, options);
};
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const preview = async (changes: readonly Change[], intentions: readonly Intention[] = []): Promise<Plan> =>
  value(await open.services.plans.preview({ changes: [...changes], intentions: structuredClone(intentions) as never }));
const apply = async (plan: Plan, confirmation: string | null = null) => {
  value(await open.services.plans.apply({ id: plan.id, confirmation }));
  return await open.ended(plan.id);
};
const undo = async (plan: Plan) => {
  const undoing = value(await open.services.plans.undo({ id: plan.id, contact: true }));
  return { plan: undoing, run: await apply(undoing) };
};
const role = (server: string, address: string, next: 'sync' | 'write-only' | 'standalone'): Change => ({
  kind: 'role',
  server,
  as: 'root',
  address,
  role: next,
});

beforeEach(() => {
  world = worldOf([
    worldServer('web1', 1),
    worldServer('web2', 2),
    worldServer('ns1', 3, 'dnsonly'),
    worldServer('ns2', 4, 'dnsonly'),
  ]);
  join(world, 'web1', 'ns1', 'sync');
  join(world, 'web2', 'ns1', 'write-only');
});
afterEach(async () => {
  await open.services.close();
});

describe('a plan', () => {
  it('sets up trust with a token made for each entry, and takes both back', async () => {
    await start();
    const before = settingsOf(world);
    const plan = await preview(
      [],
      [{ kind: 'trust.set-up', a: 'web1', b: 'web2', roleAtA: 'sync', roleAtB: 'standalone' }],
    );
    expect(plan).toMatchObject({ title: 'Set up trust between web1.example.net and web2.example.net', undoes: null });
    const run = await apply(plan);
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: null }, { state: 'verified' }] });
    expect(serverOf(world, 'web1').members['root']?.['10.0.0.2']).toMatchObject({
      role: 'sync',
      hostname: 'web2.example.net',
    });
    expect([...serverOf(world, 'web2').tokens.keys()].filter((name) => name.startsWith('nameward_'))).toHaveLength(1);
    const undone = await undo(plan);
    expect(undone.run.state).toBe('done');
    expect(open.run(plan.id)).toMatchObject({ state: 'undone', steps: [{ state: 'undone' }, { state: 'undone' }] });
    expect(settingsOf(world)).toEqual(before);
    expect([...serverOf(world, 'web1').tokens.keys()]).toEqual(['root']);
  });

  it('keeps the token of a removed entry for its undo, and forgets it afterwards', async () => {
    await start();
    const before = settingsOf(world);
    const { pass } = serverOf(world, 'web1').members['root']?.['10.0.0.3'] ?? {};
    const plan = await preview([{ kind: 'member.remove', server: 'web1', as: 'root', address: '10.0.0.3' }]);
    expect((await apply(plan)).state).toBe('done');
    expect(open.secrets.held.get(`plan:${plan.id}:s1`)).toBe(pass);
    expect(JSON.stringify([...open.archive.plans.values()])).not.toContain(pass);
    expect((await undo(plan)).run.state).toBe('done');
    expect(settingsOf(world)).toEqual(before);
    expect(serverOf(world, 'web1').members['root']?.['10.0.0.3']?.pass).toBe(pass);
    expect([...open.secrets.held.keys()].filter((account) => account.includes(':'))).toEqual([]);
  });

  it('edits an entry with a typed token, and gives the old one back', async () => {
    await start();
    serverOf(world, 'ns1').tokens.set('typed', 'a-typed-token');
    const old = serverOf(world, 'web1').members['root']?.['10.0.0.3']?.pass;
    const { id } = value(await open.services.plans.holdToken({ token: 'a-typed-token' }));
    const edit = {
      kind: 'member.edit',
      server: 'web1',
      as: 'root',
      address: '10.0.0.3',
      user: 'root',
      debug: true,
      contact: 'name',
      nsConfig: null,
      hostname: null,
    } as const;
    const plan = await preview([{ ...edit, token: { from: 'held', id } }]);
    expect((await apply(plan)).state).toBe('done');
    expect(serverOf(world, 'web1').members['root']?.['10.0.0.3']).toMatchObject({ debug: true, pass: 'a-typed-token' });
    expect((await undo(plan)).run.state).toBe('done');
    expect(serverOf(world, 'web1').members['root']?.['10.0.0.3']).toMatchObject({ debug: false, pass: old });
    expect(JSON.stringify([...open.archive.plans.values()])).not.toContain('a-typed-token');
  });

  it('is refused when the fleet has moved, and says where; nothing is sent', async () => {
    await start();
    const plan = await preview([role('web1', '10.0.0.3', 'write-only')]);
    serverOf(world, 'web1').threshold = 3;
    const applied = await open.services.plans.apply({ id: plan.id, confirmation: null });
    expect(applied).toMatchObject({ ok: false, error: { code: 'plan.stale' } });
    expect(JSON.stringify(applied)).toContain('web1.example.net: the failure threshold');
    expect(world.writes).toEqual([]);
    expect(open.run(plan.id)?.state).toBe('ready');
  });

  it('is refused with an obstacle, with nothing to do, when applied twice, and on a read-only cluster', async () => {
    await start({ safety: { ns1: 'read-only', web2: 'open' } });
    const attempt = async (plan: Plan, confirmation: string | null = null) =>
      await open.services.plans.apply({ id: plan.id, confirmation });
    const obstacle = await preview([role('web1', '10.9.9.9', 'sync')]);
    expect(obstacle.steps[0]?.refusal?.code).toBe('member.missing');
    expect(await attempt(obstacle)).toMatchObject({ error: { code: 'plan.precondition' } });
    expect(await attempt(await preview([]))).toMatchObject({ error: { code: 'plan.precondition' } });
    const readOnly = await preview([role('web1', '10.0.0.3', 'write-only')]);
    expect(readOnly.safety?.level).toBe('read-only');
    expect(await attempt(readOnly)).toMatchObject({ error: { code: 'plan.precondition' } });
    expect(world.writes).toEqual([]);
    await open.services.settings.write({ safety: { ns1: 'type-name' } });
    expect(await attempt(readOnly)).toMatchObject({ error: { code: 'plan.precondition' } });
    expect(await attempt(readOnly, readOnly.safety?.name)).toMatchObject({ ok: true });
    expect((await open.ended(readOnly.id)).state).toBe('done');
    expect(await attempt(readOnly, readOnly.safety?.name)).toMatchObject({ error: { code: 'plan.precondition' } });
  });

  it('never believes a success that changed nothing, and writes nothing further', async () => {
    await start({ mishap: (change) => (change.server === 'web1' ? 'ignored' : null) });
    const plan = await preview([
      role('web1', '10.0.0.3', 'write-only'),
      { kind: 'clustering', server: 'web2', enabled: true },
    ]);
    const run = await apply(plan);
    expect(run.state).toBe('failed');
    expect(run.steps[0]?.error?.message).toMatch(/nothing has changed/);
    expect(run.steps.map(({ state }) => state)).toEqual(['failed', 'waiting']);
    expect(world.writes).toEqual([]);
  });

  it('reads back after a lost answer: what was done counts, what was not is not sent again', async () => {
    let lose: 'lost' | 'unsent' = 'lost';
    await start({ mishap: () => lose });
    const plan = await preview([role('web1', '10.0.0.3', 'write-only')]);
    expect((await apply(plan)).state).toBe('done');
    expect(world.writes).toHaveLength(1);
    lose = 'unsent';
    const next = await preview([role('web2', '10.0.0.3', 'sync')]);
    const run = await apply(next);
    expect(run).toMatchObject({ state: 'failed', steps: [{ state: 'failed', error: { code: 'whm.unreachable' } }] });
    expect(world.writes).toHaveLength(1);
  });

  it('resumes after a failed step, once what was in its way is gone', async () => {
    let broken = true;
    await start({ mishap: (change) => (broken && change.server === 'web2' ? 'refused' : null) });
    const plan = await preview([
      role('web1', '10.0.0.3', 'write-only'),
      role('web2', '10.0.0.3', 'sync'),
      { kind: 'synchronize', server: 'web1', scope: { zones: 'all', where: 'everywhere', full: true } },
    ]);
    expect((await apply(plan)).steps.map(({ state }) => state)).toEqual(['verified', 'failed', 'waiting']);
    broken = false;
    value(await open.services.plans.resume({ id: plan.id }));
    expect((await open.ended(plan.id)).steps.map(({ state }) => state)).toEqual(['verified', 'verified', 'verified']);
    expect(serverOf(world, 'ns1').zones.get('web1.example.org')).toBe(1);
  });

  it('leaves no token behind for an entry that was refused', async () => {
    await start({ mishap: (change) => (change.kind === 'member.add' ? 'refused' : null) });
    const plan = await preview(
      [],
      [{ kind: 'nameserver.add', nameserver: 'ns2', to: ['web1'], role: 'sync', synchronize: false }],
    );
    expect((await apply(plan)).state).toBe('failed');
    expect([...serverOf(world, 'ns2').tokens.keys()]).toEqual(['root']);
  });

  it('suspends a server that refuses the token, and sends it nothing more', async () => {
    await start({ mishap: () => 'unauthorized' });
    const plan = await preview([role('web1', '10.0.0.3', 'write-only')]);
    expect((await apply(plan)).steps[0]).toMatchObject({ state: 'failed', error: { code: 'whm.unauthorized' } });
    const again = await preview([role('web1', '10.0.0.3', 'write-only')]);
    expect(again.steps[0]?.refusal?.code).toBe('plan.precondition');
  });

  it('stops between steps and goes on', async () => {
    let gate: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (gate = resolve));
    let reached: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (reached = resolve));
    let first = true;
    await start({
      before: async (_server, what) => {
        if (!what.startsWith('makeChange') || !first) return;
        first = false;
        reached();
        await held;
      },
    });
    const plan = await preview([
      role('web1', '10.0.0.3', 'write-only'),
      { kind: 'threshold', server: 'web1', threshold: 0, notify: false },
    ]);
    value(await open.services.plans.apply({ id: plan.id, confirmation: null }));
    expect(await open.services.plans.apply({ id: plan.id, confirmation: null })).toMatchObject({
      error: { code: 'plan.precondition' },
    });
    await begun;
    value(await open.services.plans.stop({ id: plan.id }));
    expect(open.run(plan.id)?.state).toBe('stopping');
    gate();
    expect(await open.ended(plan.id)).toMatchObject({
      state: 'stopped',
      steps: [{ state: 'verified' }, { state: 'waiting' }],
    });
    value(await open.services.plans.resume({ id: plan.id }));
    expect((await open.ended(plan.id)).state).toBe('done');
  });

  it('replaces a nameserver on all servers and puts the old one back', async () => {
    await start();
    const before = settingsOf(world);
    const plan = await preview([], [{ kind: 'nameserver.replace', old: 'ns1', next: 'ns2' }]);
    expect((await apply(plan)).state).toBe('done');
    expect(Object.keys(serverOf(world, 'web1').members['root'] ?? {})).toEqual(['10.0.0.4']);
    const undone = await undo(plan);
    expect(undone.run.state).toBe('done');
    const strip = (text: unknown): string => JSON.stringify(text).replaceAll(/"zones":\{[^}]*\}/g, '');
    expect(strip(settingsOf(world))).toBe(strip(before));
    const redone = await undo(undone.plan);
    expect(redone.run.state).toBe('done');
    expect(serverOf(world, 'web2').members['root']?.['10.0.0.4']).toMatchObject({ role: 'write-only' });
  });

  it('is reported without a secret', async () => {
    await start();
    const plan = await preview([role('web1', '10.0.0.3', 'write-only')]);
    await apply(plan);
    const { name, text } = value(await open.services.plans.report({ id: plan.id }));
    expect(name).toBe(`nameward-plan-${plan.id}.md`);
    expect(text).toContain('done and verified');
    for (const { tokens } of world.servers.values())
      for (const token of tokens.values()) expect(text).not.toContain(token);
  });
});
