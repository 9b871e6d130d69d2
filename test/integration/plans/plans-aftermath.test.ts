import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, Intention } from '#shared/domain/plan/change.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { startFleet, type Fleet, type StartOptions } from '#simulator/index.ts';
import { applied, previewOf, undone } from '#test/fixtures/plans/runs.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/**
 * What Nameward itself has guided leaves no new trouble behind: every intention is carried out, and the picture is
 * looked at afterwards.
 */

let fleet: Fleet;
let lab: Lab;

async function open(options: StartOptions): Promise<void> {
  fleet = await startFleet(options);
  lab = await openLab(fleet, { limits: { settleMs: [0, 50, 200] } });
  await look();
}
/** Twice: WHM shows the first time what it knew before (`whm-protocol 3.3`). */
async function look(): Promise<Topology> {
  await lab.services.fleet.refresh({ ids: null });
  await lab.services.fleet.refresh({ ids: null });
  return lab.topology();
}

/** Everything that is a warning or broken, with why. */
function troubles({ nodes, links }: Topology): readonly string[] {
  return [...Object.values(nodes), ...Object.values(links)]
    .filter(({ state }) => state === 'warning' || state === 'broken')
    .flatMap(({ id, reasons }) => reasons.map(({ code, message }) => `${id} ${code}: ${message}`));
}

/** @returns the picture afterwards; what is new of trouble in it fails */
async function expectQuietAfter(changes: readonly Change[], intentions: readonly Intention[]): Promise<Topology> {
  const before = new Set(troubles(lab.topology()));
  const plan = await previewOf(lab.services, changes, intentions);
  expect(plan.steps.map(({ refusal }) => refusal)).toEqual(plan.steps.map(() => null));
  const run = await applied(lab.services, plan);
  expect(run.steps.map(({ state, error }) => [state, error?.message ?? null])).toEqual(
    run.steps.map(() => ['verified', null]),
  );
  const after = await look();
  expect(troubles(after).filter((trouble) => !before.has(trouble))).toEqual([]);
  return after;
}

afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

describe('in a healthy fleet', () => {
  beforeEach(async () => {
    await open({ scenario: 'pairs', servers: 8 });
  });

  const link = (from: string, to: string): string => `${from}>${to}`;
  const intentions: readonly (readonly [string, Intention])[] = [
    [
      'trust is set up',
      { kind: 'trust.set-up', a: 'alone1', b: 'alone2', roleAtA: 'standalone', roleAtB: 'standalone' },
    ],
    [
      'a nameserver is added',
      { kind: 'nameserver.add', nameserver: 'ns3', to: ['web1', 'web2'], role: 'sync', synchronize: true },
    ],
    [
      'a cPanel nameserver is added',
      { kind: 'nameserver.add', nameserver: 'alone1', to: ['web1', 'web2'], role: 'sync', synchronize: false },
    ],
    ['a DNSOnly nameserver is replaced', { kind: 'nameserver.replace', old: 'ns1', next: 'ns3' }],
    ['a cPanel nameserver is replaced', { kind: 'nameserver.replace', old: 'ns2', next: 'ns3' }],
    ['a member is removed on both sides', { kind: 'members.remove', links: [link('web1', 'ns2')] }],
    ['a web server leaves', { kind: 'server.leave', server: 'web1' }],
    ['a cPanel nameserver leaves', { kind: 'server.leave', server: 'ns2' }],
    [
      'roles are switched',
      { kind: 'roles.switch', links: [link('web1', 'ns1'), link('web2', 'ns1')], role: 'write-only' },
    ],
  ];

  it.each(intentions)('nothing is wrong after %s', { timeout: 60_000 }, async (_what, intention) => {
    expect(troubles(lab.topology())).toEqual([]);
    await expectQuietAfter([], [intention]);
  });
});

