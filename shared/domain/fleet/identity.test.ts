import { describe, expect, it } from 'vitest';
import { fact, fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { buildTopology } from './build.ts';
import type { KnownServer, MemberRecord, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Link, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';

/** Servers in the order of their addresses 10.0.0.1 on, by which the inventory has them. */
function build(
  observations: readonly ServerObservation[],
  inventory: Readonly<Record<string, Partial<KnownServer>>> = {},
): Topology {
  const fleet = fleetOf(observations);
  const servers = fleet.servers.map((server) => ({ ...server, ...inventory[server.id] }));
  return buildTopology(servers, fleet.observations);
}
const codes = (subject: Link | TopologyNode | undefined): readonly string[] =>
  (subject?.reasons ?? []).map(({ code }) => code);
const words = (subject: Link | TopologyNode | undefined): string =>
  (subject?.reasons ?? []).map(({ message }) => message).join('\n');
const owns = (...addresses: string[]): Partial<ServerObservation> => ({
  addresses: fact<readonly string[]>(addresses),
});

describe('who is who', () => {
  it('believes the inventory before what a server claims, and names both', () => {
    const evil = observed('evil', 'dnsonly', [], { ...owns('192.0.2.2'), hostname: fact('ns.example.net') });
    const { links, nodes } = build(
      [observed('web', 'cpanel', [member('192.0.2.2')]), observed('ns', 'dnsonly', []), evil],
      { ns: { host: '192.0.2.2' } },
    );
    expect(Object.keys(links)).toEqual(['web>ns']);
    expect(nodes['evil']?.label).toBe('evil.example.net');
    for (const id of ['ns', 'evil']) {
      expect(nodes[id]?.state).toBe('warning');
      expect(words(nodes[id])).toContain(
        'evil.example.net says that 192.0.2.2 is its own, which in the inventory is ns.example.net',
      );
    }
  });

  it('takes an address that two claim for that of the one under whose name the entry stands', () => {
    const both = [
      observed('ns', 'dnsonly', [], owns('192.0.2.53')),
      observed('evil', 'dnsonly', [], owns('192.0.2.53')),
    ];
    const named = build([
      observed('web', 'cpanel', [member('192.0.2.53', 'sync', { hostname: 'ns.example.net' })]),
      ...both,
    ]);
    expect(Object.keys(named.links)).toEqual(['web>ns']);
    const unnamed = build([observed('web', 'cpanel', [member('192.0.2.53')]), ...both]);
    expect(codes(unnamed.links['web>member:192.0.2.53'])).toContain('address.contested');
    expect(words(unnamed.nodes['ns'])).toMatch(
      /evil\.example\.net and ns\.example\.net say that 192\.0\.2\.53 is theirs/,
    );
  });

  it('raises no alarm over private addresses that two networks have', () => {
    const { nodes } = build([
      observed('a', 'cpanel', [], owns('192.168.1.5')),
      observed('b', 'cpanel', [], owns('192.168.1.5')),
    ]);
    expect(nodes['a']?.state).toBe('ok');
  });

  it('knows a member behind NAT by the name under which it answered, and takes no missing private entry for one-way trust', () => {
    const polled = member('198.51.100.5', 'sync', { hostname: '198.51.100.5', polledHostname: 'web.example.net' });
    const fleet = (list: readonly MemberRecord[], partial = false) =>
      build(
        [
          observed('web', 'cpanel', [member('192.0.2.1', 'standalone')], owns('10.9.9.5')),
          observed('far', 'cpanel', [], {
            ...owns('192.0.2.1'),
            members: fact({ records: list, partial, cut: false, strays: [] }),
            entriesFor: { '10.9.9.5': fact(false) },
          }),
        ],
        { web: { host: 'web.example.net' }, far: { host: '192.0.2.1' } },
      ).links;
    expect(fleet([polled])['far>web']).toMatchObject({ state: 'ok' });
    expect(words(fleet([polled])['far>web'])).toContain('as behind NAT');
    expect(fleet([polled])['web>far']).toMatchObject({ reverseTrust: 'yes' });
    // Its entry may be the one that leads to nobody here, or one that was not read.
    expect(fleet([member('198.51.100.5')])['web>far']).toMatchObject({ reverseTrust: 'unknown' });
    expect(fleet([], true)['web>far']).toMatchObject({ reverseTrust: 'unknown' });
    expect(fleet([])['web>far']).toMatchObject({ reverseTrust: 'no', state: 'broken' });
  });

  it('says when an entry stands under another server’s name', () => {
    const renumbered = member('192.0.2.53', 'sync', { hostname: 'old.example.net' });
    const { links } = build([
      observed('web', 'cpanel', [renumbered]),
      observed('old', 'dnsonly', [], owns('192.0.2.77')),
      observed('new', 'dnsonly', [], owns('192.0.2.53')),
    ]);
    expect(Object.keys(links)).toEqual(['web>new']);
    expect(links['web>new']?.state).toBe('warning');
    expect(words(links['web>new'])).toMatch(
      /192\.0\.2\.53, an address of new\.example\.net, under the host name old\.example\.net/,
    );
  });

  it('compares addresses of version 6 by their value, in every place', () => {
    const { links } = build([
      observed('web', 'cpanel', [member('2001:DB8:0:0::53')]),
      observed('ns', 'cpanel', [member('::ffff:10.0.0.1')], owns('2001:db8::53')),
    ]);
    expect(Object.keys(links)).toEqual(['ns>web', 'web>ns']);
  });

  it('tells two servers of one host, by their ports, apart from a claim', () => {
    const { nodes } = build([observed('a', 'cpanel', []), observed('b', 'cpanel', [])], {
      a: { host: '203.0.113.1' },
      b: { host: '203.0.113.1', port: 3087 },
    });
    expect(nodes['a']?.state).toBe('ok');
  });
});

describe('members that are no servers', () => {
  it('keeps back ends of one module apart, and knows one whose module is not told', () => {
    const records = [
      member('pdns-eu', 'write-only', { module: 'ExternalPDNS' }),
      member('pdns-us', 'write-only', { module: 'ExternalPDNS' }),
      member('billing', 'sync', { module: null, status: null }),
    ];
    const { nodes, links } = build([observed('web', 'cpanel', records)]);
    expect(Object.keys(links)).toEqual(['web>module:pdns-eu@web', 'web>module:pdns-us@web', 'web>module:billing@web']);
    expect(nodes['module:pdns-us@web']?.label).toBe('pdns-us (ExternalPDNS)');
    expect(links['web>module:billing@web']).toMatchObject({ reverseTrust: 'not-required' });
    expect(words(nodes['module:pdns-eu@web'])).toContain('accepted, not that it was made');
  });

  it('calls an unknown host by its address where its entries disagree on the name', () => {
    const { nodes } = build([
      observed('a', 'cpanel', [member('10.7.7.7', 'sync', { hostname: 'ns9.example.org' })]),
      observed('b', 'cpanel', [member('10.7.7.7', 'sync', { hostname: 'x' })]),
    ]);
    expect(nodes['member:10.7.7.7']?.label).toBe('10.7.7.7');
  });

  it('warns of WP Squared as a member', () => {
    const { links } = build([
      observed('web', 'cpanel', [member('10.0.0.2')]),
      observed('wp', 'cpanel', [member('10.0.0.1', 'standalone')], { version: fact('136.1.20') }),
    ]);
    expect(codes(links['web>wp'])).toContain('member.wp-squared');
    expect(codes(links['wp>web'])).not.toContain('member.wp-squared');
  });
});

describe('what stands in an entry', () => {
  it('says which word stands in place of the role, and claims nothing of it', () => {
    const odd = build([
      observed('web', 'cpanel', [member('10.0.0.2', null, { roleText: 'writeonly' })]),
      observed('ns', 'dnsonly', []),
    ]).links['web>ns'];
    expect(codes(odd)).toContain('role.odd');
    expect(words(odd)).toContain('“writeonly”');
    const empty = build([
      observed('web', 'cpanel', [member('10.0.0.2', null, { roleText: '' })]),
      observed('ns', 'dnsonly', []),
    ]).links['web>ns'];
    expect(codes(empty)).toContain('role.unreadable');
    expect(codes(empty)).not.toContain('role.missing');
  });

  it('does not call a link healthy while it is not known whether the member is disabled', () => {
    const link = build([
      observed('web', 'cpanel', [member('10.0.0.2', 'write-only', { disabled: null, status: 'active' })]),
      observed('ns', 'dnsonly', []),
    ]).links['web>ns'];
    expect(codes(link)).toContain('member.disabled-unknown');
    expect(link?.state).toBe('unknown');
  });

  it('says that a list was cut, and tells stray files without counting them as members', () => {
    const cut = observed('web', 'cpanel', [], {
      members: fact({
        records: [member('10.0.0.9')],
        partial: true,
        cut: true,
        strays: Array.from({ length: 5 }, (_, index) => ({ kind: 'role' as const, path: `/c/${index}-dnsrole` })),
      }),
    });
    const node = build([cut]).nodes['web'];
    expect(words(node)).toContain('more than 2,000 members: none of them is shown');
    expect(words(node)).toContain('/c/0-dnsrole, /c/1-dnsrole, /c/2-dnsrole and 2 more');
  });
});
