import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeClient } from '#electron/services/change-ports.ts';
import type { Plan, PlanRun } from '#shared/contract/plans.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { failure, ok } from '#shared/errors/index.ts';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { endOf, valueOf } from '#test/fixtures/plans/runs.ts';
import { openLab, type Lab, type LabOptions } from '#test/fixtures/services/lab.ts';

/**
 * The role editor's way: a plan that is only looked at until it is applied, on servers with every way of going wrong.
 */

let fleet: Fleet;
let lab: Lab;
const open = async (options: LabOptions = {}): Promise<void> => {
  lab = await openLab(fleet, { limits: { settleMs: [0, 50] }, ...options });
  await lab.services.fleet.refresh({ ids: null });
};
/** The same connector, with what changes servers as the test says. */
const withChanges = (change: (client: ChangeClient) => Partial<ChangeClient>): LabOptions => ({
  ports: (ports) => {
    const connector: typeof ports.connector = {
      ...ports.connector,
      changes(server, token) {
        const client = ports.connector.changes(server, token);
        return { ...client, ...change(client) };
      },
    };
    return { ...ports, connector };
  },
});
const address = (id: string): string => fleet.servers.get(id)?.address ?? '';
const trueRole = (server: string, member: string): Role | null | undefined =>
  fleet.servers.get(server)?.cluster.members.get(address(member))?.role;
const change = (server: string, member: string, role: Role): Change => ({
  kind: 'role',
  server,
  as: 'root',
  address: address(member),
  role,
});
const writes = (): number =>
  fleet.events().events.filter((event) => event.kind === 'request' && event.path.includes('changeclusterdns')).length;
const draft = async (...changes: Change[]): Promise<Plan> =>
  valueOf(await lab.services.plans.preview({ changes, intentions: [], keep: false }));
const apply = async (...changes: Change[]): Promise<PlanRun> => {
  const plan = await draft(...changes);
  valueOf(await lab.services.plans.apply({ id: plan.id, confirmation: null }));
  return await endOf(lab.services, plan.id);
};
const runs = (): readonly PlanRun[] => {
  let told: readonly PlanRun[] = [];
  lab.services.plans.watch((now) => (told = now))();
  return told;
};

