import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change, NewMember } from '#shared/domain/plan/change.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { startFleet, type Fleet, type MemberSnapshot, type ServerSnapshot } from '#simulator/index.ts';
import { applied, previewOf, valueOf } from '#test/fixtures/plans/runs.ts';
import { limits, serverOf, thereAndBack as changeAndBack } from '#test/fixtures/plans/whm.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/** Lists of resellers as plans change them: seen in the simulator's own state, undone, and seen again. */

let fleet: Fleet;
let lab: Lab;

const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const server = (id: string): ServerSnapshot => serverOf(fleet, id);
const member = (id: string, of: string): MemberSnapshot | undefined =>
  server(id).cluster.members.find(({ address }) => address === addressOf(of));
const thereAndBack = (changes: readonly Change[], servers: readonly string[], look: () => void): Promise<void> =>
  changeAndBack({ fleet, lab }, changes, servers, look);

describe.each(['web1', 'web2'])('resellers on %s', (id) => {
  beforeAll(async () => {
    fleet = await startFleet({ scenario: 'resellers' });
    lab = await openLab(fleet, { limits });
    await lab.services.fleet.refresh({ ids: null });
  });
  afterAll(async () => {
    await lab.services.close();
    await fleet.close();
  });

  it('gives a reseller unique DNS clustering and takes it away', async () => {
    await thereAndBack([{ kind: 'unique', server: id, reseller: 'hostco', enabled: true }], [id], () => {
      expect(server(id).cluster.resellers['hostco']?.unique).toBe(true);
    });
    await thereAndBack([{ kind: 'unique', server: id, reseller: 'agency', enabled: false }], [id], () => {
      expect(server(id).cluster.resellers['agency']?.unique).not.toBe(true);
    });
  });

  it('lists a reseller’s members and root’s beside them, or says why not', async () => {
    const list = valueOf(await lab.services.plans.members({ server: id, as: 'agency' }));
    expect(list.own.map(({ address, role }) => [address, role])).toEqual([
      [addressOf('ns2'), 'sync'],
      [addressOf('ns3'), 'standalone'],
    ]);
    expect(list.inherited?.map(({ address }) => address)).toEqual([addressOf('ns1')]);
    const none = valueOf(await lab.services.plans.members({ server: id, as: 'hostco' }));
    expect(none.own).toEqual([]);
    const live = fleet.servers.get(id);
    if (!live) throw new Error(id);
    live.commandStream = 'refused';
    const another = await openLab(fleet, { limits });
    // The page shows it to agency, in whose name root logs in; hostco it shows nothing but root's members.
    const byPage = valueOf(await another.services.plans.members({ server: id, as: 'agency' }));
    expect(byPage.own.map(({ address, role }) => [address, role])).toEqual(
      list.own.map(({ address, role }) => [address, role]),
    );
    expect(await another.services.plans.members({ server: id, as: 'hostco' })).toMatchObject({
      ok: false,
      error: { code: 'whm.unsupported', message: expect.stringContaining('no unique DNS clustering') },
    });
    await another.services.close();
    live.commandStream = 'on';
  });

  it('enables a member that is a reseller’s alone, edits it and removes it', async () => {
    const address = addressOf('ns3');
    const own = () => fleet.servers.get(id)?.cluster.resellers.get('agency')?.members.get(address);
    const entry = own();
    if (!entry) throw new Error('agency has no ns3');
    entry.down = true;
    const enable = await previewOf(lab.services, [{ kind: 'member.enable', server: id, as: 'agency', address }]);
    expect(enable.steps[0]?.refusal).toBeNull();
    expect(await applied(lab.services, enable)).toMatchObject({ state: 'done', steps: [{ state: 'verified' }] });
    expect(own()?.down).toBe(false);
    await thereAndBack([{ kind: 'member.remove', server: id, as: 'agency', address }], [id], () => {
      expect(own()).toBeUndefined();
    });
  });

  it('names the token that WHM makes in a reseller’s name, which root cannot see among his own', async () => {
    const address = addressOf('ns2');
    const edit: Change = {
      kind: 'member.edit',
      server: id,
      as: 'agency',
      address,
      user: 'root',
      debug: false,
      contact: 'trust',
      nsConfig: null,
      hostname: 'ns2.resellers.example',
      token: { from: 'entry' },
    };
    const ofAgency = () =>
      server(id).tokens.filter(({ name, user }) => user === 'agency' && name.startsWith('reverse_trust_'));
    const run = await applied(lab.services, await previewOf(lab.services, [edit]));
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified' }] });
    expect(run.steps[0]?.error?.message).toContain('Manage API Tokens of the user agency');
    expect(ofAgency()).toHaveLength(1);
    const live = fleet.servers.get(id);
    for (const { name } of ofAgency()) live?.tokens.delete(`agency/${name}`);
  });

  it('writes a reseller’s entry in his own name, so that root’s list stays as it is', async () => {
    const address = addressOf('ns2');
    const own = () => fleet.servers.get(id)?.cluster.resellers.get('agency')?.members.get(address);
    const edit = { kind: 'member.edit', server: id, as: 'agency', address, user: 'root', debug: true } as const;
    const more = {
      contact: 'name',
      nsConfig: null,
      hostname: 'ns2.resellers.example',
      token: { from: 'made', on: 'ns2' },
    } as const;
    const ofRoot = fleet.servers.get(id)?.cluster.members.get(address)?.token;
    await thereAndBack([{ ...edit, ...more }], [id, 'ns2'], () => {
      expect(own()).toMatchObject({ debug: true, host: 'ns2.resellers.example', role: 'sync' });
      expect(member(id, 'ns2')).toMatchObject({ debug: false, role: 'standalone' });
    });
    expect(fleet.servers.get(id)?.cluster.members.get(address)?.token).toBe(ofRoot);
    const host = 'ns1.resellers.example';
    const added: NewMember = {
      address: addressOf('ns1'),
      host,
      user: 'root',
      module: 'cPanel',
      role: 'write-only',
      debug: false,
      contact: 'name',
      nsConfig: null,
      token: { from: 'made', on: 'ns1' },
    };
    await thereAndBack([{ kind: 'member.add', server: id, as: 'agency', member: added }], [id, 'ns1'], () => {
      const { members = [] } = server(id).cluster.resellers['agency'] ?? {};
      expect(members.find((one) => one.address === added.address)).toMatchObject({ role: 'write-only', host });
      expect(member(id, 'ns1')?.role).toBe('sync');
    });
    // A reseller without the ACL clustering has no such page.
    const refused = await previewOf(lab.services, [
      { kind: 'member.add', server: id, as: 'shopkeeper', member: { ...added, role: 'sync' } },
    ]);
    expect(refused.steps[0]?.refusal).toMatchObject({ code: 'whm.forbidden' });
  });

  it('changes the role in a reseller’s own list, within the rules', async () => {
    const role = (address: string, next: Role): Change => ({
      kind: 'role',
      server: id,
      as: 'agency',
      address,
      role: next,
    });
    await thereAndBack([role(addressOf('ns2'), 'write-only')], [id], () => {
      const { members = [] } = server(id).cluster.resellers['agency'] ?? {};
      expect(members.find(({ address }) => address === addressOf('ns2'))?.role).toBe('write-only');
    });
    const refused = await previewOf(lab.services, [role(addressOf('ns3'), 'sync')]);
    expect(refused.steps[0]?.refusal?.code).toBe('reseller.order');
  });
});
