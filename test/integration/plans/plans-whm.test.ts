import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change, NewMember } from '#shared/domain/plan/change.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { startFleet, type Fleet, type MemberSnapshot, type ServerSnapshot } from '#simulator/index.ts';
import { applied, previewOf, undone, valueOf } from '#test/fixtures/plans/runs.ts';
import { limits, serverOf, settingsOf, thereAndBack as changeAndBack } from '#test/fixtures/plans/whm.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/** Every row of WHM's DNS Cluster interface as a plan: seen in the simulator's own state, undone, and seen again. */

let fleet: Fleet;
let lab: Lab;

const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const server = (id: string): ServerSnapshot => serverOf(fleet, id);
const member = (id: string, of: string): MemberSnapshot | undefined =>
  server(id).cluster.members.find(({ address }) => address === addressOf(of));
const settings = (id: string) => settingsOf(fleet, id);
const thereAndBack = (changes: readonly Change[], servers: readonly string[], look: () => void): Promise<void> =>
  changeAndBack({ fleet, lab }, changes, servers, look);

const kinds = [
  ['web1', 'cpanel', 'accepted'],
  ['web2', 'cpanel', 'refused'],
  ['ns1', 'dnsonly', 'accepted'],
  ['ns3', 'dnsonly', 'refused'],
] as const;

