import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { SentRequest } from '#electron/adapters/whm/index.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { RecordedEvent } from '#simulator/index.ts';
import { newMember } from '#test/fixtures/members.ts';
import { connectFleet } from './whm-connected.ts';
import { sentinel } from './whm-servers.ts';

/**
 * What becomes of a change when something goes wrong: nothing is written on what is not known, nothing is written
 * twice, nothing leaks.
 */

const sent: SentRequest[] = [];
let beforeSending: ((request: SentRequest) => void) | null = null;
const whm = connectFleet(
  { scenario: 'pairs', servers: 8 },
  {
    onRequest: (request) => {
      sent.push(request);
      beforeSending?.(request);
    },
  },
);
const { live, arriving, changeClient: client } = whm;

afterEach(async () => {
  beforeSending = null;
  await whm.fleet.clearFaults();
  for (const id of whm.fleet.servers.keys()) whm.connector.forget(id);
});

/** The state of a server without what reading alone may change. */
function configuration(id: string): unknown {
  const { cluster, trustedAddresses, nameserver, namedMonitored, dnsadminLogLevel, tokens } =
    whm.fleet.state().servers[id] ?? {};
  const { enabled, threshold, notifications, strayRoles, resellers, members } = cluster ?? {};
  return structuredClone({
    enabled,
    threshold,
    notifications,
    strayRoles,
    resellers,
    members: members?.map((entry) => ({ ...entry, state: null })),
    trustedAddresses,
    nameserver,
    namedMonitored,
    dnsadminLogLevel,
    tokens: tokens?.map(({ name }) => name),
  });
}

function writes(events: readonly RecordedEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'request' && /adjust|changeclusterdns|remcluster|enablecluster|activate_remote/.test(event.path)
      ? [event.path]
      : [],
  );
}

/** A change of every kind that the pages take, on the server. */
function pageChanges(id: string): readonly Change[] {
  const { address } = live('ns1');
  const { address: alone, hostname } = live('alone1');
  return [
    { kind: 'clustering', server: id, enabled: false },
    { kind: 'threshold', server: id, threshold: 30, notify: false },
    { kind: 'role', server: id, as: 'root', address, role: 'write-only' },
    { kind: 'member.remove', server: id, as: 'root', address },
    { kind: 'member.enable', server: id, as: 'root', address },
    {
      kind: 'member.edit',
      server: id,
      as: 'root',
      address,
      user: 'root',
      debug: true,
      contact: 'name',
      nsConfig: null,
      hostname: null,
      token: { from: 'entry' },
    },
    {
      kind: 'member.add',
      server: id,
      as: 'root',
      member: newMember(alone, hostname),
    },
  ];
}

const servers = ['web1', 'web2'] as const;

