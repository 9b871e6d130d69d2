import { describe, expect, it } from 'vitest';
import { processorMs } from '#test/fixtures/processor-time.ts';
import type { ScenarioOptions, ScenarioPlan } from '#simulator/seams.ts';
import { serialOf } from '#simulator/zone/zone-file.ts';
import { buildScenario } from './index.ts';

function options(changed: Partial<ScenarioOptions>): ScenarioOptions {
  return {
    name: 'default',
    servers: null,
    seed: 1,
    now: Date.UTC(2026, 10, 21),
    addressOf: (index) => `127.0.${String(20 + Math.floor(index / 250))}.${String((index % 250) + 1)}`,
    directory: '/lab',
    ...changed,
  };
}

function byId(plan: ScenarioPlan, id: string) {
  const server = plan.servers.find((one) => one.id === id);
  if (server === undefined) throw new Error(`no server ${id}`);
  return server;
}

describe('the default lab', () => {
  const plan = buildScenario(options({}));

  it('tells the app of 14 of its 15 servers', () => {
    expect(plan.servers).toHaveLength(15);
    expect(plan.known).toHaveLength(14);
    expect(plan.known.map((server) => server.id)).not.toContain('ns6');
    for (const known of plan.known) expect(byId(plan, known.id).tokens.get('nameward')?.token).toBe(known.token);
  });

  it('has one-way trust from web7 to ns4 only', () => {
    const ns4 = byId(plan, 'ns4');
    expect(byId(plan, 'web7').cluster.members.get(ns4.address)?.state?.hasReverseTrust).toBe('0');
    expect(byId(plan, 'web6').cluster.members.get(ns4.address)?.state?.hasReverseTrust).toBe('1');
    expect(ns4.cluster.members.has(byId(plan, 'web7').address)).toBe(false);
  });

  it('has a zone that two servers push by write-only to the same nameserver', () => {
    const ns1 = byId(plan, 'ns1');
    for (const id of ['web3', 'web4']) {
      expect(byId(plan, id).zones.has('moved-customer.example')).toBe(true);
      expect(byId(plan, id).cluster.members.get(ns1.address)?.role).toBe('write-only');
    }
  });

  it('has the token, product and policy troubles', () => {
    const now = Date.UTC(2026, 10, 21) / 1000;
    expect(byId(plan, 'ns3').tokens.get('cluster_web3')?.expiresAt).toBeLessThan(now);
    expect(byId(plan, 'ns4').tokens.get('cluster_web8')?.acls).not.toContain('clustering');
    expect(byId(plan, 'ns3').tokens.get('nameward')?.acls).toEqual(['clustering']);
    expect(byId(plan, 'web6').cluster.members.get(byId(plan, 'ns5').address)?.down).toBe(true);
    expect(byId(plan, 'web8').cluster.members.get('softlayer')?.module).toBe('SoftLayer');
    expect(plan.servers.filter((server) => server.commandStream === 'refused').map((server) => server.id)).toEqual([
      'web7',
    ]);
    expect(new Set(plan.servers.map((server) => server.tokenPages)).size).toBe(2);
    expect(plan.servers.filter((server) => server.down).map((server) => server.id)).toEqual(['ns5']);
  });

  it('is the same for the same seed and another for another', () => {
    expect(buildScenario(options({}))).toEqual(plan);
    expect(buildScenario(options({ seed: 2 })).known[0]?.token).not.toBe(plan.known[0]?.token);
  });
});

