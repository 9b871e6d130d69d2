import { afterEach, describe, expect, it } from 'vitest';
import type { ChangeClient } from '#electron/services/change-ports.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { RecordedEvent } from '#simulator/index.ts';
import { newMember } from '#test/fixtures/members.ts';
import { connectFleet } from './whm-connected.ts';

/**
 * Managing the cluster as root and as resellers, with tokens of root, of a reseller and with the ACL clustering alone.
 */

const whm = connectFleet({ scenario: 'resellers' });
const { live, addressOf, arriving } = whm;

afterEach(() => {
  for (const [id, server] of whm.fleet.servers) {
    server.commandStream = 'on';
    whm.connector.forget(id);
  }
});

/** @param key of the token in the simulator's own table, `nameward` for root's */
function client(id: string, user = 'root', key = user === 'root' ? 'nameward' : `${user}/nameward`): ChangeClient {
  const token = live(id).tokens.get(key)?.token;
  if (token === undefined) throw new Error(`${id} ${key}`);
  return whm.connector.changes({ ...addressOf(id), user }, token);
}

function limitedRoot(id: string, acls: readonly string[]): ChangeClient {
  const whole = live(id).tokens.get('nameward');
  if (whole === undefined) throw new Error(id);
  live(id).tokens.set('limited', { ...whole, name: 'limited', token: 'LIMITED0TOKEN0LIMITED0TOKEN00000', acls });
  return client(id, 'root', 'limited');
}

function roleOf(id: string, user: string, of: string): Role | null | undefined {
  const { address } = live(of);
  const { cluster } = live(id);
  return (user === 'root' ? cluster : cluster.resellers.get(user))?.members.get(address)?.role;
}

function writes(events: readonly RecordedEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'request' && /adjust|changeclusterdns|remcluster|activate_remote|trustclustermaster/.test(event.path)
      ? [event.path]
      : [],
  );
}

function role(server: string, as: string, of: string, wanted: Role): Change {
  return { kind: 'role', server, as, address: live(of).address, role: wanted };
}

