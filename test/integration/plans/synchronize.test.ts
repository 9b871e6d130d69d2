import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { withSerial } from '#simulator/zone/zone-file.ts';
import { openWorld } from '#test/fixtures/plans/open.ts';
import { applied, endOf, previewOf, valueOf } from '#test/fixtures/plans/runs.ts';
import { join, serverOf, worldOf, worldServer } from '#test/fixtures/plans/world.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/** That zones have arrived is judged by their serials, on servers that answer as WHM does. */

let fleet: Fleet;
let lab: Lab;
const limits = { settleMs: [0, 50], synchronize: { pollEveryMs: 20, deadlineMs: 8000, stillMs: 400 } };
const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const serialOf = (id: string, zone: string): number | undefined => fleet.servers.get(id)?.zones.get(zone)?.serial;
const everything = (server: string): Change => ({
  kind: 'synchronize',
  server,
  scope: { zones: 'all', where: 'everywhere', full: true },
});

/** The zone of `from` on another server, as it was, or will be, so many serials away. */
function age(id: string, zone: string, by: number): void {
  const held = fleet.servers.get(id)?.zones.get(zone);
  if (!held) throw new Error(`${id} has no zone ${zone}`);
  held.serial += by;
  held.text = withSerial(held.text, held.serial);
}

/** Zones of one server's own accounts. */
function ownZones(id: string): readonly string[] {
  const { hostname, zones } = fleet.servers.get(id) ?? { hostname: '', zones: new Map() };
  return [...zones.values()].filter(({ text }) => text.includes(` hostname:${hostname} `)).map(({ name }) => name);
}

beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 7 });
  lab = await openLab(fleet, { limits });
  await lab.services.fleet.refresh({ ids: null });
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

// web1 takes tokens on its pages, web2 does not.
describe.each(['web1', 'web2'])('a synchronization by %s', (id) => {
  it('has not arrived while a serial is old on the far side, whatever WHM says', async () => {
    const [zone = ''] = ownZones(id);
    age('ns1', zone, -1);
    await fleet.setFault(id, { fault: { kind: 'ignore-writes' } });
    const one = { kind: 'synchronize', server: id, scope: { zones: 'one', zone, where: 'everywhere' } } as const;
    const plan = await previewOf(lab.services, [one]);
    const run = await applied(lab.services, plan);
    expect(run).toMatchObject({ state: 'failed', steps: [{ state: 'failed', error: { code: 'plan.partial' } }] });
    const [old, expected] = [serialOf('ns1', zone), serialOf(id, zone)];
    expect(run.steps[0]?.error?.message).toBe(
      `0 of 1 zone arrived. Not arrived: ${zone} on ns1.pairs.example (serial ${old} there, ${expected} expected).`,
    );
    await fleet.clearFaults(id);
    valueOf(await lab.services.plans.resume({ id: plan.id }));
    expect(await endOf(lab.services, plan.id)).toMatchObject({ state: 'done', steps: [{ state: 'verified' }] });
    expect(serialOf('ns1', zone)).toBe(expected);
  });

  it('brings here what a member has newer, and there what is newer here', async () => {
    const [first = '', second = ''] = ownZones(id);
    age('ns1', first, 2);
    age('ns2', second, -2);
    const run = await applied(lab.services, await previewOf(lab.services, [everything(id)]));
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: null }] });
    for (const zone of [first, second]) {
      expect(serialOf('ns1', zone)).toBe(serialOf(id, zone));
      expect(serialOf('ns2', zone)).toBe(serialOf(id, zone));
    }
  });

  it('overwrites what is newer on a write-only member, and has arrived only then', async () => {
    const [zone = ''] = ownZones(id);
    const role = { kind: 'role', server: id, as: 'root', address: addressOf('ns1'), role: 'write-only' } as const;
    expect((await applied(lab.services, await previewOf(lab.services, [role]))).state).toBe('done');
    age('ns1', zone, 5);
    const own = serialOf(id, zone);
    const one = { kind: 'synchronize', server: id, scope: { zones: 'one', zone, where: 'everywhere' } } as const;
    await fleet.setFault(id, { fault: { kind: 'ignore-writes' } });
    const ignored = await applied(lab.services, await previewOf(lab.services, [one]));
    expect(ignored.steps[0]?.error?.message).toContain('the sender’s expected');
    await fleet.clearFaults(id);
    const run = await applied(lab.services, await previewOf(lab.services, [one]));
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: null }] });
    expect(serialOf('ns1', zone)).toBe(own);
    expect(serialOf(id, zone)).toBe(own);
  });

  it('counts a member that the step before has enabled, and tells zone by zone what has arrived', async () => {
    const member = fleet.servers.get(id)?.cluster.members.get(addressOf('ns1'));
    if (!member) throw new Error('no member');
    [member.down, member.role] = [true, 'write-only'];
    const zones = ownZones(id);
    for (const zone of zones) age('ns1', zone, -1);
    await lab.services.fleet.refresh({ ids: null });
    const plan = await previewOf(
      lab.services,
      [],
      [{ kind: 'members.enable', links: [`${id}>ns1`], synchronize: true }],
    );
    await fleet.setFault('ns1', { fault: { kind: 'slow', delayMs: 150 }, path: '/scripts2/savezone_local' });
    const told = new Set<string>();
    const leave = lab.services.plans.watch((runs) => {
      for (const { progress } of runs.find((run) => run.plan.id === plan.id)?.steps ?? [])
        if (progress) told.add(progress);
    });
    const run = await applied(lab.services, plan);
    leave();
    expect(run.state).toBe('done');
    for (const zone of zones) expect(serialOf('ns1', zone)).toBe(serialOf(id, zone));
    // The first write may end before the first look; in between it is seen to go on.
    const counts = [...told].map((words) => /^(\d+) of \d+ zones arrived, waiting for (\S+) on ns1/.exec(words));
    expect(counts.length).toBeGreaterThan(1);
    expect(new Set(counts.map((found) => found?.[1])).size).toBeGreaterThan(1);
    for (const found of counts) expect(zones).toContain(found?.[2]);
  });

  it('says whose zones could not be read, and does not call that arrived', async () => {
    const [zone = ''] = ownZones(id);
    const one = { kind: 'synchronize', server: id, scope: { zones: 'one', zone, where: 'everywhere' } } as const;
    const plan = await previewOf(lab.services, [one]);
    await fleet.setFault('ns1', { fault: { kind: 'not-json' } });
    await fleet.setFault('ns1', { fault: { kind: 'status', status: 500 }, path: '/scripts2/getzones_local' });
    const run = await applied(lab.services, plan);
    expect(run.steps[0]).toMatchObject({ state: 'unverified', error: { code: 'plan.partial' } });
    expect(run.steps[0]?.error?.message).toContain('The zones of ns1.pairs.example could not be read.');
  });
});

