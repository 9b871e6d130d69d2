import { afterEach, beforeEach, expect, it } from 'vitest';
import { draftWords } from '#shared/domain/plan/draft-words.ts';
import type { Change, ChangeKind, Intention, IntentionKind } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { newMember } from '#test/fixtures/members.ts';
import { applied, previewOf } from '#test/fixtures/plans/runs.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/**
 * A dialog, the plan of it and the report say the same of every kind of change, in the same words: all are made from
 * the change itself.
 */

let fleet: Fleet;
let lab: Lab;

beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 8 });
  lab = await openLab(fleet, { limits: { settleMs: [0, 50, 200] } });
  await lab.services.fleet.refresh({ ids: null });
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

async function expectSameWords(changes: readonly Change[], intentions: readonly Intention[]) {
  const dialog = draftWords({ changes, intentions }, lab.topology(), Date.now());
  const plan = await previewOf(lab.services, changes, intentions);
  expect(dialog.steps.length).toBeGreaterThan(0);
  expect(plan.steps).toHaveLength(dialog.steps.length);
  for (const [index, said] of dialog.steps.entries()) {
    const step = plan.steps[index];
    // The plan has looked more closely: which token goes with an entry, by its name.
    expect(step?.words.startsWith(said.does)).toBe(true);
    expect(step?.effects).toEqual(said.effects);
    expect(step?.risks.slice(0, said.risks.length)).toEqual(said.risks);
    const more = step?.risks.slice(said.risks.length) ?? [];
    expect(more.filter((risk) => !risk.startsWith('The token of the entry stays on'))).toEqual([]);
  }
  expect(plan.warnings).toEqual(dialog.warnings);
  return plan;
}

const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const entry = { server: 'web1', as: 'root' } as const;
const edit = { user: 'root', debug: true, contact: 'name', hostname: null, nsConfig: null } as const;

/** One of each kind; the compiler asks for those that are new. */
const changes: Readonly<Record<ChangeKind, () => Change>> = {
  clustering: () => ({ kind: 'clustering', server: 'web1', enabled: false }),
  threshold: () => ({ kind: 'threshold', server: 'web1', threshold: 0, notify: true }),
  'member.add': () => ({
    kind: 'member.add',
    ...entry,
    member: newMember(addressOf('ns3'), 'ns3.pairs.example', { token: { from: 'made', on: 'ns3' } }),
  }),
  'member.edit': () => ({
    kind: 'member.edit',
    ...entry,
    address: addressOf('ns2'),
    ...edit,
    token: { from: 'entry' },
  }),
  'member.remove': () => ({ kind: 'member.remove', ...entry, address: addressOf('ns2'), revoke: true }),
  'member.enable': () => ({ kind: 'member.enable', ...entry, address: addressOf('ns1') }),
  role: () => ({ kind: 'role', ...entry, address: addressOf('ns1'), role: 'write-only' }),
  synchronize: () => ({
    kind: 'synchronize',
    server: 'web1',
    scope: { zones: 'all', where: 'everywhere', full: false },
  }),
  software: () => ({ kind: 'software', server: 'ns1', nameserver: 'bind' }),
  monitoring: () => ({ kind: 'monitoring', server: 'ns1', monitored: false }),
  unique: () => ({ kind: 'unique', server: 'web1', reseller: 'agency', enabled: true }),
  trusted: () => ({ kind: 'trusted', server: 'web1', address: '192.0.2.9', trusted: true }),
  logging: () => ({ kind: 'logging', server: 'web1', level: 3, verboseSync: true }),
};

const intentions: Readonly<Record<IntentionKind, Intention>> = {
  'trust.set-up': { kind: 'trust.set-up', a: 'alone1', b: 'alone2', roleAtA: 'sync', roleAtB: 'standalone' },
  'trust.mend': { kind: 'trust.mend', link: 'web1>ns1' },
  'nameserver.add': {
    kind: 'nameserver.add',
    nameserver: 'ns3',
    to: ['web1', 'web2'],
    role: 'sync',
    synchronize: true,
  },
  'nameserver.replace': { kind: 'nameserver.replace', old: 'ns2', next: 'ns3' },
  'links.direct': { kind: 'links.direct', intermediary: 'ns1' },
  'server.leave': { kind: 'server.leave', server: 'web1' },
  'members.remove': { kind: 'members.remove', links: ['web1>ns2'] },
  'roles.switch': { kind: 'roles.switch', links: ['web1>ns1'], role: 'write-only' },
  'members.enable': { kind: 'members.enable', links: ['web1>ns1'], synchronize: true },
};
/** Nothing to do in a healthy fleet without intermediaries: there both say nothing. */
const idle: ReadonlySet<string> = new Set(['links.direct', 'members.enable']);

it.each(Object.keys(changes) as ChangeKind[])('of %s', async (kind) => {
  await expectSameWords([changes[kind]()], []);
});

it.each(Object.values(intentions).filter(({ kind }) => !idle.has(kind)))(
  'of the intention $kind',
  async (intention) => {
    await expectSameWords([], [intention]);
  },
);

const scopes = [
  { zones: 'all', where: 'everywhere', full: true },
  { zones: 'all', where: 'here', full: false },
  { zones: 'one', zone: 'a.example', where: 'everywhere' },
  { zones: 'one', zone: 'a.example', where: 'here' },
] as const;
it.each(scopes)('of a synchronization of $zones $where', async (scope) => {
  await expectSameWords([{ kind: 'synchronize', server: 'web1', scope }], []);
});

it(
  'of a new member that is synchronized at once: who pulls what from whom, as WHM then does it',
  { timeout: 60_000 },
  async () => {
    // What ns1 has of web2 belongs to no account of web1: WHM pulls it only with `--full` (`whm-protocol 3.8`).
    const add = changes['member.add']();
    const sync: Change = changes.synchronize();
    const plan = await expectSameWords([add, sync], []);
    const said = plan.steps.find(({ change }) => change.kind === 'synchronize')?.effects.join(' ') ?? '';
    expect(said).toContain('of every zone of an account of web1');
    expect(said).not.toContain('lacks');
    const before = Object.keys(fleet.state().servers['web1']?.zones ?? {});
    expect((await applied(lab.services, plan)).steps.map(({ state }) => state)).not.toContain('failed');
    expect(Object.keys(fleet.state().servers['web1']?.zones ?? {})).toEqual(before);

    await lab.services.fleet.refresh({ ids: null });
    const full = await expectSameWords([{ kind: 'synchronize', server: 'web1', scope: scopes[0] }], []);
    expect(full.steps[0]?.effects.join(' ')).toContain('that web1.pairs.example lacks are pulled to it as well');
    expect((await applied(lab.services, full)).steps.map(({ state }) => state)).not.toContain('failed');
    expect(Object.keys(fleet.state().servers['web1']?.zones ?? {}).length).toBeGreaterThan(before.length);
  },
);
