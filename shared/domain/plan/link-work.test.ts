import { describe, expect, it } from 'vitest';
import type { PlanRun } from '#shared/contract/plans.ts';
import { linkWork } from './link-work.ts';

type Change = PlanRun['plan']['steps'][number]['change'];
const synchronize = (server: string): Change => ({
  kind: 'synchronize',
  server,
  scope: { zones: 'all', where: 'everywhere', full: false },
});
const enable = (server: string, address: string): Change => ({ kind: 'member.enable', server, as: 'root', address });
const link = { from: 'web1', member: { address: '192.0.2.1' } } as Parameters<typeof linkWork>[1];

function run(changes: readonly Change[], running: number, state: PlanRun['state'] = 'running'): PlanRun {
  const steps = changes.map((change, at) => ({ id: `s${at}`, change }));
  return {
    plan: { id: 'p', steps } as unknown as PlanRun['plan'],
    state,
    steps: steps.map(({ id }, at) => ({
      id,
      state: at === running ? 'running' : 'waiting',
      error: null,
      seen: null,
      progress: at === running ? '1 of 2 zones arrived' : null,
      at: null,
    })),
    trouble: null,
    startedAt: 1,
    endedAt: null,
  };
}

describe('the work on a link', () => {
  const both = [enable('web1', '192.0.2.1'), synchronize('web1')];

  it('is the step under way that enables its member, then the one that synchronizes its server', () => {
    expect(linkWork([run(both, 0)], link)).toMatchObject({ plan: 'p', kind: 'member.enable' });
    expect(linkWork([run(both, 1, 'stopping')], link)).toEqual({
      plan: 'p',
      kind: 'synchronize',
      progress: '1 of 2 zones arrived',
    });
  });

  it('is none for another member, another server, a step that waits and a plan that has ended', () => {
    expect(linkWork([run([enable('web1', '192.0.2.2')], 0)], link)).toBeNull();
    expect(linkWork([run([synchronize('web2')], 0)], link)).toBeNull();
    expect(linkWork([run(both, 2)], link)).toBeNull();
    expect(linkWork([run(both, 1, 'interrupted')], link)).toBeNull();
    expect(linkWork(null, link)).toBeNull();
  });
});
