import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fact, fleetArbitrary, fleetOf, member, observed, type TestFleet } from '#test/fixtures/fleets.ts';
import { reverseQuestions } from '#shared/domain/trust/questions.ts';
import { buildTopology } from './build.ts';
import { applyDelta, diffTopology, isEmptyDelta, sameData, sliceDelta } from '#shared/domain/topology/delta.ts';
import type { MemberRecord } from '#shared/domain/topology/observation.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';

const build = (fleet: TestFleet): Topology => buildTopology(fleet.servers, fleet.observations);
const codes = (subject: { readonly reasons: readonly { readonly code: string }[] } | undefined): string[] =>
  (subject?.reasons ?? []).map((reason) => reason.code);
const failed = {
  contact: { state: 'failed' as const, at: 1, since: 1, failure: { code: 'whm.unreachable', message: 'refused' } },
};

describe('laws of the topology', () => {
  it('rules never throw, and every link has both its ends', () => {
    fc.assert(
      fc.property(fleetArbitrary, (fleet) => {
        const { nodes, links, clusters } = build(fleet);
        for (const link of Object.values(links)) {
          expect(nodes[link.from]).toBeDefined();
          expect(nodes[link.to]).toBeDefined();
        }
        for (const [index, ids] of clusters.entries()) for (const id of ids) expect(nodes[id]?.cluster).toBe(index);
      }),
    );
  });

  it('the same fleet in any order gives the same picture', () => {
    fc.assert(
      fc.property(fleetArbitrary, fc.infiniteStream(fc.nat()), (fleet, order) => {
        const shuffled = fleet.servers.toSorted(() => ((order.next().value ?? 0) % 2 === 0 ? 1 : -1));
        expect(JSON.stringify(buildTopology(shuffled, fleet.observations))).toBe(JSON.stringify(build(fleet)));
      }),
    );
  });

  it('apply(diff(a, b), a) = b, and diff(a, a) is empty', () => {
    fc.assert(
      fc.property(fleetArbitrary, fleetArbitrary, (one, other) => {
        const [a, b] = [build(one), build(other)];
        expect(applyDelta(a, diffTopology(a, b))).toEqual(b);
        expect(isEmptyDelta(diffTopology(a, b))).toBe(sameData(a, b));
        expect(isEmptyDelta(diffTopology(a, a))).toBe(true);
      }),
    );
  });

  it('the slices of a delta, applied in order, are the delta', () => {
    fc.assert(
      fc.property(fleetArbitrary, fleetArbitrary, fc.integer({ min: 1, max: 5 }), (one, other, size) => {
        const [a, b] = [build(one), build(other)];
        const slices = sliceDelta(diffTopology(a, b), size);
        expect(slices.reduce(applyDelta, a)).toEqual(b);
        for (const { nodes, links } of slices.length > 1 ? slices : [])
          expect(Object.keys(nodes).length + Object.keys(links).length).toBeLessThanOrEqual(size);
      }),
    );
  });

  it('asks each question once and nobody about itself', () => {
    fc.assert(
      fc.property(fleetArbitrary, ({ servers, observations }) => {
        const questions = reverseQuestions(servers, observations);
        const keys = questions.map(({ ask, address }) => `${ask} ${address}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { ask } of questions) expect(servers.some((server) => server.id === ask)).toBe(true);
      }),
    );
  });
});

describe('links', () => {
  const pair = (
    back: readonly ReturnType<typeof member>[],
    product: 'cpanel' | 'dnsonly' = 'cpanel',
  ): Record<string, Link> =>
    build(fleetOf([observed('web', 'cpanel', [member('10.0.0.2')]), observed('ns', product, back)])).links;

  it('names one-way trust', () => {
    const link = pair([])['web>ns'];
    expect(link).toMatchObject({ state: 'broken', reverseTrust: 'no' });
    expect(link?.reasons[0]?.message).toMatch(/^One-way trust: web\.example\.net has an entry for ns\.example\.net/);
  });

  it('is fine with the entry back', () => {
    expect(pair([member('10.0.0.1', 'standalone')])['web>ns']).toMatchObject({ state: 'ok', reverseTrust: 'yes' });
  });

  it('needs no reverse trust for DNSOnly and write-only', () => {
    expect(pair([], 'dnsonly')['web>ns']).toMatchObject({ state: 'ok', reverseTrust: 'not-required' });
    const fleet = fleetOf([
      observed('web', 'cpanel', [member('10.0.0.2', 'write-only')]),
      observed('ns', 'cpanel', []),
    ]);
    expect(build(fleet).links['web>ns']).toMatchObject({ state: 'ok', reverseTrust: 'not-required' });
  });

  it('does not take over the warning that WHM shows for DNSOnly members without an entry back', () => {
    const warned = member('10.0.0.2', 'sync', { status: 'warning', statusText: 'Server needs reverse trust set up' });
    const healthy = fleetOf([observed('web', 'cpanel', [warned]), observed('ns', 'dnsonly', [])]);
    expect(build(healthy).links['web>ns']).toMatchObject({ state: 'ok', reverseTrust: 'not-required' });
    const pushed = { ...warned, role: 'write-only' as const };
    const other = fleetOf([observed('web', 'cpanel', [pushed]), observed('ns', 'dnsonly', [])]);
    expect(build(other).links['web>ns']?.state).toBe('warning');
  });

  it('is not certain about a server whose product is unknown', () => {
    const fleet = fleetOf([
      observed('web', 'cpanel', [member('10.0.0.2')]),
      observed('ns', 'cpanel', [], { product: null }),
    ]);
    const link = build(fleet).links['web>ns'];
    expect(link).toMatchObject({ state: 'warning', reverseTrust: 'no' });
    expect(codes(link)).toContain('trust.perhaps-one-way');
  });

  it('believes the far side before a list or a poll', () => {
    const asked = observed('ns', 'cpanel', [], { members: null, entriesFor: { '10.0.0.1': fact(true) } });
    const fleet = fleetOf([observed('web', 'cpanel', [member('10.0.0.2', 'sync', { reverseTrust: false })]), asked]);
    expect(build(fleet).links['web>ns']?.reverseTrust).toBe('yes');
  });

  it('says unknown where nobody could tell', () => {
    const silent = observed('ns', 'cpanel', [], { members: null });
    const fleet = fleetOf([observed('web', 'cpanel', [member('10.0.0.2')]), silent]);
    expect(build(fleet).links['web>ns']).toMatchObject({ state: 'unknown', reverseTrust: 'unknown' });
  });

  it('shows a disabled member as disabled whatever else is wrong', () => {
    const disabled = member('10.0.0.2', 'sync', { disabled: true, status: 'disabled' });
    const fleet = fleetOf([observed('web', 'cpanel', [disabled]), observed('ns', 'cpanel', [], failed)]);
    expect(build(fleet).links['web>ns']?.state).toBe('disabled');
  });

  it('is broken when WHM says so of a far side that is down, and only warns when WHM reaches it', () => {
    const down = observed('ns', 'dnsonly', [], failed);
    const seen = fleetOf([observed('web', 'cpanel', [member('10.0.0.2')]), down]);
    expect(build(seen).links['web>ns']?.state).toBe('warning');
    const unseen = fleetOf([observed('web', 'cpanel', [member('10.0.0.2', 'sync', { status: 'error' })]), down]);
    expect(build(unseen).links['web>ns']?.state).toBe('broken');
  });

  it('is not broken because the far side does not answer us, whatever WHM has not said', () => {
    const down = observed('ns', 'dnsonly', [], { ...failed, version: fact('11.120.0.5') });
    const silent = member('10.0.0.2', 'sync', { status: null });
    const link = build(fleetOf([observed('web', 'cpanel', [silent]), down])).links['web>ns'];
    expect(link).toMatchObject({ state: 'unknown' });
    expect(link?.reasons[0]).toMatchObject({ code: 'member.unreachable', since: fact(0).at });
  });

  it('is unknown, with the age of the last word, while its own server does not answer', () => {
    const says = (status: 'active' | 'error', contact: Partial<typeof failed.contact>): Link | undefined =>
      build(
        fleetOf([
          observed('web', 'cpanel', [member('10.0.0.2', 'sync', { status })], {
            contact: { ...failed.contact, ...contact },
          }),
          observed('ns', 'dnsonly', []),
        ]),
      ).links['web>ns'];
    for (const status of ['active', 'error'] as const) {
      for (const code of ['whm.unreachable', 'whm.protocol', 'whm.busy']) {
        const link = says(status, { failure: { code, message: 'no' } });
        expect(link).toMatchObject({ state: 'unknown' });
        expect(link?.reasons.find((reason) => reason.code === 'link.not-asked')?.since).toBe(fact(0).at);
      }
    }
  });

  it('does not call trust one-way on the old word of a far side that is silent', () => {
    const fleet = fleetOf([observed('web', 'cpanel', [member('10.0.0.2')]), observed('ns', 'cpanel', [], failed)]);
    expect(build(fleet).links['web>ns']?.state).not.toBe('broken');
    const own = member('10.0.0.2', 'sync', { reverseTrust: false });
    const said = fleetOf([
      observed('web', 'cpanel', [own]),
      observed('ns', 'cpanel', [], { ...failed, members: null }),
    ]);
    expect(codes(build(said).links['web>ns'])).toContain('trust.one-way');
  });

  it('knows nothing of a server and of what is well about links to it when the keychain gave no token', () => {
    const failure = { code: 'keychain.locked', message: 'The keychain is locked.' };
    const contact = { state: 'failed' as const, at: 1, since: 1, failure };
    const notAsked = (more: Partial<MemberRecord>): Topology =>
      build(fleetOf([observed('web', 'cpanel', [member('10.0.0.2', 'sync', more)], { contact }), observed('ns', 'dnsonly', [], { contact })])); // prettier-ignore
    const { nodes, links } = notAsked({});
    for (const id of ['web', 'ns']) {
      expect(nodes[id]).toMatchObject({ state: 'unknown' });
      expect(codes(nodes[id])).toContain('server.not-asked');
    }
    expect(links['web>ns']?.state).toBe('unknown');
    expect(codes(links['web>ns'])).toContain('member.not-asked');
    // What was known to be wrong still is.
    expect(notAsked({ status: 'error' }).links['web>ns']?.state).toBe('broken');
    expect(notAsked({ disabled: true }).links['web>ns']?.state).toBe('disabled');
  });

  it('draws unknown hosts and foreign back ends', () => {
    const records = [
      member('10.7.7.7', 'write-only', { hostname: 'old.example.org' }),
      member('softlayer', 'write-only', { module: 'SoftLayer' }),
    ];
    const { nodes, links } = build(fleetOf([observed('web', 'cpanel', records)]));
    expect(nodes['member:10.7.7.7']).toMatchObject({ kind: 'unknown', label: 'old.example.org', state: 'unknown' });
    expect(nodes['module:SoftLayer@web']).toMatchObject({ kind: 'foreign', tier: 'nameserver' });
    expect(links['web>module:SoftLayer@web']?.state).toBe('ok');
  });

  it('tells an intermediary from nameservers linked with each other', () => {
    const detour = fleetOf([
      observed('web', 'cpanel', [member('10.0.0.2')]),
      observed('mid', 'dnsonly', [member('10.0.0.3')]),
      observed('ns', 'dnsonly', []),
    ]);
    expect(build(detour).nodes['mid']?.tier).toBe('intermediary');
    expect(build(detour).links['mid>ns']).toMatchObject({ state: 'ok' });
    expect(codes(build(detour).links['mid>ns'])).toContain('structure.intermediary');
    const needless = fleetOf([
      observed('web', 'cpanel', [member('10.0.0.2'), member('10.0.0.3')]),
      observed('mid', 'dnsonly', [member('10.0.0.3')]),
      observed('ns', 'dnsonly', []),
    ]);
    expect(codes(build(needless).links['mid>ns'])).toContain('structure.nameserver-link');
    expect(build(needless).nodes['mid']?.tier).toBe('nameserver');
  });

  it('warns of a nameserver that sends back to a web server', () => {
    const fleet = fleetOf([
      observed('web', 'cpanel', [member('10.0.0.2')]),
      observed('ns', 'dnsonly', [member('10.0.0.1')]),
    ]);
    expect(codes(build(fleet).links['ns>web'])).toContain('structure.sync-back');
  });

  it('keeps two entries for one member apart', () => {
    const records = [member('10.0.0.2'), member('ns.example.net')];
    const links = build(fleetOf([observed('web', 'cpanel', records), observed('ns', 'dnsonly', [])])).links;
    expect(Object.keys(links)).toEqual(['web>ns', 'web>ns#ns.example.net']);
    expect(codes(links['web>ns'])).toContain('link.duplicate');
  });
});

describe('nodes', () => {
  it('never takes unknown for none', () => {
    const unread = observed('web', 'cpanel', [], {
      members: null,
      failures: { members: { code: 'whm.protocol', message: 'odd page' } },
    });
    const node = build(fleetOf([unread])).nodes['web'];
    expect(node).toMatchObject({ state: 'unknown' });
    expect(node?.reasons[0]?.message).toContain('odd page');
  });

  it('sees BIND among PowerDNS, only inside one cluster', () => {
    const web = observed('web', 'cpanel', [member('10.0.0.2')]);
    const bind = observed('ns', 'dnsonly', [], { nameserver: fact('bind' as const) });
    expect(codes(build(fleetOf([web, bind])).nodes['ns'])).toContain('nameserver.bind');
    expect(codes(build(fleetOf([bind, observed('other', 'cpanel', [])])).nodes['ns'])).not.toContain('nameserver.bind');
  });

  it('trusts no name that two servers claim', () => {
    const twins = fleetOf([
      observed('web', 'cpanel', [member('192.0.2.1')]),
      observed('a', 'dnsonly', [], { addresses: fact<readonly string[]>(['192.0.2.1']) }),
      observed('b', 'dnsonly', [], { addresses: fact<readonly string[]>(['192.0.2.1']) }),
    ]);
    expect(Object.keys(build(twins).links)).toEqual(['web>member:192.0.2.1']);
  });
});
