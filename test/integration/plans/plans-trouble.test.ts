import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { applied, endOf, previewOf, undone, valueOf } from '#test/fixtures/plans/runs.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/** What WHM says and what it does may differ: each time it is noticed, named, and nothing further is written. */

let fleet: Fleet;
let lab: Lab;
const limits = { settleMs: [0, 50] };
const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const role = (server: string): Change => ({
  kind: 'role',
  server,
  as: 'root',
  address: addressOf('ns1'),
  role: 'write-only',
});
const roleNow = (id: string) => fleet.servers.get(id)?.cluster.members.get(addressOf('ns1'))?.role;
const writePages =
  /\/cgi\/(changeclusterdns|adjust\w+|remclusterserver|activate_remote_nameservers|enableclusterserver)/;
const writes = (after: number): readonly string[] =>
  fleet
    .events(after)
    .events.flatMap((event) => (event.kind === 'request' && writePages.test(event.path) ? [event.server] : []));

beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 9 });
  lab = await openLab(fleet, { limits });
  await lab.services.fleet.refresh({ ids: null });
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

// web1 takes tokens on its pages, web2 does not.
describe.each(['web1', 'web2'])('a plan on %s', (id) => {
  /** One change that will be in trouble, and one of a later phase that must then not be begun. */
  const changes = (): readonly Change[] => [
    role(id),
    { kind: 'synchronize', server: 'web3', scope: { zones: 'all', where: 'everywhere', full: true } },
  ];

  it('notices a success that changed nothing', async () => {
    const plan = await previewOf(lab.services, changes());
    await fleet.setFault(id, { fault: { kind: 'ignore-writes' } });
    const { cursor } = fleet.events();
    const run = await applied(lab.services, plan);
    expect(run.state).toBe('failed');
    expect(run.steps.map(({ state }) => state)).toEqual(['failed', 'waiting']);
    expect(run.steps[0]?.error?.message).toMatch(/nothing has changed/);
    expect(writes(cursor)).toEqual([id]);
    expect(roleNow(id)).toBe('sync');
  });

  it('notices pages of another structure before anything is written', async () => {
    const plan = await previewOf(lab.services, changes());
    await fleet.setFault(id, { fault: { kind: 'foreign-page' } });
    const { cursor } = fleet.events();
    // The list itself can still be read by command; the page that would be written to cannot.
    const run = await applied(lab.services, plan);
    expect(writes(cursor)).toEqual([]);
    expect(run.state).toBe('failed');
    expect(run.steps).toMatchObject([{ state: 'failed', error: { code: 'whm.protocol' } }, { state: 'waiting' }]);
    expect(roleNow(id)).toBe('sync');
  });

  it('notices an answer of another structure after the change, and does not repeat it', async () => {
    const plan = await previewOf(lab.services, changes());
    await fleet.setFault(id, { fault: { kind: 'foreign-page' }, path: '/cgi/changeclusterdns.cgi' });
    const { cursor } = fleet.events();
    const run = await applied(lab.services, plan);
    expect(writes(cursor)).toEqual([id]);
    // It was done, as the list shows that is read back.
    expect(run.steps[0]?.state).toBe('verified');
    expect(roleNow(id)).toBe('write-only');
  });

  it('survives a session that ends in the middle', async () => {
    const plan = await previewOf(lab.services, [
      role(id),
      { kind: 'threshold', server: id, threshold: 3, notify: true },
    ]);
    const { cursor } = fleet.events();
    const running = applied(lab.services, plan);
    await fleet.awaitEvent(
      (event) => event.kind === 'request' && event.path.includes('adjustclusteroptions'),
      5000,
      cursor,
    );
    fleet.expireSessions(id);
    const run = await running;
    // Each change went out once; whatever was met is told of its step.
    expect(writes(cursor).length).toBeLessThanOrEqual(2);
    for (const { state, error } of run.steps)
      if (state !== 'verified' && state !== 'waiting') expect(error).not.toBeNull();
    if (run.state !== 'done') {
      valueOf(await lab.services.plans.resume({ id: plan.id }));
      expect((await endOf(lab.services, plan.id)).state).toBe('done');
    }
    expect(roleNow(id)).toBe('write-only');
    expect((await undone(lab.services, plan)).state).toBe('done');
    expect(roleNow(id)).toBe('sync');
  });

  it('stops when the server dies, and is undone as far as it was done', async () => {
    const plan = await previewOf(lab.services, [
      { kind: 'threshold', server: 'web3', threshold: 3, notify: true },
      role('web3'),
      role(id),
      role('web4'),
      { kind: 'synchronize', server: 'web4', scope: { zones: 'all', where: 'everywhere', full: true } },
    ]);
    await fleet.setFault(id, { fault: { kind: 'reset' }, path: '/cgi/changeclusterdns.cgi' });
    await fleet.setFault(id, { fault: { kind: 'reset' }, path: `/cpsess` });
    const started = await lab.services.plans.apply({ id: plan.id, confirmation: null });
    if (!started.ok) return expect(started.error.code).toMatch(/^whm\./);
    const run = await endOf(lab.services, plan.id);
    expect(run.state).toBe('failed');
    expect(run.steps.at(-1)?.state).toBe('waiting');
    await fleet.clearFaults(id);
    await lab.services.fleet.refresh({ ids: null });
    expect((await undone(lab.services, plan)).state).toBe('done');
    for (const each of ['web3', 'web4', id]) expect(roleNow(each)).toBe('sync');
  });
});