describe.each(['web1', 'web2'])('root on %s', (id) => {
  it('reads settings: resellers, and who has unique clustering, by command and by pages', async () => {
    for (const commandStream of ['on', 'refused'] as const) {
      live(id).commandStream = commandStream;
      whm.connector.forget(id);
      const read = await client(id).readSettings();
      expect(read).toMatchObject({
        ok: true,
        value: {
          monitored: true,
          logLevel: live(id).dnsadminLogLevel,
          verboseSync: live(id).dnsadminVerboseSync,
          unique: ['agency'],
          resellers: ['agency', 'hostco', 'shopkeeper'],
          trusted: {
            dnsmaster: commandStream === 'on' ? live(id).trustedAddresses.dnsmaster : null,
            remotedns: live(id).trustedAddresses.remotedns,
          },
        },
      });
    }
  });

  it('reads the list of a reseller by command, by pages in his name, and says why not', async () => {
    const read = await client(id).readMembersAs('agency');
    const expected = [
      [live('ns2').address, 'sync'],
      [live('ns3').address, 'standalone'],
    ];
    expect(read.ok && read.value.members.records.map((record) => [record.address, record.role])).toEqual(expected);
    live(id).commandStream = 'refused';
    whm.connector.forget(id);
    const shown = await client(id).readMembersAs('agency');
    expect(shown.ok && shown.value.members.records.map((record) => [record.address, record.role])).toEqual(expected);
    expect(await client(id).readMembersAs('hostco')).toMatchObject({ error: { code: 'whm.unsupported' } });
    expect(await client(id).readMembersAs('root')).toMatchObject({ ok: true });
    expect(await client(id).readMembersAs('../root')).toMatchObject({ error: { code: 'input.invalid' } });
  });

  it('switches unique clustering', async () => {
    for (const enabled of [true, false]) {
      const made = await client(id).makeChange({ kind: 'unique', server: id, reseller: 'hostco', enabled }, null);
      expect(made).toMatchObject({ ok: true });
      expect(live(id).cluster.resellers.get('hostco')?.unique).toBe(enabled);
    }
    const root: Change = { kind: 'unique', server: id, reseller: 'root', enabled: true };
    expect(await client(id).makeChange(root, null)).toMatchObject({ error: { code: 'input.invalid' } });
    const nobody: Change = { kind: 'unique', server: id, reseller: 'nobody', enabled: true };
    expect(await client(id).makeChange(nobody, null)).toMatchObject({ error: { code: 'whm.rejected' } });
  });

  it('changes the roles of a reseller, and WHM keeps its rules', async () => {
    expect(await client(id).makeChange(role(id, 'agency', 'ns2', 'write-only'), null)).toMatchObject({ ok: true });
    expect([roleOf(id, 'agency', 'ns2'), roleOf(id, 'root', 'ns2')]).toEqual(['write-only', 'standalone']);
    expect(await client(id).makeChange(role(id, 'agency', 'ns2', 'sync'), null)).toMatchObject({ ok: true });
    expect(roleOf(id, 'agency', 'ns2')).toBe('sync');
    // Root has no entry for it.
    expect(await client(id).makeChange(role(id, 'agency', 'ns3', 'sync'), null)).toMatchObject({
      error: { code: 'whm.rejected' },
    });
    expect(roleOf(id, 'agency', 'ns3')).toBe('standalone');
  });

  it('writes nothing about a member that is not in that list', async () => {
    const { address } = live('ns1');
    const changes: readonly Change[] = [
      role(id, 'agency', 'ns1', 'standalone'),
      role(id, 'root', 'ns3', 'standalone'),
      { kind: 'member.remove', server: id, as: 'agency', address },
      {
        kind: 'member.edit',
        server: id,
        as: 'agency',
        address,
        user: 'root',
        debug: true,
        contact: 'name',
        nsConfig: null,
        hostname: null,
        token: { from: 'entry' },
      },
    ];
    for (const change of changes) {
      const events = await arriving(id, async () => {
        expect(await client(id).makeChange(change, null)).toMatchObject({ error: { code: 'whm.rejected' } });
      });
      expect(writes(events)).toEqual([]);
    }
  });

  it('takes an entry out of a reseller’s list and brings it back', async () => {
    const { address, hostname } = live('ns3');
    const token = await client(id).readEntryToken('agency', address);
    if (!token.ok) throw new Error(token.error.message);
    expect(token.value).toBe(live(id).cluster.resellers.get('agency')?.members.get(address)?.token);
    const remove: Change = { kind: 'member.remove', server: id, as: 'agency', address };
    expect(await client(id).makeChange(remove, null)).toMatchObject({ ok: true });
    expect(roleOf(id, 'agency', 'ns3')).toBeUndefined();
    const add: Change = {
      kind: 'member.add',
      server: id,
      as: 'agency',
      member: newMember(address, hostname, { role: 'standalone', token: { from: 'entry' } }),
    };
    expect(await client(id).makeChange(add, token.value)).toMatchObject({ ok: true });
    expect(live(id).cluster.resellers.get('agency')?.members.get(address)).toMatchObject({
      token: token.value,
      role: 'standalone',
      host: hostname,
    });
    // Adding it once more would overwrite it.
    expect(await client(id).makeChange(add, token.value)).toMatchObject({ error: { code: 'whm.rejected' } });
  });
});