describe('tokens of entries that are deleted', () => {
  beforeEach(async () => await open({ scenario: 'pairs', servers: 6 }));
  const tokensOf = (id: string): readonly string[] =>
    [...(fleet.servers.get(id)?.tokens.values() ?? [])].map(({ name }) => name);
  const forEntries = (id: string): readonly string[] => tokensOf(id).filter((name) => name.startsWith('nameward_'));

  it('are revoked where they were made for the entry, and made anew by an undo', { timeout: 60_000 }, async () => {
    const trust = {
      kind: 'trust.set-up',
      a: 'alone1',
      b: 'alone2',
      roleAtA: 'standalone',
      roleAtB: 'standalone',
    } as const;
    await expectQuietAfter([], [trust]);
    expect([forEntries('alone1').length, forEntries('alone2').length]).toEqual([1, 1]);
    const plan = await previewOf(lab.services, [], [{ kind: 'members.remove', links: ['alone1>alone2'] }]);
    expect(plan.steps).toHaveLength(2);
    for (const step of plan.steps) {
      expect(step.words).toContain('Then revoke the API token nameward_');
      expect(step.undo).toContain('Add it again with a new token');
      expect(step.requests.at(-1)?.url).toContain('api_token_revoke');
      expect(step.risks.join(' ')).not.toContain('keeps its entry');
    }
    expect((await applied(lab.services, plan)).state).toBe('done');
    expect([forEntries('alone1').length, forEntries('alone2').length]).toEqual([0, 0]);
    // The secret by which the name was asked stood in no address, which WHM would have logged.
    expect(lab.sent.filter(({ path }) => path.includes('api_token_get_details') && path.includes('token='))).toEqual(
      [],
    );
    expect((await undone(lab.services, plan)).state).toBe('done');
    expect([forEntries('alone1').length, forEntries('alone2').length]).toEqual([1, 1]);
    expect(troubles(await look())).toEqual([]);
  });

  it('stay where others may use them, and that is said', { timeout: 60_000 }, async () => {
    const before = tokensOf('ns2');
    const plan = await previewOf(lab.services, [], [{ kind: 'members.remove', links: ['web1>ns2'] }]);
    const step = plan.steps.find(({ change }) => change.server === 'web1');
    expect(step?.risks.join(' ')).toContain('cluster_web1 was not made for this entry alone');
    expect((await applied(lab.services, plan)).state).toBe('done');
    expect(tokensOf('ns2')).toEqual(before);
  });

  it('are said to stay with an entry back that is known, and doubted only where nobody knows', async () => {
    const alone = await previewOf(lab.services, [], [{ kind: 'members.remove', links: ['web1>ns2'], back: false }]);
    expect(alone.steps[0]?.risks.join(' ')).toContain('keeps its entry for web1');
    const dnsOnly = await previewOf(lab.services, [], [{ kind: 'members.remove', links: ['web1>ns1'] }]);
    expect(dnsOnly.steps).toHaveLength(1);
    expect(dnsOnly.steps[0]?.risks.join(' ')).not.toMatch(/keeps its entry|is not known/);
  });
});

it('says before that entries which are kept will be shown, and shows them', { timeout: 60_000 }, async () => {
  await open({ scenario: 'pairs', servers: 6 });
  const plan = await previewOf(lab.services, [], [{ kind: 'server.leave', server: 'web1', entries: false }]);
  expect(plan.warnings.join(' ')).toMatch(/web1\S* keeps \d+ entries/);
  expect((await applied(lab.services, plan)).state).toBe('done');
  expect(troubles(await look()).join(' ')).toContain('clustering.off');
});

it('says that clusters become one', async () => {
  await open({ scenario: 'default' });
  const plan = await previewOf(
    lab.services,
    [],
    [{ kind: 'nameserver.add', nameserver: 'ns1', to: ['web7'], role: 'sync', synchronize: false }],
  );
  // As many as the fleet has: SoftLayer and ns6 are members of the two, and no servers.
  expect(plan.warnings.join(' ')).toContain(
    'example.net and example.org become one cluster (14 servers); the stricter safety counts.',
  );
});

describe('a server that leaves the lab', () => {
  beforeEach(async () => await open({ scenario: 'default' }));

  it.each(['web8', 'web1'])(
    '%s is out of its cluster, without entries and quiet',
    { timeout: 60_000 },
    async (server) => {
      const { clusters } = lab.topology();
      const before = lab.topology().nodes[server]?.cluster;
      expect(clusters[before ?? -1]).toContain(server);
      const { nodes, links } = await expectQuietAfter([], [{ kind: 'server.leave', server }]);
      expect(Object.values(links).filter(({ from, to }) => from === server || to === server)).toEqual([]);
      // Linked with nobody: the button that takes it out is offered no more.
      expect(nodes[server]).toMatchObject({ cluster: null, state: 'ok', reasons: [] });
      expect(fleet.servers.get(server)?.cluster).toMatchObject({ enabled: false });
      expect(fleet.servers.get(server)?.cluster.members.size).toBe(0);
    },
  );

  it('comes back by an undo, with tokens that work', { timeout: 60_000 }, async () => {
    const plan = await previewOf(lab.services, [], [{ kind: 'server.leave', server: 'web1' }]);
    expect((await applied(lab.services, plan)).state).toBe('done');
    const run = await undone(lab.services, plan);
    expect(run.state).toBe('done');
    const { nodes } = await look();
    expect(nodes['web1']?.cluster).not.toBeNull();
  });
});
