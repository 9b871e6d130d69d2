import { describe, expect, it } from 'vitest';
import type { Change } from '#shared/domain/plan/change.ts';
import type { MemberSnapshot, ServerSnapshot } from '#simulator/index.ts';
import { newMember } from '#test/fixtures/members.ts';
import { connectFleet } from './whm-connected.ts';

/** Every kind of change through the real client, read back in the simulator's own state, undone and read again. */

const whm = connectFleet({ scenario: 'pairs', servers: 9 });
const { live, make, arriving, changeClient: client } = whm;

function snapshot(id: string): ServerSnapshot {
  const server = whm.fleet.state().servers[id];
  if (server === undefined) throw new Error(id);
  return server;
}

function member(id: string, of: string): MemberSnapshot | undefined {
  return snapshot(id).cluster.members.find((one) => one.address === live(of).address);
}

/** One server of each product and policy on pages. */
const kinds = [
  ['web1', 'cpanel', 'accepted'],
  ['web2', 'cpanel', 'refused'],
  ['ns1', 'dnsonly', 'accepted'],
  ['ns3', 'dnsonly', 'refused'],
] as const;

describe.each(kinds)('%s (%s, tokens on pages %s)', (id, product, policy) => {
  it('is what the test needs', () => {
    expect(live(id)).toMatchObject({ product, tokenPages: policy });
  });

  it('switches clustering off and on', async () => {
    const { message } = await make(id, { kind: 'clustering', server: id, enabled: false });
    expect(message).toBe('Your changes have been saved.');
    expect(snapshot(id).cluster.enabled).toBe(false);
    await make(id, { kind: 'clustering', server: id, enabled: true });
    expect(snapshot(id).cluster.enabled).toBe(true);
  });

  it.each([
    [25, false],
    [0, true],
    [10, true],
  ])('sets the failure threshold %i and the notification %s', async (threshold, notify) => {
    await make(id, { kind: 'threshold', server: id, threshold, notify });
    expect(snapshot(id).cluster).toMatchObject({ threshold, notifications: notify });
    const read = await client(id).readMembersAs('root');
    expect(read).toMatchObject({ ok: true, value: { clustering: { enabled: true, threshold, notify } } });
  });

  it('adds a member, edits it, changes its role, enables it again and removes it', async () => {
    const other = live('alone1');
    const { address } = other;
    const made = await client('alone1').createMemberToken(`for_${id}`);
    if (!made.ok) throw new Error(made.error.message);
    const token = made.value;
    expect(await client('alone1').tokenNames()).toMatchObject({ value: expect.arrayContaining([`for_${id}`]) });
    expect(other.tokens.get(`for_${id}`)).toMatchObject({ acls: ['clustering'], expiresAt: null });

    const added: Change = {
      kind: 'member.add',
      server: id,
      as: 'root',
      member: newMember(address, other.hostname, {
        role: 'write-only',
        debug: true,
        token: { from: 'made', on: 'alone1' },
      }),
    };
    const events = await arriving(id, () => make(id, added, token));
    expect(member(id, 'alone1')).toMatchObject({
      user: 'root',
      host: other.hostname,
      role: 'write-only',
      debug: true,
      module: 'cPanel',
    });
    const posts = events.filter((event) => event.kind === 'request' && event.method === 'POST');
    expect(posts).toMatchObject([{ path: '/cgi/activate_remote_nameservers.cgi' }]);
    // No token of WHM's own making is left over.
    expect(snapshot(id).tokens.some(({ name }) => name.startsWith('reverse_trust_') && name.includes(address))).toBe(
      false,
    );
    expect(await client(id).makeChange(added, token)).toMatchObject({ error: { code: 'whm.rejected' } });

    await make(id, { kind: 'role', server: id, as: 'root', address, role: 'sync' });
    expect(member(id, 'alone1')?.role).toBe('sync');

    expect(await client(id).readEntryToken('root', address)).toEqual({ ok: true, value: token });
    await make(id, {
      kind: 'member.edit',
      server: id,
      as: 'root',
      address,
      user: 'root',
      debug: false,
      contact: 'name',
      nsConfig: null,
      hostname: null,
      token: { from: 'entry' },
    });
    expect(member(id, 'alone1')).toMatchObject({ debug: false, role: 'sync', user: 'root', host: other.hostname });
    expect(live(id).cluster.members.get(address)?.token).toBe(token);

    const entry = live(id).cluster.members.get(address);
    if (entry === undefined) throw new Error('not added');
    entry.down = true;
    await make(id, { kind: 'member.enable', server: id, as: 'root', address });
    expect(member(id, 'alone1')?.down).toBe(false);

    await make(id, { kind: 'member.remove', server: id, as: 'root', address });
    expect(member(id, 'alone1')).toBeUndefined();
    expect(snapshot(id).cluster.strayRoles).toEqual({});
    expect(await client(id).makeChange({ kind: 'member.remove', server: id, as: 'root', address }, null)).toMatchObject(
      { error: { code: 'whm.rejected' } },
    );

    expect(await client('alone1').revokeMemberToken(`for_${id}`)).toEqual({ ok: true, value: undefined });
    expect(other.tokens.has(`for_${id}`)).toBe(false);
    expect(await client('alone1').revokeMemberToken(`for_${id}`)).toEqual({ ok: true, value: undefined });
  });

  it('knows its members while clustering is off, when WHM’s page shows none', async () => {
    const other = live('alone2');
    const { address } = other;
    const token = 'ALONE2ENTRY0000000000000000ALONE';
    const add: Change = {
      kind: 'member.add',
      server: id,
      as: 'root',
      member: newMember(address, other.hostname, { role: 'standalone', contact: 'none' }),
    };
    await make(id, { kind: 'clustering', server: id, enabled: false });
    await make(id, add, token);
    await make(id, { kind: 'role', server: id, as: 'root', address, role: 'sync' });
    expect(member(id, 'alone2')?.role).toBe('sync');
    expect(await client(id).makeChange(add, token)).toMatchObject({ error: { code: 'whm.rejected' } });
    const nobody: Change = { kind: 'role', server: id, as: 'root', address: '192.0.2.99', role: 'standalone' };
    expect(await client(id).makeChange(nobody, null)).toMatchObject({ error: { code: 'whm.rejected' } });
    expect(
      await client(id).makeChange({ kind: 'threshold', server: id, threshold: 5, notify: true }, null),
    ).toMatchObject({ error: { code: 'whm.rejected' } });
    await make(id, { kind: 'member.remove', server: id, as: 'root', address });
    expect(member(id, 'alone2')).toBeUndefined();
    await make(id, { kind: 'clustering', server: id, enabled: true });
    expect(snapshot(id).cluster.strayRoles).toEqual({});
  });

  it('sets nameserver software, monitoring and logging', async () => {
    const { cursor } = whm.fleet.events();
    const { message } = await make(id, { kind: 'software', server: id, nameserver: 'bind' });
    expect(message).toBe('Queued task to set nameserver to bind successfully.');
    await whm.fleet.awaitEvent(
      (event) => event.kind === 'task-finished' && event.task.startsWith('setupnameserver') && event.server === id,
      5000,
      cursor,
    );
    expect(snapshot(id).nameserver).toBe('bind');
    const again = whm.fleet.events().cursor;
    await make(id, { kind: 'software', server: id, nameserver: 'powerdns' });
    await whm.fleet.awaitEvent(
      (event) => event.kind === 'task-finished' && event.task.startsWith('setupnameserver') && event.server === id,
      5000,
      again,
    );
    expect(snapshot(id).nameserver).toBe('powerdns');

    const off = await make(id, { kind: 'monitoring', server: id, monitored: false });
    expect(off.message).toBe('Disabled monitoring for named.');
    expect(snapshot(id).namedMonitored).toBe(false);
    expect(await client(id).readSettings()).toMatchObject({ value: { monitored: false } });
    await make(id, { kind: 'monitoring', server: id, monitored: true });
    expect(snapshot(id).namedMonitored).toBe(true);

    await make(id, { kind: 'logging', server: id, level: 7, verboseSync: true });
    expect(live(id)).toMatchObject({ dnsadminLogLevel: 7, dnsadminVerboseSync: true });
    expect(await client(id).readSettings()).toMatchObject({ value: { logLevel: 7, verboseSync: true } });
    await make(id, { kind: 'logging', server: id, level: 0, verboseSync: false });
    expect(live(id)).toMatchObject({ dnsadminLogLevel: 0, dnsadminVerboseSync: false });
  });

  it('trusts an IP address by command or by page, and stops trusting it', async () => {
    const address = '192.0.2.77';
    const trust: Change = { kind: 'trusted', server: id, address, trusted: true };
    const distrust: Change = { ...trust, trusted: false };
    // The other list of the same form.
    live(id).trustedAddresses.remotemail.push('192.0.2.200');
    for (const commandStream of ['on', 'refused'] as const) {
      live(id).commandStream = commandStream;
      whm.connector.forget(id);
      const described = await client(id).describeChange(trust);
      expect(described.channel).toBe(commandStream === 'on' ? 'command' : 'pages');
      await make(id, trust);
      expect(snapshot(id).trustedAddresses.remotedns.filter((one) => one === address)).toHaveLength(1);
      const settings = await client(id).readSettings();
      expect(settings.ok && settings.value.trusted?.remotedns).toContain(address);
      expect(await client(id).makeChange(trust, null)).toMatchObject({ error: { code: 'whm.rejected' } });
      await make(id, distrust);
      expect(snapshot(id).trustedAddresses.remotedns).not.toContain(address);
      expect(snapshot(id).trustedAddresses.remotemail).toContain('192.0.2.200');
    }
    live(id).commandStream = 'on';
    whm.connector.forget(id);
  });
});

