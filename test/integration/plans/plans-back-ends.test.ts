import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nsConfigurations, type NsConfiguration } from '#shared/domain/plan/back-ends.ts';
import type { Plan } from '#shared/contract/plans.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet, type MemberSnapshot } from '#simulator/index.ts';
import { applied, previewOf, undone, valueOf } from '#test/fixtures/plans/runs.ts';
import { limits, serverOf, thereAndBack as changeAndBack } from '#test/fixtures/plans/whm.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/**
 * Members of SoftLayer and VPS.NET (`whm-protocol 3.6`) as plans: done, seen in the simulator's state, undone, and seen
 * again.
 */

const key = '5f0c9d2b7a1e4c3890d6b2a7f4e8c103SENTINEL';
const otherKey = '00000000000000000000000000000000SENTINEL';

let fleet: Fleet;
let lab: Lab;

const kinds = [
  ['web1', 'accepted', 'on'],
  ['web2', 'refused', 'on'],
  ['web1', 'accepted', 'refused'],
  ['web2', 'refused', 'refused'],
] as const;

describe.each(kinds)('on %s (tokens on pages %s, commands %s)', (id, tokenPages, commandStream) => {
  beforeAll(async () => {
    fleet = await startFleet({ scenario: 'pairs', servers: 9 });
    const server = fleet.servers.get(id);
    if (server) server.commandStream = commandStream;
    lab = await openLab(fleet, { limits });
    await lab.services.fleet.refresh({ ids: null });
  });
  afterAll(async () => {
    await lab.services.close();
    await fleet.close();
  });

  afterEach(() => {
    for (const address of ['softlayer', 'vpsnet']) fleet.servers.get(id)?.cluster.members.delete(address);
  });

  const member = (address: string): MemberSnapshot | undefined =>
    serverOf(fleet, id).cluster.members.find((each) => each.address === address);
  const keyOf = (address: string): string | undefined => fleet.servers.get(id)?.cluster.members.get(address)?.token;
  const thereAndBack = (changes: readonly Change[], look: () => void): Promise<void> =>
    changeAndBack({ fleet, lab }, changes, [id], look);
  const held = async (token: string) => {
    const { id: account } = valueOf(await lab.services.plans.holdToken({ token }));
    return { from: 'held', id: account } as const;
  };
  const adding = async (module: 'SoftLayer' | 'VPSNET', nsConfig: NsConfiguration | null): Promise<Change> => {
    const address = module.toLowerCase();
    const token = await held(key);
    return {
      kind: 'member.add',
      server: id,
      as: 'root',
      member: {
        address,
        host: address,
        user: 'SL482910',
        module,
        role: 'write-only',
        debug: true,
        contact: 'none',
        nsConfig,
        token,
      },
    };
  };
  const added = async (module: 'SoftLayer' | 'VPSNET', nsConfig: NsConfiguration | null): Promise<Plan> => {
    const run = await applied(lab.services, await previewOf(lab.services, [await adding(module, nsConfig)]));
    expect(run.steps).toMatchObject([{ state: 'verified', error: null }]);
    return run.plan;
  };
  const editing = (address: string, more: Partial<Extract<Change, { kind: 'member.edit' }>>): Change => ({
    kind: 'member.edit',
    server: id,
    as: 'root',
    address,
    user: 'SL482910',
    debug: true,
    contact: 'none',
    hostname: null,
    nsConfig: null,
    token: { from: 'entry' },
    ...more,
  });

  it('is what the test needs', () => {
    expect(fleet.servers.get(id)).toMatchObject({ tokenPages, commandStream });
  });

  it.each(nsConfigurations)('adds a SoftLayer member with ns_config %s', async (nsConfig) => {
    await thereAndBack([await adding('SoftLayer', nsConfig)], () => {
      const entry = { user: 'SL482910', module: 'SoftLayer', role: 'write-only', debug: true, nsConfig };
      expect(member('softlayer')).toMatchObject(entry);
      expect(keyOf('softlayer')).toBe(key);
    });
  });

  it('leaves ns_config to WHM where none is chosen', async () => {
    await thereAndBack([await adding('SoftLayer', null)], () => {
      expect(member('softlayer')?.nsConfig).toBe('default');
    });
  });

  it('edits a SoftLayer member: ns_config alone, everything else alone, and the key', async () => {
    const plan = await added('SoftLayer', 'ensure');
    await thereAndBack([editing('softlayer', { nsConfig: 'force' })], () => {
      expect(member('softlayer')).toMatchObject({ nsConfig: 'force', debug: true, user: 'SL482910' });
      expect(keyOf('softlayer')).toBe(key);
    });
    expect(member('softlayer')?.nsConfig).toBe('ensure');
    await thereAndBack([editing('softlayer', { debug: false, user: 'SL000001' })], () => {
      expect(member('softlayer')).toMatchObject({ nsConfig: 'ensure', debug: false, user: 'SL000001' });
    });
    await thereAndBack([editing('softlayer', { nsConfig: 'default', token: await held(otherKey) })], () => {
      expect(member('softlayer')?.nsConfig).toBe('default');
      expect(keyOf('softlayer')).toBe(otherKey);
    });
    expect(keyOf('softlayer')).toBe(key);
    expect((await undone(lab.services, plan)).state).toBe('done');
  });

  it.each([
    ['SoftLayer', 'force'],
    ['SoftLayer', 'default'],
    ['VPSNET', null],
  ] as const)(
    'brings a removed %s member back with key, ns_config %s, debug mode and role',
    async (module, nsConfig) => {
      const address = module.toLowerCase();
      const plan = await added(module, nsConfig);
      const before = member(address);
      const accounts = () => [...lab.secrets.held].filter(([, secret]) => secret === key).map(([account]) => account);
      const kept = accounts();
      expect(before).toMatchObject({ role: 'write-only', debug: true, nsConfig });
      await thereAndBack([{ kind: 'member.remove', server: id, as: 'root', address }], () => {
        expect(member(address)).toBeUndefined();
        // What the undo needs is in the keychain.
        expect(accounts()).toHaveLength(kept.length + 1);
      });
      expect(member(address)).toEqual(before);
      expect(keyOf(address)).toBe(key);
      expect(accounts()).toEqual(kept);
      expect((await undone(lab.services, plan)).state).toBe('done');
    },
  );

  it('says in the preview that a removal can be undone, and with what', async () => {
    const plan = await added('SoftLayer', 'force');
    const preview = await previewOf(lab.services, [
      { kind: 'member.remove', server: id, as: 'root', address: 'softlayer' },
    ]);
    expect(preview.steps[0]).toMatchObject({ refusal: null });
    expect(preview.steps[0]?.undo).toBe(
      'Add it again with the same API key, user, ns_config, DNS role and debug mode.',
    );
    expect(JSON.stringify(preview)).not.toContain(key);
    expect((await undone(lab.services, plan)).state).toBe('done');
  });

  it('says that a removal cannot be undone where the form shows no key, and removes all the same', async () => {
    await added('VPSNET', null);
    const live = fleet.servers.get(id)?.cluster.members.get('vpsnet');
    if (!live) throw new Error('it was not added');
    live.token = '';
    const preview = await previewOf(lab.services, [
      { kind: 'member.remove', server: id, as: 'root', address: 'vpsnet' },
    ]);
    expect(preview.steps[0]).toMatchObject({ refusal: null, undo: null });
    expect(preview.steps[0]?.risks.join(' ')).toContain('cannot be undone');
    expect(await applied(lab.services, preview)).toMatchObject({ state: 'done', steps: [{ state: 'verified' }] });
    expect(member('vpsnet')).toBeUndefined();
  });

  it('refuses ns_config for another back end before anything is sent', async () => {
    const sent = lab.sent.length;
    const wrong = await adding('VPSNET', 'force');
    const preview = await previewOf(lab.services, [wrong]);
    expect(preview.steps[0]?.refusal).toMatchObject({ code: 'input.invalid' });
    expect(lab.sent.slice(sent).every(({ path }) => !path.includes('activate_remote'))).toBe(true);
  });
});