describe('a synchronization of thousands of zones', () => {
  it('asks for their serials in batches, and for no more than one while nothing arrives', async () => {
    const world = worldOf([worldServer('web1', 1), worldServer('ns1', 2, 'dnsonly')]);
    join(world, 'web1', 'ns1', 'sync');
    const names = Array.from({ length: 3000 }, (_, at) => `z${at}.example.org`);
    for (const name of names) serverOf(world, 'web1').zones.set(name, 7).set('late.example.org', 7);
    for (const name of names) serverOf(world, 'ns1').zones.set(name, 6);
    serverOf(world, 'web1').zones.delete('web1.example.org');
    const asked: string[] = [];
    let sent = false;
    const open = await openWorld(world, {
      mishap: () => 'ignored',
      before: async (server, what) => {
        if (what === 'makeChange synchronize') sent = true;
        else if (sent) asked.push(`${server} ${what}`);
      },
    });
    const accounts = { kind: 'synchronize', server: 'web1', scope: { zones: 'all', where: 'everywhere', full: false } };
    const plan = await previewOf(open.services, [accounts as Change]);
    const run = await applied(open.services, plan);
    await open.services.close();
    expect(run.steps[0]).toMatchObject({ state: 'unverified' });
    expect(run.steps[0]?.error?.message).toContain('(serial 6 there, 7 expected)');
    expect(asked.filter((each) => each.startsWith('web1 zone'))).toEqual([]);
    const names1 = asked.filter((each) => each === 'ns1 zoneNames').length;
    const serials = asked.filter((each) => each === 'ns1 zoneCopies').length;
    // Every look asks for the names, since one is missing, and for one batch; the last for all of the twelve.
    expect(serials).toBe(names1 - 1 + 12);
    expect(names1).toBeGreaterThanOrEqual(2);
  });
});