describe.each(kinds)('on %s (%s, tokens on pages %s)', (id, product, tokenPages) => {
  beforeAll(async () => {
    fleet = await startFleet({ scenario: 'pairs', servers: 9 });
    lab = await openLab(fleet, { limits });
    await lab.services.fleet.refresh({ ids: null });
  });
  afterAll(async () => {
    await lab.services.close();
    await fleet.close();
  });

  it('is what the test needs', () => {
    expect(fleet.servers.get(id)).toMatchObject({ product, tokenPages });
  });

  it('disables DNS clustering and enables it again', async () => {
    await thereAndBack([{ kind: 'clustering', server: id, enabled: false }], [id], () => {
      expect(server(id).cluster.enabled).toBe(false);
    });
    const live = fleet.servers.get(id);
    if (live) live.cluster.enabled = false;
    await lab.services.fleet.refresh({ ids: [id] });
    await thereAndBack([{ kind: 'clustering', server: id, enabled: true }], [id], () => {
      expect(server(id).cluster.enabled).toBe(true);
    });
    if (live) live.cluster.enabled = true;
    await lab.services.fleet.refresh({ ids: [id] });
  });

  it.each([
    ['custom', 25, true],
    ['keep online', 0, true],
    ['default, without the notification', 10, false],
  ])('sets the failure threshold: %s', async (_name, threshold, notify) => {
    await thereAndBack([{ kind: 'threshold', server: id, threshold, notify }], [id], () => {
      expect(server(id).cluster).toMatchObject({ threshold, notifications: notify });
    });
  });

  const adding = (role: Role, debug: boolean): Change => {
    const newMember: NewMember = {
      address: addressOf('alone1'),
      host: 'alone1.pairs.example',
      user: 'root',
      module: 'cPanel',
      role,
      debug,
      contact: 'name',
      nsConfig: null,
      token: { from: 'made', on: 'alone1' },
    };
    return { kind: 'member.add', server: id, as: 'root', member: newMember };
  };

  it.each<[Role, boolean]>([
    ['standalone', false],
    ['sync', false],
    ['write-only', true],
  ])('adds a member with the role %s, debug mode %s', async (role, debug) => {
    await thereAndBack([adding(role, debug)], [id, 'alone1'], () => {
      const host = 'alone1.pairs.example';
      expect(member(id, 'alone1')).toMatchObject({ role, debug, host, user: 'root', module: 'cPanel' });
      expect(server('alone1').tokens.filter(({ name }) => name.startsWith('nameward_'))).toMatchObject([
        { acls: ['clustering'] },
      ]);
    });
  });

  it('gives a member each role, edits it, and deletes it', async () => {
    const added = await previewOf(lab.services, [adding('sync', false)]);
    expect((await applied(lab.services, added)).state).toBe('done');
    const address = addressOf('alone1');
    for (const role of ['standalone', 'write-only'] as const) {
      await thereAndBack([{ kind: 'role', server: id, as: 'root', address, role }], [id], () => {
        expect(member(id, 'alone1')?.role).toBe(role);
      });
    }
    const token = fleet.servers.get(id)?.cluster.members.get(address)?.token;
    const edit = {
      kind: 'member.edit',
      server: id,
      as: 'root',
      address,
      user: 'root',
      debug: true,
      contact: 'name',
      nsConfig: null,
      hostname: null,
    } as const;
    const same = (): void => {
      expect(member(id, 'alone1')?.debug).toBe(true);
      expect(fleet.servers.get(id)?.cluster.members.get(address)?.token).toBe(token);
      expect(member(id, 'alone1')?.host).toBe('alone1.pairs.example');
    };
    await thereAndBack([{ ...edit, token: { from: 'entry' } }], [id], same);
    const another = (): void => {
      expect(fleet.servers.get(id)?.cluster.members.get(address)?.token).not.toBe(token);
    };
    const made = { from: 'made', on: 'alone1' } as const;
    await thereAndBack([{ ...edit, debug: false, token: made }], [id, 'alone1'], another);
    const alone = (): void => expect(member(id, 'alone1')?.host).toBe(address);
    await thereAndBack([{ ...edit, contact: 'none', nsConfig: null, token: { from: 'entry' } }], [id], alone);
    await thereAndBack([{ kind: 'member.remove', server: id, as: 'root', address }], [id], () => {
      expect(member(id, 'alone1')).toBeUndefined();
    });
    expect(fleet.servers.get(id)?.cluster.members.get(address)?.token).toBe(token);
    expect((await undone(lab.services, added)).state).toBe('done');
    expect(member(id, 'alone1')).toBeUndefined();
  });

  it('writes nothing about a member that is down, unless it is told not to contact it', async () => {
    const added = await previewOf(lab.services, [adding('sync', false)]);
    expect((await applied(lab.services, added)).state).toBe('done');
    const address = addressOf('alone1');
    const before = settings(id);
    const removed = await previewOf(lab.services, [{ kind: 'member.remove', server: id, as: 'root', address }]);
    expect((await applied(lab.services, removed)).state).toBe('done');
    await fleet.setFault('alone1', { fault: { kind: 'refuse' } });
    const edit = { kind: 'member.edit', server: id, as: 'root', address, user: 'root', debug: true } as const;
    const failing = await undone(lab.services, removed);
    expect(failing).toMatchObject({ state: 'failed', steps: [{ state: 'failed', error: { code: 'whm.rejected' } }] });
    expect(failing.steps[0]?.error?.message).toContain('without contacting it');
    expect(member(id, 'alone1')).toBeUndefined();

    const back = valueOf(await lab.services.plans.undo({ id: removed.id, contact: false }));
    expect(back.steps[0]?.risks.join(' ')).toContain('in place of its host name');
    expect(back.steps[0]?.requests.at(-1)?.body).not.toContain('recurse');
    // Its token cannot be tried from here either, and the step says so.
    expect(await applied(lab.services, back)).toMatchObject({ state: 'done', steps: [{ state: 'verified' }] });
    expect(member(id, 'alone1')).toMatchObject({ host: address, role: 'sync' });

    await fleet.clearFaults('alone1');
    const named = {
      ...edit,
      debug: false,
      contact: 'name',
      nsConfig: null,
      hostname: null,
      token: { from: 'entry' },
    } as const;
    expect((await applied(lab.services, await previewOf(lab.services, [named]))).state).toBe('done');
    expect(settings(id)).toEqual(before);
    expect((await undone(lab.services, added)).state).toBe('done');
  });

  it('enables a disabled member again', async () => {
    const added = await previewOf(lab.services, [adding('write-only', false)]);
    expect((await applied(lab.services, added)).state).toBe('done');
    const entry = fleet.servers.get(id)?.cluster.members.get(addressOf('alone1'));
    if (!entry) throw new Error('it was not added');
    entry.down = true;
    const plan = await previewOf(lab.services, [
      { kind: 'member.enable', server: id, as: 'root', address: addressOf('alone1') },
    ]);
    expect(plan.steps[0]?.undo).toBeNull();
    expect(await applied(lab.services, plan)).toMatchObject({ state: 'done', steps: [{ state: 'verified' }] });
    expect(member(id, 'alone1')?.down).toBe(false);
    expect((await undone(lab.services, added)).state).toBe('done');
  });

  it('sets nameserver software, monitoring, trusted addresses and the log', async () => {
    await thereAndBack(
      [
        { kind: 'software', server: id, nameserver: 'bind' },
        { kind: 'trusted', server: id, address: '192.0.2.77', trusted: true },
        { kind: 'logging', server: id, level: 5, verboseSync: true },
      ],
      [id],
      () => {
        expect(server(id)).toMatchObject({ nameserver: 'bind', dnsadminLogLevel: 5 });
        expect(server(id).trustedAddresses.remotedns).toContain('192.0.2.77');
      },
    );
    await thereAndBack([{ kind: 'monitoring', server: id, monitored: false }], [id], () => {
      expect(server(id).namedMonitored).toBe(false);
    });
  });
});

