import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { applied, previewOf, valueOf } from '#test/fixtures/plans/runs.ts';
import { limits } from '#test/fixtures/plans/whm.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/**
 * Plans whose far end is known to be down: the preview says so and what will come of it, and what was not seen is no
 * green end.
 */

let fleet: Fleet;
let lab: Lab;

beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 7 });
  lab = await openLab(fleet, { limits });
  await lab.services.fleet.refresh({ ids: null });
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';

it('warns of enabling a member that is down, and ends in part, with what was not seen', async () => {
  const entry = fleet.servers.get('web1')?.cluster.members.get(addressOf('ns2'));
  if (!entry) throw new Error('web1 has no member ns2');
  entry.down = true;
  await fleet.stopServer('ns2');
  const plan = await previewOf(lab.services, [], [{ kind: 'members.enable', links: ['web1>ns2'], synchronize: true }]);
  const [enable, synchronize] = plan.steps;
  expect(enable?.risks.join('\n')).toMatch(
    /ns2\.pairs\.example has not answered for \d+ s \(.*refused the connection.*\); WHM will disable it again after 10 failed commands\./,
  );
  expect(synchronize?.risks.join('\n')).toMatch(/ns2\.pairs\.example has not answered for .*cannot be verified/);
  const run = await applied(lab.services, plan);
  expect(run.state).toBe('partial');
  expect(run.steps.map(({ state }) => state)).toEqual(['verified', 'unverified']);
  expect(run.steps[1]?.error?.message).toContain('ns2.pairs.example');
  const report = valueOf(await lab.services.plans.report({ id: plan.id }));
  expect(report.text).toContain('State: done to its end, not every step seen done');

  // Once it answers, the plan can be gone on with, and only what was not done is done again.
  await fleet.startServer('ns2');
  await lab.services.fleet.refresh({ ids: null });
  valueOf(await lab.services.plans.resume({ id: plan.id }));
  await expect.poll(() => stateOf(plan.id), { timeout: 10_000 }).toBe('done');
});

function stateOf(id: string): string | undefined {
  let state: string | undefined;
  lab.services.plans.watch((runs) => (state = runs.find(({ plan }) => plan.id === id)?.state))();
  return state;
}

it('warns of each kind of change that the far end has a part in', async () => {
  await fleet.stopServer('alone1');
  await fleet.stopServer('ns1');
  const member = {
    address: addressOf('alone1'),
    host: 'alone1.pairs.example',
    user: 'root',
    module: 'cPanel',
    role: 'standalone',
    debug: false,
    contact: 'none',
    nsConfig: null,
    token: { from: 'made', on: 'alone1' },
  } as const;
  const plan = await previewOf(lab.services, [
    { kind: 'member.add', server: 'web1', as: 'root', member },
    { kind: 'role', server: 'web1', as: 'root', address: addressOf('ns1'), role: 'write-only' },
    { kind: 'role', server: 'web2', as: 'root', address: addressOf('ns2'), role: 'write-only' },
  ]);
  const risks = plan.steps.map(({ risks: each }) => each.filter((risk) => risk.includes('has not answered')));
  expect(risks.map((each) => each.length)).toEqual([1, 1, 0]);
  expect(risks[0]?.[0]).toContain('cannot be made there');
  expect(risks[1]?.[0]).toContain('zone changes wait for it');
});
