import { describe, expect, it } from 'vitest';
import type { SentRequest } from '#electron/adapters/whm/index.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Fault } from '#simulator/index.ts';
import { connectFleet } from './whm-connected.ts';

const sent: SentRequest[] = [];
const whm = connectFleet(
  {},
  {
    deadlines: { connectMs: 2000, answerMs: 1000, pageMs: 3000, bodyMs: 1000 },
    onRequest: (request) => sent.push(request),
  },
);
const { client, changeClient: changes, live: stateOf, arriving } = whm;

const roleOf = (server: string, address: string, role: Role): Change => ({
  kind: 'role',
  server,
  as: 'root',
  address,
  role,
});

describe('the lab', () => {
  it('is identified as it is', async () => {
    for (const { id } of whm.fleet.inventory().servers) {
      const state = stateOf(id);
      const result = await client(id).identity();
      if (state.down) {
        expect(result).toMatchObject({ error: { code: 'whm.unreachable', details: { reason: 'refused' } } });
        continue;
      }
      expect(result).toEqual({
        ok: true,
        value: {
          version: state.version,
          hostname: state.hostname,
          nameserver: state.nameserver,
          namedRunning: state.namedMonitored ? state.namedRunning : null,
        },
      });
    }
  });

  it('is probed: product, addresses, channels and the right that is missing', async () => {
    for (const { id } of whm.fleet.inventory().servers) {
      const state = stateOf(id);
      if (state.down) continue;
      const result = await client(id).probe();
      if (!result.ok) throw new Error(`${id}: ${result.error.message}`);
      const { channels, product, addresses } = result.value;
      const limited = id === 'ns3';
      expect(addresses?.[0]).toBe(state.address);
      expect(channels.api.available && channels.peer.available).toBe(true);
      expect(channels.command.available).toBe(!limited && state.commandStream === 'on');
      expect(channels.pages.available).toBe(!limited);
      expect(product?.value ?? null).toBe(limited ? null : state.product);
      if (!limited) continue;
      expect(channels.pages.reason).toBe('needs a token with the ACL create-user-session');
      expect(channels.browser.reason).toBe('needs a token with the ACL create-user-session');
      expect(channels.command.reason).toBe('needs a root token with every right (ACL all)');
    }
    // The servers ask each other by getpath_local, some with tokens that have run out.
    const failed = whm.fleet.events().events.filter((event) => event.kind === 'authentication-failed');
    expect(failed.filter((event) => event.path !== '/scripts2/getpath_local')).toEqual([]);
  });

  it.each(['common', 'bare'] as const)(
    'tells DNSOnly from cPanel & WHM without commands too: head %s',
    async (pageHead) => {
      for (const id of ['ns1', 'web1']) {
        const state = stateOf(id);
        const { variants } = state;
        Object.assign(state, { commandStream: 'refused', variants: { ...variants, pageHead } });
        const result = await client(id).probe();
        Object.assign(state, { commandStream: 'on', variants });
        const source = pageHead === 'common' ? 'pages' : 'api';
        expect(result).toMatchObject({ value: { product: { value: state.product, source } } });
      }
    },
  );

  it('takes a server with the profile DNSNODE for cPanel & WHM', async () => {
    const { variants } = stateOf('web1');
    const bare = { ...variants, pageHead: 'bare' };
    Object.assign(stateOf('web1'), { commandStream: 'refused', profile: 'DNSNODE', variants: bare });
    const result = await client('web1').probe();
    Object.assign(stateOf('web1'), { commandStream: 'on', profile: 'STANDARD', variants });
    expect(result).toMatchObject({ value: { product: { value: 'cpanel', source: 'api' } } });
  });

  it('shows the same members by command and by pages', async () => {
    for (const id of ['web1', 'web2', 'web4', 'web6', 'web8', 'hub1', 'ns1', 'ns2', 'ns4']) {
      const state = stateOf(id);
      const expected = [...state.cluster.members.values()]
        .map((member) => [member.address, member.role, member.down])
        .toSorted((one, other) => String(one).localeCompare(String(other)));
      for (const channel of ['command', 'pages'] as const) {
        const result = await client(id).readMembers(channel);
        if (!result.ok) throw new Error(`${id} ${channel}: ${result.error.message}`);
        const { records, partial } = result.value.members;
        expect([id, channel, partial]).toEqual([id, channel, false]);
        expect(
          records
            .map((record) => [record.address, record.role, record.disabled])
            .toSorted((one, other) => String(one).localeCompare(String(other))),
        ).toEqual(expected);
        expect(result.value.clustering).toEqual({
          enabled: state.cluster.enabled,
          threshold: state.cluster.threshold,
          notify: state.cluster.notifications,
        });
      }
    }
  });

  it('answers who trusts whom', async () => {
    const asks = (id: string, about: string) => client(id).hasEntryFor(stateOf(about).address, null);
    expect(await asks('ns4', 'web6')).toEqual({ ok: true, value: true });
    expect(await asks('ns4', 'web7')).toEqual({ ok: true, value: false });
    stateOf('web1').version = '11.82.0.3';
    await client('web1').identity();
    expect(await asks('web1', 'ns1')).toEqual({ ok: true, value: null });
  });

  it('gives outgoing members by the peer protocol, as a part', async () => {
    const result = await client('ns3').readMembers('peer');
    expect(result).toMatchObject({ ok: true, value: { clustering: null, members: { partial: true } } });
    const web3 = await client('web3').readMembers('peer');
    expect(web3.ok && web3.value.members.records.map((record) => record.hostname)).toEqual([
      'ns1.example.net',
      'ns2.example.net',
      'ns3.example.net',
    ]);
  });
});