describe.each(servers)('on %s', (id) => {
  it('writes nothing on pages of another structure', async () => {
    const before = configuration(id);
    await whm.fleet.setFault(id, { fault: { kind: 'foreign-page' } });
    for (const change of pageChanges(id)) {
      const events = await arriving(id, async () => {
        expect(await client(id).makeChange(change, sentinel)).toMatchObject({ error: { code: 'whm.protocol' } });
      });
      expect(writes(events)).toEqual([]);
    }
    expect(configuration(id)).toEqual(before);
  });

  it('writes nothing when only the form of a member is of another structure', async () => {
    const before = configuration(id);
    await whm.fleet.setFault(id, { fault: { kind: 'foreign-page' }, path: '/cgi/configure_remote_nameserver.cgi' });
    for (const change of pageChanges(id).filter(({ kind }) => kind === 'member.add' || kind === 'member.edit')) {
      const events = await arriving(id, async () => {
        expect(await client(id).makeChange(change, sentinel)).toMatchObject({ error: { code: 'whm.protocol' } });
      });
      expect(writes(events)).toEqual([]);
    }
    expect(await client(id).readEntryToken('root', live('ns1').address)).toMatchObject({
      error: { code: 'whm.protocol' },
    });
    expect(configuration(id)).toEqual(before);
  });

  it('writes nothing on root’s other pages when they are of another structure', async () => {
    const before = configuration(id);
    live(id).commandStream = 'refused';
    whm.connector.forget(id);
    for (const [path, change] of [
      [
        '/scripts/makesec',
        { kind: 'synchronize', server: id, scope: { zones: 'all', where: 'everywhere', full: true } },
      ],
      ['/scripts6/editremoteipslist', { kind: 'trusted', server: id, address: '192.0.2.44', trusted: true }],
    ] as const) {
      await whm.fleet.setFault(id, { fault: { kind: 'foreign-page' }, path });
      const events = await arriving(id, async () => {
        expect(await client(id).makeChange(change, null)).toMatchObject({ error: { code: 'whm.protocol' } });
      });
      const methods = events.flatMap((event) => (event.kind === 'request' ? [event.method] : []));
      expect(methods).not.toContain('POST');
      await whm.fleet.clearFaults(id);
    }
    live(id).commandStream = 'on';
    expect(configuration(id)).toEqual(before);
  });

  it('says so when the answer to a change is not known', async () => {
    const change: Change = { kind: 'threshold', server: id, threshold: 31, notify: true };
    await whm.fleet.setFault(id, { fault: { kind: 'foreign-page' }, path: '/cgi/adjustclusteroptions.cgi' });
    const result = await client(id).makeChange(change, null);
    expect(result).toMatchObject({ error: { code: 'whm.protocol', retryable: false } });
    expect(!result.ok && result.error.message).toContain('what became of it is open');
    expect(whm.fleet.state().servers[id]?.cluster.threshold).toBe(31);
    live(id).cluster.threshold = 10;
  });

  it('shows by reading back that a success was none', async () => {
    await whm.fleet.setFault(id, { fault: { kind: 'ignore-writes' } });
    const change: Change = { kind: 'threshold', server: id, threshold: 32, notify: true };
    expect(await client(id).makeChange(change, null)).toMatchObject({ ok: true });
    expect(await client(id).readMembersAs('root')).toMatchObject({ value: { clustering: { threshold: 10 } } });
  });

  it.each(['reset', 'half-answer'] as const)('sends a change once when the connection breaks (%s)', async (kind) => {
    for (const change of pageChanges(id).filter((one) => one.kind === 'threshold' || one.kind === 'role')) {
      const path = change.kind === 'threshold' ? '/cgi/adjustclusteroptions.cgi' : '/cgi/changeclusterdns.cgi';
      await whm.fleet.setFault(id, { fault: { kind }, path });
      sent.length = 0;
      const events = await arriving(id, async () => {
        expect(await client(id).makeChange(change, null)).toMatchObject({ error: { code: 'whm.unreachable' } });
      });
      expect(sent.filter((request) => request.path.includes(path))).toHaveLength(1);
      expect(writes(events).length).toBeLessThanOrEqual(1);
      await whm.fleet.clearFaults(id);
    }
    live(id).cluster.threshold = 10;
    live(id).cluster.notifications = true;
    const entry = live(id).cluster.members.get(live('ns1').address);
    if (entry !== undefined) entry.role = 'sync';
  });
});

it('takes WHM’s word for it when files cannot be written', async () => {
  await whm.fleet.setFault('web1', { fault: { kind: 'no-member-files' } });
  const { address } = live('ns1');
  const before = configuration('web1');
  for (const change of [
    { kind: 'role', server: 'web1', as: 'root', address, role: 'standalone' },
    { kind: 'member.enable', server: 'web1', as: 'root', address },
  ] as const) {
    const entry = live('web1').cluster.members.get(address);
    if (entry !== undefined) entry.down = change.kind === 'member.enable';
    const refused = await client('web1').makeChange(change, null);
    expect(refused).toMatchObject({
      error: {
        code: 'whm.rejected',
        message: expect.stringMatching(/Failed to save changes|Could not open/) as string,
      },
    });
    if (entry !== undefined) entry.down = false;
  }
  expect(configuration('web1')).toEqual(before);
});