describe.each(['web1', 'web2'])('a reseller on %s', (id) => {
  it('reads and changes the own list only', async () => {
    const own = await client(id, 'agency').readMembersAs('agency');
    expect(own.ok && own.value.members.records.map((record) => record.address)).toEqual([
      live('ns2').address,
      live('ns3').address,
    ]);
    expect(await client(id, 'agency').readMembersAs('root')).toMatchObject({ error: { code: 'whm.forbidden' } });
    expect(await client(id, 'hostco').readMembersAs('hostco')).toMatchObject({ error: { code: 'whm.unsupported' } });
    const described = await client(id, 'agency').describeChange(role(id, 'agency', 'ns2', 'write-only'));
    expect(described).toMatchObject({ channel: 'pages', refusal: null });
    expect(described.requests.at(-1)?.body).toBe(`server=${live('ns2').address}&dnsrole=write-only`);
    expect(await client(id, 'agency').makeChange(role(id, 'agency', 'ns2', 'write-only'), null)).toMatchObject({
      ok: true,
    });
    expect(roleOf(id, 'agency', 'ns2')).toBe('write-only');
    await client(id, 'agency').makeChange(role(id, 'agency', 'ns2', 'sync'), null);
    expect(roleOf(id, 'agency', 'ns2')).toBe('sync');
  });

  it('is told what only root may do, and nothing is sent', async () => {
    const changes: readonly Change[] = [
      { kind: 'clustering', server: id, enabled: false },
      { kind: 'threshold', server: id, threshold: 5, notify: true },
      { kind: 'member.enable', server: id, as: 'agency', address: live('ns2').address },
      role(id, 'root', 'ns1', 'standalone'),
      role(id, 'hostco', 'ns1', 'standalone'),
      { kind: 'logging', server: id, level: 5, verboseSync: true },
      { kind: 'synchronize', server: id, scope: { zones: 'all', where: 'here', full: false } },
      { kind: 'trusted', server: id, address: '192.0.2.1', trusted: true },
    ];
    for (const change of changes) {
      expect(await client(id, 'agency').describeChange(change)).toMatchObject({
        channel: null,
        refusal: { code: 'whm.forbidden' },
      });
      const events = await arriving(id, async () => {
        expect(await client(id, 'agency').makeChange(change, null)).toMatchObject({ error: { code: 'whm.forbidden' } });
      });
      expect(writes(events)).toEqual([]);
    }
  });
});

describe('a token of root with the ACL clustering alone', () => {
  it('where pages open to it: root’s members, and never another list', async () => {
    const limited = limitedRoot('web1', ['clustering']);
    const { role: before } = live('web1').cluster.members.get(live('ns2').address) ?? {};
    expect(await limited.makeChange(role('web1', 'root', 'ns2', 'write-only'), null)).toMatchObject({ ok: true });
    expect(roleOf('web1', 'root', 'ns2')).toBe('write-only');
    await limited.makeChange(role('web1', 'root', 'ns2', before ?? 'standalone'), null);
    // WHM would take root's list without a word.
    const events = await arriving('web1', async () => {
      for (const change of [
        role('web1', 'agency', 'ns2', 'standalone'),
        { kind: 'unique', server: 'web1', reseller: 'agency', enabled: false } as const,
        { kind: 'clustering', server: 'web1', enabled: false } as const,
      ]) {
        expect(await limited.makeChange(change, null)).toMatchObject({ error: { code: 'whm.forbidden' } });
      }
    });
    expect(writes(events)).toEqual([]);
    expect(roleOf('web1', 'agency', 'ns2')).toBe('sync');
  });

  it('where pages are closed: adds a standalone member by the peer protocol, and says why nothing else', async () => {
    const limited = limitedRoot('web2', ['clustering', 'basic-whm-functions']);
    const target = live('web1');
    const made = await client('web1').createMemberToken('for_web2');
    if (!made.ok) throw new Error(made.error.message);
    const add = (wanted: Role, user = 'root'): Change => ({
      kind: 'member.add',
      server: 'web2',
      as: 'root',
      member: newMember(target.address, target.hostname, { user, role: wanted, token: { from: 'made', on: 'web1' } }),
    });
    for (const change of [add('sync'), add('standalone', 'hostco')]) {
      expect(await limited.describeChange(change)).toMatchObject({ channel: null, refusal: { code: 'whm.forbidden' } });
      expect(await limited.makeChange(change, made.value)).toMatchObject({ error: { code: 'whm.forbidden' } });
    }
    const described = await limited.describeChange(add('standalone'));
    expect(described).toMatchObject({ channel: 'peer', refusal: null });
    expect(described.requests).toHaveLength(1);
    expect(described.requests[0]?.url).toMatch(/^https:\/\/[\d.:]+\/cgi\/trustclustermaster\.cgi$/);
    expect(described.requests[0]?.body).toContain('pass=••••');

    expect(await limited.makeChange(add('standalone'), 'WRONG0TOKEN0WRONG0TOKEN0WRONG000')).toMatchObject({
      error: { code: 'whm.rejected' },
    });
    expect(roleOf('web2', 'root', 'web1')).toBeUndefined();
    expect(await limited.makeChange(add('standalone'), made.value)).toMatchObject({ ok: true });
    expect(roleOf('web2', 'root', 'web1')).toBe('standalone');
    const again = await arriving('web2', async () => {
      expect(await limited.makeChange(add('standalone'), made.value)).toMatchObject({
        error: { code: 'whm.rejected' },
      });
    });
    expect(writes(again)).toEqual([]);
    const remove: Change = { kind: 'member.remove', server: 'web2', as: 'root', address: target.address };
    expect(await limited.makeChange(remove, null)).toMatchObject({
      error: { code: 'whm.forbidden', details: { acl: 'create-user-session' } },
    });
    expect(
      await limited.makeChange({ kind: 'logging', server: 'web2', level: 1, verboseSync: true }, null),
    ).toMatchObject({ error: { code: 'whm.forbidden', details: { acl: 'all' } } });
    // Another token: what was learnt with the first one is forgotten.
    whm.connector.forget('web2');
    expect(await client('web2').makeChange(remove, null)).toMatchObject({ ok: true });
    await client('web1').revokeMemberToken('for_web2');
  });
});