describe('a synchronization', () => {
  it.each(['web1', 'web2'])('of %s brings zones to the members, by page and by command', async (id) => {
    const names = await client(id).zoneNames();
    const own = [...live(id).zones.keys()].toSorted();
    expect(names.ok && [...names.value].toSorted()).toEqual(own);
    const [zone = ''] = own;
    const serials = (): readonly (number | undefined)[] => [snapshot('ns1').zones[zone], snapshot('ns2').zones[zone]];

    live('ns1').zones.delete(zone);
    live('ns2').zones.delete(zone);
    await make(id, { kind: 'synchronize', server: id, scope: { zones: 'one', zone, where: 'everywhere' } });
    expect(serials()).toEqual([snapshot(id).zones[zone], snapshot(id).zones[zone]]);

    live('ns1').zones.delete(zone);
    live('ns2').zones.delete(zone);
    await make(id, { kind: 'synchronize', server: id, scope: { zones: 'all', where: 'everywhere', full: true } });
    expect(serials()).toEqual([snapshot(id).zones[zone], snapshot(id).zones[zone]]);

    for (const scope of [
      { zones: 'one', zone, where: 'here' },
      { zones: 'all', where: 'here', full: false },
    ] as const) {
      await make(id, { kind: 'synchronize', server: id, scope });
    }
  });

  it.each([{ kind: 'status', status: 403 }, { kind: 'foreign-page' }] as const)(
    'goes by command where the page is closed or not known: %j',
    async (fault) => {
      const change: Change = {
        kind: 'synchronize',
        server: 'web3',
        scope: { zones: 'all', where: 'everywhere', full: true },
      };
      const limited = live('web3');
      const zone = [...limited.zones.keys()][0] ?? '';
      await whm.fleet.setFault('web3', { fault, path: '/scripts/makesec' });
      live('ns1').zones.delete(zone);
      expect((await client('web3').describeChange(change)).channel).toBe('command');
      const { message } = await make('web3', change);
      expect(message).toContain(`Syncing ${zone} to all machines in cluster...Done`);
      expect(snapshot('ns1').zones[zone]).toBe(snapshot('web3').zones[zone]);
      await whm.fleet.clearFaults('web3');
      whm.connector.forget('web3');
    },
  );

  it('of a zone that is none is refused', async () => {
    const at = (zone: string): Change => ({
      kind: 'synchronize',
      server: 'web1',
      scope: { zones: 'one', zone, where: 'here' },
    });
    expect(await client('web1').makeChange(at('../x --full'), null)).toMatchObject({
      error: { code: 'input.invalid' },
    });
    expect((await client('web1').makeChange(at('nobody.example'), null)).ok).toBe(false);
  });
});