describe('a session that ends', () => {
  it('before a change is renewed for the reading, and the change is sent once', async () => {
    expect(await client('web2').readMembersAs('root')).toMatchObject({ ok: true });
    await client('web2').describeChange({ kind: 'clustering', server: 'web2', enabled: true });
    whm.fleet.expireSessions('web2');
    const events = await arriving('web2', async () => {
      const change: Change = { kind: 'threshold', server: 'web2', threshold: 33, notify: true };
      expect(await client('web2').makeChange(change, null)).toMatchObject({ ok: true });
    });
    expect(writes(events)).toHaveLength(1);
    live('web2').cluster.threshold = 10;
  });

  it('between the list and the form of a member is renewed once', async () => {
    await client('web2').describeChange({ kind: 'clustering', server: 'web2', enabled: true });
    let expired = 0;
    beforeSending = ({ path }) => {
      if (!path.includes('configure_remote_nameserver') || expired > 0) return;
      expired += 1;
      whm.fleet.expireSessions('web2');
    };
    const { address } = live('ns1');
    expect(await client('web2').readEntryToken('root', address)).toEqual({
      ok: true,
      value: live('web2').cluster.members.get(address)?.token,
    });
    expect(expired).toBe(1);
  });

  it('just before a change: it is not sent again, and the next one goes through', async () => {
    for (const change of pageChanges('web2').filter(({ kind }) => kind === 'threshold' || kind === 'role')) {
      const before = configuration('web2');
      beforeSending = ({ path }) => {
        if (/adjustclusteroptions|changeclusterdns/.test(path)) whm.fleet.expireSessions('web2');
      };
      const events = await arriving('web2', async () => {
        const result = await client('web2').makeChange(change, null);
        expect(result).toMatchObject({ error: { code: 'whm.forbidden', details: { reason: 'session-ended' } } });
        expect(!result.ok && result.error.message).toContain('It was not sent again');
      });
      expect(writes(events)).toHaveLength(1);
      expect(configuration('web2')).toEqual(before);
      beforeSending = null;
    }
    const change: Change = { kind: 'threshold', server: 'web2', threshold: 10, notify: true };
    expect(await client('web2').makeChange(change, null)).toMatchObject({ ok: true });
  });
});

it('sends nothing after a refused token', async () => {
  const events = await arriving('web1', async () => {
    const wrong = client('web1', 'X'.repeat(32));
    for (const change of pageChanges('web1')) {
      expect(await wrong.makeChange(change, sentinel)).toMatchObject({ error: { code: 'whm.unauthorized' } });
    }
    expect(await wrong.readSettings()).toMatchObject({ error: { code: 'whm.unauthorized' } });
    expect((await wrong.describeChange({ kind: 'clustering', server: 'web1', enabled: true })).refusal?.code).toBe(
      'whm.unauthorized',
    );
  });
  expect(events.filter((event) => event.kind === 'request')).toHaveLength(1);
});

describe('secrets', () => {
  it.each(servers)('of members stand in no description, request, error or notice: %s', async (id) => {
    const own = whm.fleet.tokens().tokens[id] ?? '';
    const { address } = live('ns1');
    const entryToken = live(id).cluster.members.get(address)?.token ?? '';
    const given: unknown[] = [];
    sent.length = 0;
    const all: readonly Change[] = [
      ...pageChanges(id),
      { kind: 'synchronize', server: id, scope: { zones: 'all', where: 'here', full: true } },
      { kind: 'software', server: id, nameserver: 'powerdns' },
      { kind: 'monitoring', server: id, monitored: true },
      { kind: 'logging', server: id, level: 3, verboseSync: false },
      { kind: 'trusted', server: id, address: '192.0.2.5', trusted: true },
      { kind: 'unique', server: id, reseller: 'nobody', enabled: true },
    ];
    const changes = client(id);
    given.push(await changes.readEntryToken('root', '192.0.2.99'));
    const read = await changes.readEntryToken('root', address);
    expect(read).toEqual({ ok: true, value: entryToken });
    for (const change of all) given.push(await changes.describeChange(change));
    given.push(await changes.readMembersAs('root'), await changes.readSettings(), changes);
    // The requests have their effect where only their answer is of another make.
    for (const fault of [{ kind: 'foreign-page' }, { kind: 'status', status: 500 }] as const) {
      await whm.fleet.setFault(id, { fault, path: '/cgi/' });
      const failing = client(id);
      for (const change of all) given.push(await failing.makeChange(change, sentinel));
      given.push(await failing.readEntryToken('root', 'nobody'), failing);
      await whm.fleet.clearFaults(id);
      whm.connector.forget(id);
    }
    given.push(sent, whm.connector);
    const text = inspect(given, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null });
    expect(text).toContain('pass=••••');
    for (const secret of [sentinel, own, entryToken]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/cpsess\d/);
  });
});