it('finds no resellers on DNSOnly', async () => {
  for (const commandStream of ['on', 'refused'] as const) {
    live('ns1').commandStream = commandStream;
    whm.connector.forget('ns1');
    expect(await client('ns1').readSettings()).toMatchObject({ value: { resellers: [], unique: [] } });
  }
});

describe('other back ends', () => {
  it.each([
    ['SoftLayer', 'softlayer'],
    ['VPSNET', 'vpsnet'],
  ])('%s is added by its own form, edited and removed', async (module, address) => {
    const key = 'abcdef0123456789abcdef0123456789';
    const add: Change = {
      kind: 'member.add',
      server: 'web1',
      as: 'root',
      member: newMember(address, address, {
        user: 'SL1',
        module,
        role: 'write-only',
        nsConfig: module === 'SoftLayer' ? 'ensure' : null,
        token: { from: 'held', id: 'k' },
      }),
    };
    const described = await client('web1').describeChange(add);
    expect(described.requests.at(-1)?.body).toBe(
      `cluster_user=root&module=${module}&user=SL1&apikey=••••${module === 'SoftLayer' ? '&ns_config=ensure' : ''}&dnsrole=write-only`,
    );
    expect(await client('web1').makeChange(add, key)).toMatchObject({ ok: true });
    expect(live('web1').cluster.members.get(address)).toMatchObject({ token: key, module, role: 'write-only' });
    const edit: Change = {
      kind: 'member.edit',
      server: 'web1',
      as: 'root',
      address,
      user: 'SL2',
      debug: true,
      contact: 'name',
      nsConfig: null,
      hostname: null,
      token: { from: 'entry' },
    };
    expect(await client('web1').makeChange(edit, null)).toMatchObject({ ok: true });
    expect(live('web1').cluster.members.get(address)).toMatchObject({ token: key, user: 'SL2', role: 'write-only' });
    const remove: Change = { kind: 'member.remove', server: 'web1', as: 'root', address };
    expect(await client('web1').makeChange(remove, null)).toMatchObject({ ok: true });
    expect(live('web1').cluster.members.has(address)).toBe(false);
  });
});