beforeEach(async () => {
  fleet = await startFleet();
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

it('changes nothing where the cluster is read-only or wants a name typed, and leaves no plan behind', async () => {
  for (const level of ['read-only', 'type-name'] as const) {
    await lab?.services.close();
    // Of the same cluster: its strictest server counts.
    await open({ settings: { ...defaultSettings, safety: { web2: level } } });
    const plan = await draft(change('web1', 'ns1', 'write-only'));
    expect(plan.safety?.level).toBe(level);
    const refused = await lab.services.plans.apply({ id: plan.id, confirmation: null });
    expect(refused).toMatchObject({ ok: false, error: { code: 'plan.precondition' } });
    expect(runs()).toEqual([]);
  }
  expect(writes()).toBe(0);
  // The name that the cluster wants typed, for the very plan that was refused before.
  const plan = await draft(change('web1', 'ns1', 'write-only'));
  valueOf(await lab.services.plans.apply({ id: plan.id, confirmation: plan.safety?.name ?? '' }));
  expect(await endOf(lab.services, plan.id)).toMatchObject({ state: 'done' });
  expect(trueRole('web1', 'ns1')).toBe('write-only');
});

it('is resumed in a cluster that wants a name typed, which was typed when it began, and not in a read-only one', async () => {
  await open(withChanges(() => ({ makeChange: () => Promise.resolve(failure('whm.rejected', 'read-only? No.')) })));
  const plan = await draft(change('web1', 'ns1', 'write-only'));
  valueOf(await lab.services.plans.apply({ id: plan.id, confirmation: null }));
  expect(await endOf(lab.services, plan.id)).toMatchObject({ state: 'failed' });
  await lab.services.settings.write({ safety: { web1: 'read-only' } });
  expect(await lab.services.plans.resume({ id: plan.id })).toMatchObject({ error: { code: 'plan.precondition' } });
  await lab.services.settings.write({ safety: { web1: 'type-name' } });
  valueOf(await lab.services.plans.resume({ id: plan.id }));
  expect(await endOf(lab.services, plan.id)).toMatchObject({ state: 'failed' });
});

describe('the preview of a role', () => {
  it('says what it does, its risks and the exact requests, changes nothing and is kept nowhere', async () => {
    await open();
    const plan = await draft(change('web1', 'ns1', 'write-only'));
    expect(plan.title).toBe('Change the DNS role of ns1.example.net on web1.example.net to Write-only');
    const [step] = plan.steps;
    expect(step?.effects).toContain('Every zone change on web1.example.net is sent to ns1.example.net.');
    expect(step?.risks.join(' ')).toContain('Newer zones on ns1.example.net are overwritten');
    expect(JSON.stringify(step?.requests)).toContain('changeclusterdns');
    expect(JSON.stringify(plan)).not.toContain(fleet.tokens().tokens['web1']);
    expect(lab.sent.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(writes()).toBe(0);
    expect(runs()).toEqual([]);
  });

  it('refuses with the reason where no channel can', async () => {
    await open();
    const refusal = async (wanted: Change) => (await draft(wanted)).steps[0]?.refusal;
    expect(await refusal(change('ns3', 'ns1', 'sync'))).toMatchObject({ message: expect.stringMatching(/\w/) });
    expect(await refusal({ ...change('web1', 'ns1', 'sync'), address: '192.0.2.1' } as Change)).toMatchObject({
      code: 'member.missing',
    });
    expect(await refusal(change('nobody', 'ns1', 'sync'))).toMatchObject({ code: 'servers.unknown' });
    await lab.services.vault.lock({});
    expect(
      await lab.services.plans.preview({ changes: [change('web1', 'ns1', 'sync')], intentions: [], keep: false }),
    ).toMatchObject({ error: { code: 'vault.locked' } });
  });
});

describe('a role change', () => {
  it('is sent once, read back and then shown, has a report and can be undone', async () => {
    await open();
    const run = await apply(change('web1', 'ns1', 'write-only'), change('web2', 'ns1', 'standalone'));
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified' }, { state: 'verified' }] });
    expect([trueRole('web1', 'ns1'), trueRole('web2', 'ns1')]).toEqual(['write-only', 'standalone']);
    expect(writes()).toBe(2);
    await lab.until(
      ({ links }) => links['web1>ns1']?.role === 'write-only' && links['web2>ns1']?.role === 'standalone',
    );
    const report = valueOf(await lab.services.plans.report({ id: run.plan.id }));
    expect(report.text).toContain('State: done and verified');
    const undo = valueOf(await lab.services.plans.undo({ id: run.plan.id, contact: true }));
    valueOf(await lab.services.plans.apply({ id: undo.id, confirmation: null }));
    await endOf(lab.services, undo.id);
    expect([trueRole('web1', 'ns1'), trueRole('web2', 'ns1')]).toEqual(['sync', 'sync']);
  });

  it('is failed when WHM says success and nothing has changed', async () => {
    await open(
      withChanges(() => ({ makeChange: () => Promise.resolve(ok({ message: 'The new role is set.', notices: [] })) })),
    );
    const run = await apply(change('web1', 'ns1', 'write-only'));
    expect(run.steps).toMatchObject([{ state: 'failed', error: { code: 'whm.rejected' } }]);
  });

  it('is verified when the answer was lost but the change was made, and not sent again', async () => {
    await open(
      withChanges((client) => ({
        async makeChange(wanted, token) {
          await client.makeChange(wanted, token);
          return failure('whm.unreachable', 'The answer was lost.');
        },
      })),
    );
    const run = await apply(change('web1', 'ns1', 'write-only'));
    expect(run.steps).toMatchObject([{ state: 'verified' }]);
    expect(writes()).toBe(1);
  });

  it('is unverified when it cannot be read back, never done', async () => {
    let sent = false;
    await open(
      withChanges((client) => ({
        async makeChange(wanted, token) {
          sent = true;
          return await client.makeChange(wanted, token);
        },
        readMembersAs: (as, signal) =>
          sent ? Promise.resolve(failure('whm.busy', 'Too busy.')) : client.readMembersAs(as, signal),
      })),
    );
    const run = await apply(change('web1', 'ns1', 'write-only'));
    expect(run.steps).toMatchObject([{ state: 'unverified', error: { code: 'whm.busy' } }]);
    expect(run.state).not.toBe('done');
  });

  it('leaves no stray role file for a member that was deleted after the preview', async () => {
    await open();
    const plan = await draft(change('web1', 'ns1', 'standalone'));
    fleet.servers.get('web1')?.cluster.members.delete(address('ns1'));
    expect(await lab.services.plans.apply({ id: plan.id, confirmation: null })).toMatchObject({
      error: { code: 'plan.stale' },
    });
    expect(fleet.servers.get('web1')?.cluster.strayRoles.size).toBe(0);
    expect(writes()).toBe(0);
    // It was never begun, so that nothing of it stands among the plans.
    expect(runs()).toEqual([]);
  });

  it('does not end well on a server that refuses the token meanwhile, whose role stays', async () => {
    await open();
    const plan = await draft(change('web1', 'ns1', 'write-only'), change('web4', 'ns1', 'standalone'));
    await fleet.setFault('web1', { fault: { kind: 'status', status: 403 } });
    valueOf(await lab.services.plans.apply({ id: plan.id, confirmation: null }));
    const run = await endOf(lab.services, plan.id);
    expect(run).toMatchObject({ state: 'failed', steps: [{ error: {} }, { state: 'verified' }] });
    expect(['failed', 'unverified']).toContain(run.steps[0]?.state);
    expect([trueRole('web1', 'ns1'), trueRole('web4', 'ns1')]).toEqual(['sync', 'standalone']);
  });
});

it('forgets the oldest of many drafts, and says so when it is applied', async () => {
  await open();
  const first = await draft(change('web1', 'ns1', 'write-only'));
  for (let more = 0; more < 8; more += 1) await draft(change('web1', 'ns1', 'write-only'));
  expect(await lab.services.plans.apply({ id: first.id, confirmation: null })).toMatchObject({
    error: { code: 'plan.precondition' },
  });
  expect(writes()).toBe(0);
});
