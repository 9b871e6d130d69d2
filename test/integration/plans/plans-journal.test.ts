import { afterEach, expect, it } from 'vitest';
import { finishRun } from '#electron/cli/plan-run.ts';
import type { FleetSession } from '#electron/cli/fleet-session.ts';
import type { CommandIo } from '#electron/cli/io.ts';
import type { CommonOptions } from '#electron/cli/options.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { failure } from '#shared/errors/index.ts';
import { memoryArchive, type MemoryArchive } from '#test/fixtures/plans/archive.ts';
import { openWorld, type OpenWorld } from '#test/fixtures/plans/open.ts';
import { applied, previewOf, valueOf } from '#test/fixtures/plans/runs.ts';
import { worldOf, worldServer } from '#test/fixtures/plans/world.ts';

/** Journals that cannot be written, or have gone: nothing is sent, and it is said why. */

const world = () => worldOf([worldServer('web1', 1), worldServer('web2', 2)]);
const off = (server: string): Change => ({ kind: 'clustering', server, enabled: false });
const full = (file: string) => failure('store.failed', `${file} could not be written: ENOSPC.`, { file });
let open: OpenWorld;
afterEach(() => open.services.close());

/** An archive whose journal takes so many more entries. */
function filling(room: { left: number }): MemoryArchive {
  const archive = memoryArchive();
  const append = archive.append.bind(archive);
  archive.append = async (id, entry) => {
    if (room.left <= 0) return full(`/profile/plans/${id}.journal`);
    room.left -= 1;
    return await append(id, entry);
  };
  return archive;
}

async function inCommandLine(id: string): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const io = {
    write: (text: string) => void (out += text),
    note: (text: string) => void (err += text),
    progress: false,
    colours: false,
    interrupted: new AbortController().signal,
    env: {},
  } as unknown as CommandIo;
  const options = { json: true } as CommonOptions;
  const status = await finishRun({ services: open.services } as FleetSession, id, options, io);
  return { status, out, err };
}

it('says why a plan was not carried out when its journal cannot be begun, and sends nothing', async () => {
  const room = { left: 0 };
  const fleet = world();
  open = await openWorld(fleet, { archive: filling(room) });
  const plan = await previewOf(open.services, [off('web1')]);
  valueOf(await open.services.plans.apply({ id: plan.id, confirmation: null }));
  await expect.poll(() => open.run(plan.id)?.trouble?.code).toBe('store.failed');
  const run = open.run(plan.id);
  expect(run).toMatchObject({ state: 'ready', steps: [{ state: 'waiting' }] });
  expect(run?.trouble?.message).toMatch(
    /plans\/.*\.journal could not be written: ENOSPC\. .*nothing more was sent.*apply the plan again/,
  );
  expect(fleet.writes).toEqual([]);
  const told = await inCommandLine(plan.id);
  expect(told.status).toBe(1);
  expect(told.err).toContain('could not be written: ENOSPC');
  expect(JSON.parse(told.out)).toMatchObject({ plan: { state: 'ready' }, error: { code: 'store.failed' } });
  room.left = 100;
  expect(await applied(open.services, plan)).toMatchObject({ state: 'done', trouble: null });
});

it('stops before the step that it cannot write down, says which file, and goes on once it can', async () => {
  // Begun, first step begun and ended.
  const room = { left: 3 };
  const fleet = world();
  open = await openWorld(fleet, { archive: filling(room) });
  const plan = await previewOf(open.services, [
    off('web1'),
    { kind: 'logging', server: 'web1', level: 3, verboseSync: true },
  ]);
  const run = await applied(open.services, plan);
  expect(run.state).toBe('failed');
  expect(run.steps.map(({ state }) => state)).toEqual(['verified', 'failed']);
  expect(run.steps[1]?.error?.message).toMatch(/\.journal could not be written.*then resume the plan/);
  expect(run.trouble?.code).toBe('store.failed');
  expect(fleet.writes).toHaveLength(1);
  room.left = 100;
  valueOf(await open.services.plans.resume({ id: plan.id }));
  expect(await open.ended(plan.id)).toMatchObject({ state: 'done', trouble: null });
  expect(fleet.writes).toHaveLength(2);
});
