import { describe, expect, it } from 'vitest';
import { fact, fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import type { KnownServer, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Change, Intention } from './change.ts';
import { memberConfiguration, type FleetConfiguration } from './configuration.ts';
import { composePlan, type DraftPlan } from './compose.ts';
import { planNames } from './names.ts';

type Inventory = Readonly<Record<string, Partial<KnownServer>>>;
const owns = (...addresses: string[]): Partial<ServerObservation> => ({
  addresses: fact<readonly string[]>(addresses),
});
const webHas = (...records: Parameters<typeof member>[]) =>
  observed(
    'web',
    'cpanel',
    records.map((record) => member(...record)),
    owns('192.0.2.1'),
  );
const unread = {
  clustering: true,
  threshold: 10,
  notify: true,
  nameserver: null,
  monitored: null,
  logLevel: null,
  verboseSync: null,
  trusted: null,
  unique: null,
};
const replace: Intention = { kind: 'nameserver.replace', old: 'ns1', next: 'ns3' };

function planOf(
  observations: readonly ServerObservation[],
  wish: Intention | Change,
  inventory: Inventory = {},
): DraftPlan {
  const fleet = fleetOf(observations);
  const servers = fleet.servers.map((server) => ({
    ...server,
    host: `${server.id}.example.net`,
    ...inventory[server.id],
  }));
  const topology = buildTopology(servers, fleet.observations);
  const settings: FleetConfiguration = Object.fromEntries(
    observations.map(({ id, members }) => [
      id,
      {
        ...unread,
        members: {
          root: Object.fromEntries(
            (members?.value.records ?? []).map((record) => [record.address, memberConfiguration(record)]),
          ),
        },
      },
    ]),
  );
  const isIntention = wish.kind === 'nameserver.replace' || wish.kind === 'nameserver.add';
  return composePlan(isIntention ? [] : [wish as Change], isIntention ? [wish] : [], settings, {
    topology,
    names: planNames(topology),
  });
}
const wordsOf = (plan: DraftPlan): string => plan.steps.map(({ words }) => words.does).join('\n');
const risksOf = (plan: DraftPlan): string => plan.steps.flatMap(({ risks }) => risks).join('\n');

describe('a server that says it is another one', () => {
  const honest = [
    observed('ns1', 'dnsonly', [], owns('192.0.2.53')),
    observed('ns3', 'dnsonly', [], owns('192.0.2.55')),
  ];

  it('chooses no word of a plan for another server', () => {
    const evil = observed('evil', 'dnsonly', [member('192.0.2.53', 'sync', { hostname: 'x' })], owns('192.0.2.53'));
    const plan = planOf([webHas(['192.0.2.53', 'sync', { hostname: 'ns1.example.net' }]), ...honest, evil], replace);
    expect(wordsOf(plan)).toMatch(/Delete 192\.0\.2\.53 \(evil\.example\.net or ns1\.example\.net\) from/);
    expect(wordsOf(plan)).not.toMatch(/\bx\b/);
    expect(plan.warnings.join('\n')).toMatch(
      /evil\.example\.net and ns1\.example\.net say that 192\.0\.2\.53 is theirs/,
    );
  });

  it('takes over no link with its address and its host name, and the plan warns', () => {
    const evil = observed('evil', 'dnsonly', [], { ...owns('192.0.2.53'), hostname: fact('ns1.example.net') });
    const plan = planOf([webHas(['192.0.2.53', 'sync', { hostname: 'ns1.example.net' }]), ...honest, evil], replace);
    expect(plan.steps.filter(({ change }) => change.kind === 'member.remove')).toHaveLength(1);
    expect(plan.warnings.join('\n')).toContain('which in the inventory is ns1.example.net');
  });

  it('gets an address written that is not the inventory’s only with a word about it', () => {
    const away = observed('ns3', 'dnsonly', [], owns('203.0.113.66'));
    const fleet = [
      webHas(['192.0.2.53', 'sync', { hostname: 'ns1.example.net' }]),
      observed('ns1', 'dnsonly', [], owns('192.0.2.53')),
      away,
    ];
    const said = planOf(fleet, replace, { ns3: { host: '192.0.2.55' } });
    expect(risksOf(said)).toMatch(
      /203\.0\.113\.66 is what ns3\.example\.net gives as its address; in the inventory it is 192\.0\.2\.55/,
    );
    expect(risksOf(planOf(fleet, replace, { ns3: { host: '203.0.113.66' } }))).not.toContain('in the inventory');
  });

  it('is never written under an address that is another’s', () => {
    const evil = observed('evil', 'dnsonly', [], owns('192.0.2.53', '203.0.113.9'));
    const fleet = [webHas(), ...honest, evil];
    const plan = planOf(
      fleet,
      { kind: 'nameserver.add', nameserver: 'evil', to: ['web'], role: 'sync', synchronize: false },
      { ns1: { host: '192.0.2.53' } },
    );
    expect(plan.steps.map(({ change }) => change.kind === 'member.add' && change.member.address)).toEqual([
      '203.0.113.9',
    ]);
  });
});

it('says both names where the inventory and the server differ, the inventory’s first', () => {
  const fleet = [webHas(['192.0.2.53']), observed('ns1', 'dnsonly', [], owns('192.0.2.53'))];
  const remove: Change = { kind: 'member.remove', server: 'web', as: 'root', address: '192.0.2.53' };
  const plan = planOf(fleet, remove, { ns1: { name: 'Frankfurt 1' } });
  expect(wordsOf(plan)).toContain('Frankfurt 1 (ns1.example.net)');
});

it('names an unknown host with its address', () => {
  const remove: Change = { kind: 'member.remove', server: 'web', as: 'root', address: '10.7.7.7' };
  const plan = planOf([webHas(['10.7.7.7', 'sync', { hostname: 'old.example.org' }])], remove);
  expect(wordsOf(plan)).toContain('old.example.org (10.7.7.7)');
});
