import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Result } from '#shared/errors/index.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/** Ids that every object answers to are ids like any other: what is not there is not there. */

let fleet: Fleet;
let lab: Lab;
beforeAll(async () => {
  fleet = await startFleet();
  lab = await openLab(fleet, { only: ['web1', 'ns1'] });
  await lab.services.fleet.refresh({ ids: null });
});
afterAll(async () => {
  await lab.services.close();
  await fleet.close();
});

type Ask = (id: string) => Promise<Result<unknown>>;
const preview = async (changes: readonly unknown[], intentions: readonly unknown[] = []): Promise<Result<unknown>> =>
  await lab.services.plans.preview({ changes, intentions } as never);
const asks: Readonly<Record<string, Ask>> = {
  clustering: (server) => preview([{ kind: 'clustering', server, enabled: true }]),
  'role of a server': (server) => preview([{ kind: 'role', server, as: 'root', address: '127.0.0.9', role: 'sync' }]),
  'role of a member': (address) => preview([{ kind: 'role', server: 'web1', as: 'root', address, role: 'sync' }]),
  'role in a list': (as) => preview([{ kind: 'role', server: 'web1', as, address: '127.0.0.9', role: 'sync' }]),
  remove: (address) => preview([{ kind: 'member.remove', server: 'web1', as: 'root', address }]),
  enable: (address) => preview([{ kind: 'member.enable', server: 'web1', as: 'root', address }]),
  leave: (server) => preview([], [{ kind: 'server.leave', server }]),
  replace: (old) => preview([], [{ kind: 'nameserver.replace', old, next: 'ns1' }]),
  'replace by': (next) => preview([], [{ kind: 'nameserver.replace', old: 'ns1', next }]),
  mend: (link) => preview([], [{ kind: 'trust.mend', link }]),
  report: async (id) => await lab.services.plans.report({ id }),
  settings: async (server) => await lab.services.plans.settings({ server }),
  members: async (server) => await lab.services.plans.members({ server, as: 'root' }),
  retry: async (id) => await lab.services.servers.retry({ id }),
  remove_: async (id) => await lab.services.servers.remove({ id }),
};

/** What came of it, without the name itself. */
function shape(result: Result<unknown>, id: string): string {
  const told = result.ok ? result.value : { code: result.error.code, message: result.error.message };
  return JSON.stringify(told, (key, value: unknown) =>
    ['id', 'createdAt', 'fingerprint'].includes(key) ? null : value,
  ).replaceAll(id, 'NAME');
}

const names = Object.getOwnPropertyNames(Object.prototype).filter((name) => /^[A-Za-z]+$/.test(name));

it.each(Object.keys(asks))('%s', async (kind) => {
  const ask = asks[kind];
  if (!ask) throw new Error(kind);
  const nobody = shape(await ask('nobodysname'), 'nobodysname');
  expect(names).toContain('constructor');
  for (const name of names) expect([name, shape(await ask(name), name)]).toEqual([name, nobody]);
});

it('leaves what was kept and watched in order', async () => {
  const runs: unknown[] = [];
  lab.services.plans.watch((told) => runs.push(told))();
  expect(() => structuredClone(runs)).not.toThrow();
});