describe('the uniform fleet', () => {
  it.each([2, 3, 17, 18, 200])('has exactly %i servers, each in a cluster', (count) => {
    const plan = buildScenario(options({ name: 'uniform', servers: count }));
    expect(plan.servers).toHaveLength(count);
    expect(new Set(plan.servers.map((server) => server.id)).size).toBe(count);
    for (const server of plan.servers.filter((one) => one.id.startsWith('web'))) {
      expect(server.cluster.members.size).toBeGreaterThan(0);
      expect(server.zones.size).toBeGreaterThanOrEqual(10);
      expect(server.zones.size).toBeLessThanOrEqual(40);
    }
  });

  it('keeps serial and text of every zone in step', () => {
    const plan = buildScenario(options({ name: 'uniform', servers: 20 }));
    for (const server of plan.servers) {
      for (const zone of server.zones.values()) expect(serialOf(zone.text)).toBe(zone.serial);
    }
  });

  it('is made for 1,000 servers in well under a second', () => {
    const took = [1, 2, 3].map(() => processorMs(() => buildScenario(options({ name: 'uniform', servers: 1000 }))));
    expect(Math.min(...took)).toBeLessThan(1000);
  });

  it('refuses a number it cannot have', () => {
    expect(() => buildScenario(options({ name: 'uniform', servers: 1001 }))).toThrow('2 to 1000');
    expect(() => buildScenario(options({ name: 'nowhere' }))).toThrow('no such scenario');
  });
});

describe('the pairs', () => {
  const plan = buildScenario(options({ name: 'pairs' }));

  it('have no trouble: every link is healthy, every cPanel member has the entry back', () => {
    expect(plan.servers).toHaveLength(17);
    expect(plan.known).toHaveLength(17);
    const byAddress = new Map(plan.servers.map((server) => [server.address, server]));
    for (const server of plan.servers) {
      expect(server).toMatchObject({ nameserver: 'powerdns', namedMonitored: true, down: false, commandStream: 'on' });
      for (const entry of server.cluster.members.values()) {
        const target = byAddress.get(entry.address);
        expect(entry).toMatchObject({ down: false, state: { error: null, hasGoodPrivileges: true } });
        expect([...(target?.tokens.values() ?? [])].some((token) => token.token === entry.token)).toBe(true);
        expect(target?.product === 'dnsonly' || target?.cluster.members.has(server.address) === true).toBe(true);
      }
    }
  });

  it('have both products, both policies, two servers that trust nobody and a spare nameserver', () => {
    for (const id of ['alone1', 'alone2', 'ns3']) expect(byId(plan, id).cluster.members.size).toBe(0);
    for (const product of ['cpanel', 'dnsonly'] as const) {
      const policies = plan.servers.filter((server) => server.product === product).map((server) => server.tokenPages);
      expect(new Set(policies)).toEqual(new Set(['accepted', 'refused']));
    }
    expect(byId(plan, 'ns1').zones.size).toBe(60);
    expect(buildScenario(options({ name: 'pairs', servers: 100 })).servers).toHaveLength(100);
    expect(() => buildScenario(options({ name: 'pairs', servers: 5 }))).toThrow('at least 6');
  });
});

describe('the servers behind NAT', () => {
  it('are members by their public address', () => {
    const plan = buildScenario(options({ name: 'nat' }));
    const web1 = byId(plan, 'web1');
    expect(web1.address).toMatch(/^10\./);
    expect(byId(plan, 'ns2').cluster.members.has(web1.publicAddress ?? '')).toBe(true);
    const trust = (id: string) => byId(plan, id).cluster.members.get(byId(plan, 'ns2').address)?.state?.hasReverseTrust;
    expect([trust('web1'), trust('web2'), trust('web4')]).toEqual(['1', '0', '1']);
  });
});

describe('the resellers', () => {
  it('have zones, tokens and, one of them, members of his own', () => {
    const web1 = byId(buildScenario(options({ name: 'resellers' })), 'web1');
    expect([...web1.users.keys()]).toEqual(['root', 'hostco', 'agency', 'shopkeeper']);
    expect(web1.cluster.resellers.get('agency')).toMatchObject({ unique: true });
    expect([...(web1.cluster.resellers.get('agency')?.members.values() ?? [])].map(({ role }) => role)).toEqual([
      'sync',
      'standalone',
    ]);
    expect(new Set(web1.zoneOwners.values()).size).toBe(3);
  });
});
