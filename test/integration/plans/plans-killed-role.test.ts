import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPlanArchive } from '#electron/adapters/store/index.ts';
import type { CommandIo } from '#electron/cli/io.ts';
import { run } from '#electron/cli/run.ts';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { buildProcess, writeProfile } from '#test/fixtures/plans/killed.ts';
import { endOf, valueOf } from '#test/fixtures/plans/runs.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/** One role, changed from the editor by a process that is killed: whoever starts again is told what became of it. */

let fleet: Fleet;
let folder = '';
let nameward: Awaited<ReturnType<typeof buildProcess>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nameward-killed-role-'));
  nameward = await buildProcess(folder);
  fleet = await startFleet({ scenario: 'pairs', servers: 6 });
});
afterAll(async () => {
  await fleet.close();
  await rm(folder, { recursive: true, force: true });
});

const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const trueRole = (): Role | null | undefined => fleet.servers.get('web1')?.cluster.members.get(addressOf('ns1'))?.role;
const write = async (role: Role): Promise<void> =>
  await writeProfile(folder, fleet, [{ kind: 'role', server: 'web1', as: 'root', address: addressOf('ns1'), role }]);

/** Nameward, started again on what the killed process left. */
async function again(): Promise<Lab> {
  const lab = await openLab(fleet, { plans: createPlanArchive(join(folder, 'plans'), { now: Date.now }) });
  await lab.services.fleet.refresh({ ids: null });
  return lab;
}
function newest({ services }: Lab): PlanRun | undefined {
  let told: readonly PlanRun[] = [];
  services.plans.watch((runs) => (told = runs))();
  return told[0];
}
const writes = (): number =>
  fleet.events().events.filter((event) => event.kind === 'request' && event.path.includes('changeclusterdns')).length;

it(
  'killed before the request: tells that the step is open, and carries it out when it is resumed',
  { timeout: 60_000 },
  async () => {
    await write('write-only');
    const killed = await nameward('draft', '', (entry) => entry === 'begun s1');
    expect(killed.ended).toBeUndefined();
    expect(trueRole()).toBe('sync');
    const lab = await again();
    const told = newest(lab);
    expect(told).toMatchObject({ plan: { id: killed.plan }, state: 'interrupted', steps: [{ state: 'unverified' }] });
    valueOf(await lab.services.plans.resume({ id: killed.plan ?? '' }));
    expect(await endOf(lab.services, killed.plan ?? '')).toMatchObject({
      state: 'done',
      steps: [{ state: 'verified' }],
    });
    expect(trueRole()).toBe('write-only');
    expect(writes()).toBe(1);
    await lab.services.close();
  },
);

it(
  'killed between the request and the reading back: finds out that it was done, sends nothing again and can undo it',
  { timeout: 60_000 },
  async () => {
    await write('standalone');
    const before = writes();
    // WHM has done it, and the process is gone before it can look.
    const killed = await nameward('draft', '', (entry) => entry === 'sent role web1');
    expect(killed.ended).toBeUndefined();
    expect(trueRole()).toBe('standalone');
    expect(writes()).toBe(before + 1);
    const lab = await again();
    const told = newest(lab);
    expect(told).toMatchObject({
      plan: { id: killed.plan, title: expect.stringContaining('to Standalone') as string },
      state: 'interrupted',
      steps: [{ state: 'unverified', error: { message: 'Nameward ended in the middle of this step.' } }],
    });
    valueOf(await lab.services.plans.resume({ id: killed.plan ?? '' }));
    expect(await endOf(lab.services, killed.plan ?? '')).toMatchObject({
      state: 'done',
      steps: [{ state: 'verified' }],
    });
    expect(writes()).toBe(before + 1);
    const undo = valueOf(await lab.services.plans.undo({ id: killed.plan ?? '', contact: true }));
    valueOf(await lab.services.plans.apply({ id: undo.id, confirmation: null }));
    await endOf(lab.services, undo.id);
    expect(trueRole()).toBe('write-only');
    await lab.services.close();
  },
);

it('is told on the command line as well, which reads back and sends nothing again', { timeout: 60_000 }, async () => {
  await write('sync');
  const before = writes();
  const killed = await nameward('draft', '', (entry) => entry === 'sent role web1');
  expect([trueRole(), writes()]).toEqual(['sync', before + 1]);
  await writeFile(join(folder, 'tokens.json'), JSON.stringify(fleet.tokens()), { mode: 0o600 });
  let out = '';
  const io: CommandIo = {
    write: (text) => {
      out += text;
      return true;
    },
    drained: () => Promise.resolve(),
    note: () => undefined,
    colours: false,
    progress: false,
    version: '0.0.0',
    env: {},
    interrupted: new AbortController().signal,
  };
  const files = ['inventory.json', 'tokens.json', 'plans'].map((name) => join(folder, name));
  const [inventory = '', tokens = '', plans = ''] = files;
  const args = ['--json', '--inventory', inventory, '--tokens', tokens, '--plans', plans];
  expect(await run(['resume', killed.plan ?? '', ...args], io)).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    plan: { id: killed.plan, state: 'done', title: expect.stringContaining('to Synchronize') as string },
    steps: [{ state: 'verified', verified: true }],
  });
  expect(writes()).toBe(before + 1);
});