describe('a role', () => {
  it.each([
    ['web3', 'ns1', 'accepted'],
    ['web4', 'ns2', 'refused'],
  ] as const)(
    'of a member of %s, %s, is changed and read back where tokens on pages are %s',
    async (id, to, policy) => {
      expect(stateOf(id).tokenPages).toBe(policy);
      const member = stateOf(to).address;
      const events = await arriving(id, async () => {
        expect(await changes(id).makeChange(roleOf(id, member, 'sync'), null)).toMatchObject({ ok: true });
      });
      expect(stateOf(id).cluster.members.get(member)?.role).toBe('sync');
      const posts = events.filter((event) => event.kind === 'request' && event.method === 'POST');
      expect(posts).toMatchObject([{ path: '/cgi/changeclusterdns.cgi', status: 200 }]);
      const back = await client(id).readMembers('pages');
      expect(back.ok && back.value.members.records.find((record) => record.address === member)?.role).toBe('sync');
      const { requests: described } = await changes(id).describeChange(roleOf(id, member, 'sync'));
      expect(described.at(-1)).toMatchObject({
        method: 'POST',
        body: `server=${member}&dnsrole=sync&cluster_user=root`,
      });
      expect(JSON.stringify(described)).toContain('••••');
      expect(JSON.stringify(described)).not.toContain(whm.fleet.tokens().tokens[id]);
    },
  );

  it('is not sent for a member that is not in the list, nor with characters of a command', async () => {
    const events = await arriving('web3', async () => {
      expect(await changes('web3').makeChange(roleOf('web3', '192.0.2.99', 'standalone'), null)).toMatchObject({
        error: { code: 'whm.rejected' },
      });
      expect(await changes('web3').makeChange(roleOf('web3', '../x', 'sync'), null)).toMatchObject({
        error: { code: 'input.invalid' },
      });
    });
    expect(events.filter((event) => event.kind === 'request' && event.method === 'POST')).toEqual([]);
    expect(stateOf('web3').cluster.strayRoles.size).toBe(0);
  });

  it('is sent once, whatever becomes of it', async () => {
    const member = stateOf('ns2').address;
    await whm.fleet.setFault('web3', { fault: { kind: 'reset' }, path: '/cgi/changeclusterdns.cgi' });
    const events = await arriving('web3', async () => {
      expect(await changes('web3').makeChange(roleOf('web3', member, 'sync'), null)).toMatchObject({
        error: { code: 'whm.unreachable' },
      });
    });
    await whm.fleet.clearFaults('web3');
    expect(
      events.filter((event) => event.kind === 'request' && event.path.includes('changeclusterdns')).length,
    ).toBeLessThanOrEqual(1);
    expect(sent.filter((request) => request.server === 'web3' && request.method === 'POST')).toHaveLength(2);
  });
});

