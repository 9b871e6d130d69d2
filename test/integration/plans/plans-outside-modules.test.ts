import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { newMember } from '#test/fixtures/members.ts';
import { applied, previewOf } from '#test/fixtures/plans/runs.ts';
import { limits } from '#test/fixtures/plans/whm.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/**
 * Members of back ends from outside WHM, and entries with keys that WHM does not write (`whm-protocol 13 C13` to
 * `13 C15`).
 */

const secret = 'EXAMPLESECRETSENTINEL';
let fleet: Fleet;
let lab: Lab;

describe.each([
  ['web1', 'on'],
  ['web1', 'refused'],
  ['web2', 'refused'],
] as const)('on %s with commands %s', (id, commandStream) => {
  beforeAll(async () => {
    fleet = await startFleet({ scenario: 'pairs', servers: 7 });
    serverOf().commandStream = commandStream;
    lab = await openLab(fleet, { limits });
    await lab.services.fleet.refresh({ ids: null });
  });
  afterAll(async () => {
    await lab.services.close();
    await fleet.close();
  });
  afterEach(() => {
    offer(null);
    serverOf().cluster.members.delete('hostbill');
  });

  const serverOf = () => {
    const server = fleet.servers.get(id);
    if (!server) throw new Error(id);
    return server;
  };
  /** @param fields of the form of PowerDNS */
  const offer = (modules: readonly string[] | null, fields: readonly string[] = []): void => {
    const moduleFields = { PowerDNS: fields.map((name) => ({ name, kind: 'text' })) };
    Object.assign(serverOf(), { variants: { ...serverOf().variants, modules, moduleFields } });
  };
  const enter = (moreKeys: Readonly<Record<string, string>>): void => {
    const [pattern] = [...serverOf().cluster.members.values()];
    if (!pattern) throw new Error('no member');
    offer(['cPanel', 'HostBill']);
    serverOf().cluster.members.set('hostbill', {
      ...pattern,
      address: 'hostbill',
      host: '',
      user: '',
      token: '',
      module: 'HostBill',
      role: 'write-only',
      moreKeys,
    });
  };
  const edit = (address: string): Change => ({
    kind: 'member.edit',
    server: id,
    as: 'root',
    address,
    user: 'root',
    debug: true,
    contact: 'none',
    hostname: null,
    nsConfig: null,
    token: { from: 'entry' },
  });
  const add = (module: string): Change => ({
    kind: 'member.add',
    server: id,
    as: 'root',
    member: { ...newMember('bridge', 'bridge', { role: 'write-only', debug: false, contact: 'none' }), module },
  });

  it('refuses to edit an entry whose back end is not known, with the names of the keys that it has', async () => {
    enter({ hostbill_api_id: secret, hostbill_api_key: secret, server_id: '7' });
    const [step] = (await previewOf(lab.services, [edit('hostbill')])).steps;
    expect(step?.refusal?.message).toMatch(/HostBill.*\(hostbill_api_id, hostbill_api_key, server_id\)/);
    expect(step?.requests).toEqual([]);
    expect(JSON.stringify(lab.sent) + JSON.stringify(step)).not.toContain(secret);
  });

  it('deletes such an entry, and does not promise to bring it back', async () => {
    enter({ hostbill_api_id: secret });
    const remove = { kind: 'member.remove', server: id, as: 'root', address: 'hostbill' } as const;
    const plan = await previewOf(lab.services, [remove]);
    expect(plan.steps).toMatchObject([{ undo: null, refusal: null }]);
    expect(plan.steps[0]?.risks.join(' ')).toContain('cannot be undone');
    expect(plan.steps[0]?.risks.join(' ')).not.toContain(secret);
    expect((await applied(lab.services, plan)).state).toBe('done');
    expect(serverOf().cluster.members.has('hostbill')).toBe(false);
  });

  it('promises a back end only where WHM offers it with a form that is known', async () => {
    offer(['cPanel', 'SoftLayer']);
    const [refused] = (await previewOf(lab.services, [add('PowerDNS')])).steps;
    expect(refused?.refusal?.message).toMatch(/offers cPanel, SoftLayer, not PowerDNS.*the list may be incomplete/);
    offer(['cPanel', 'PowerDNS'], ['user', 'apikey']);
    const [offered] = (await previewOf(lab.services, [add('PowerDNS')])).steps;
    expect(offered?.refusal).toBeNull();
    offer(['cPanel', 'PowerDNS'], ['api_url', 'apikey', 'server_id']);
    const [unknown] = (await previewOf(lab.services, [add('PowerDNS')])).steps;
    expect(unknown?.refusal?.message).toMatch(/PowerDNS.*\(api_url, server_id\)/);
  });

  it('edits an entry of WHM’s own as ever, and not one with a key that WHM does not write', async () => {
    const [member] = [...serverOf().cluster.members.values()];
    if (!member) throw new Error('no member');
    const [fine] = (await previewOf(lab.services, [edit(member.address)])).steps;
    expect(fine?.refusal).toBeNull();
    serverOf().cluster.members.set(member.address, { ...member, moreKeys: { log_level: '9' } });
    const [step] = (await previewOf(lab.services, [edit(member.address)])).steps;
    serverOf().cluster.members.set(member.address, member);
    // WHM's form of its own back end shows no such key: only the file does.
    if (commandStream === 'on') expect(step?.refusal?.message).toContain('(log_level)');
    else expect(step?.refusal).toBeNull();
  });
});