describe.each(['web1', 'web2'])('on the web server %s', (id) => {
  beforeAll(async () => {
    fleet = await startFleet({ scenario: 'pairs', servers: 9 });
    lab = await openLab(fleet, { limits });
    await lab.services.fleet.refresh({ ids: null });
  });
  afterAll(async () => {
    await lab.services.close();
    await fleet.close();
  });

  it('synchronizes one zone or all, and sees them arrive', async () => {
    const [zone = ''] = [...(fleet.servers.get(id)?.zones.keys() ?? [])];
    const lose = (): void => void fleet.servers.get('ns1')?.zones.delete(zone);
    for (const scope of [
      { zones: 'one', zone, where: 'everywhere' },
      { zones: 'all', where: 'everywhere', full: true },
      { zones: 'all', where: 'everywhere', full: false },
    ] as const) {
      lose();
      const run = await applied(
        lab.services,
        await previewOf(lab.services, [{ kind: 'synchronize', server: id, scope }]),
      );
      expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: null }] });
      expect(server('ns1').zones[zone]).toBe(server(id).zones[zone]);
    }
    fleet.servers.get(id)?.zones.delete(zone);
    const here = { zones: 'one', zone, where: 'here' } as const;
    const run = await applied(
      lab.services,
      await previewOf(lab.services, [{ kind: 'synchronize', server: id, scope: here }]),
    );
    expect(run.steps[0]?.error ?? null).toBeNull();
    expect(server(id).zones[zone]).toBe(server('ns1').zones[zone]);
  });

  it('upgrades the nameserver software of a member to PowerDNS', async () => {
    await thereAndBack([{ kind: 'software', server: 'ns1', nameserver: 'bind' }], ['ns1'], () => {
      expect(server('ns1').nameserver).toBe('bind');
    });
  });

  it('sets up trust with both entries, and takes both back', async () => {
    const before = [id, 'alone1'].map(settings);
    const plan = await previewOf(
      lab.services,
      [],
      [{ kind: 'trust.set-up', a: id, b: 'alone1', roleAtA: 'sync', roleAtB: 'standalone' }],
    );
    expect(await applied(lab.services, plan)).toMatchObject({ state: 'done' });
    expect(member(id, 'alone1')?.role).toBe('sync');
    expect(member('alone1', id)?.role).toBe('standalone');
    await lab.services.fleet.refresh({ ids: null });
    expect(lab.topology().links[`${id}>alone1`]).toMatchObject({ reverseTrust: 'yes' });
    expect(lab.topology().links[`alone1>${id}`]).toMatchObject({ reverseTrust: 'yes' });
    expect((await undone(lab.services, plan)).state).toBe('done');
    expect([id, 'alone1'].map(settings)).toEqual(before);
  });
});