describe('sessions', () => {
  it('are renewed once when they have ended', async () => {
    expect(await client('web2').readMembers('pages')).toMatchObject({ ok: true });
    stateOf('web2').sessions.splice(0);
    const events = await arriving('web2', async () => {
      expect(await client('web2').readMembers('pages')).toMatchObject({ ok: true });
    });
    const made = events.filter((event) => event.kind === 'request' && event.path.includes('create_user_session'));
    expect(made).toHaveLength(1);
  });

  it('are not asked for again where they were refused', async () => {
    whm.connector.forget('ns3');
    await client('ns3').readMembers('pages');
    const events = await arriving('ns3', async () => {
      expect(await client('ns3').readMembers('pages')).toMatchObject({
        error: { code: 'whm.forbidden', details: { acl: 'create-user-session' } },
      });
    });
    expect(events).toEqual([]);
  });
});

const faults: readonly (readonly [Fault, string, string | undefined])[] = [
  [{ kind: 'slow', delayMs: 1500 }, 'whm.unreachable', 'timeout'],
  [{ kind: 'refuse' }, 'whm.unreachable', 'refused'],
  [{ kind: 'reset' }, 'whm.unreachable', 'reset'],
  [{ kind: 'half-answer' }, 'whm.unreachable', 'half-answer'],
  [{ kind: 'not-json' }, 'whm.protocol', 'licence'],
  [{ kind: 'changed-certificate' }, 'whm.tls-changed', undefined],
  [{ kind: 'status', status: 401 }, 'whm.unauthorized', undefined],
  [{ kind: 'status', status: 403 }, 'whm.unauthorized', undefined],
  [{ kind: 'status', status: 429 }, 'whm.busy', undefined],
  [{ kind: 'status', status: 503 }, 'whm.busy', undefined],
  [{ kind: 'status', status: 500 }, 'whm.protocol', 'status'],
];

describe('faults', () => {
  it.each(faults)('%j gives %s %s', async (fault, code, reason) => {
    await whm.fleet.setFault('web5', { fault });
    whm.connector.forget('web5');
    const result = await client('web5').identity();
    expect(result).toMatchObject({ ok: false, error: { code } });
    if (!result.ok && reason !== undefined) expect(result.error.details?.['reason']).toBe(reason);
    expect(await client('web1').identity()).toMatchObject({ ok: true });
    await whm.fleet.clearFaults('web5');
    whm.connector.forget('web5');
    expect(await client('web5').identity()).toMatchObject({ ok: true });
  });

  it('a wrong token is tried once, and not again until the user acts', async () => {
    whm.connector.forget('hub1');
    const wrong = 'X'.repeat(32);
    const events = await arriving('hub1', async () => {
      for (let round = 0; round < 3; round += 1) {
        const asked = client('hub1', wrong);
        const results = await Promise.all([
          asked.probe(),
          asked.identity(),
          asked.readMembers('command'),
          asked.readMembers('pages'),
        ]);
        for (const result of results) expect(result).toMatchObject({ error: { code: 'whm.unauthorized' } });
      }
    });
    expect(events.filter((event) => event.kind === 'request')).toHaveLength(1);
    expect(events.filter((event) => event.kind === 'authentication-failed')).toHaveLength(1);
    whm.connector.forget('hub1');
    expect(await client('hub1').identity()).toMatchObject({ ok: true });
  });

  it('a page policy is no refused login', async () => {
    whm.connector.forget('web4');
    expect(await client('web4').readMembers('pages')).toMatchObject({ ok: true });
    expect(await client('web4').identity()).toMatchObject({ ok: true });
  });
});

describe('dnsadmin_log', () => {
  it('is followed within a second', async () => {
    let told: (() => void) | null = null;
    const ended = new Promise((resolve) => {
      const tail = client('ns1').tail(50, {
        onLines: (lines) => {
          if (lines.some(({ message }) => message.includes('moved-customer.example'))) told?.();
        },
        onStart: () => void whm.fleet.changeZone('web3', 'moved-customer.example'),
        onEnd: resolve,
      });
      told = () => tail.close();
    });
    const written = await whm.fleet.awaitEvent((event) => event.kind === 'log-written' && event.server === 'ns1', 5000);
    expect(await ended).toBeNull();
    expect(Date.now() - written.at).toBeLessThan(1000);
  });
});
