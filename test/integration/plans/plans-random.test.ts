import { describe, expect, it } from 'vitest';
import type { Plan, PlanRun } from '#shared/contract/plans.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { lawRuns, thoroughness } from '#test/fixtures/laws/runs.ts';
import { differences, disagreements, settingsOfAll } from '#test/fixtures/plans/agreement.ts';
import { memoryArchive, type MemoryArchive } from '#test/fixtures/plans/archive.ts';
import { chanceOf, concerned, move, settle, wishesFor, type Chance } from '#test/fixtures/plans/moving.ts';
import { endOf } from '#test/fixtures/plans/runs.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/**
 * A fleet that is renumbered, renamed, certified anew and half cut off while plans run: at the end of each, its report
 * and the fleet agree in every step; every undo brings back what was before, or says why not.
 */

const limits = { settleMs: [0, 30], synchronize: { pollEveryMs: 20, deadlineMs: 1200, stillMs: 500 } };
const plans = 30;
/** WHM's queue runs so long after a change, ms. */
const queueMs = 450;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Scene {
  readonly chance: Chance;
  readonly fleet: Fleet;
  lab: Lab;
  readonly archive: MemoryArchive;
  /** What has happened, for who looks at a failure. */
  readonly story: string[];
}

/** @returns the run once it is under way no more; null: it did not begin, and why is told */
async function carryOut(
  { lab, story }: Scene,
  begin: () => Promise<{ ok: boolean; error?: { message: string } }>,
  id: string,
) {
  const begun = await begin();
  if (begun.ok) return await endOf(lab.services, id);
  story.push(`not begun: ${begun.error?.message ?? ''}`);
  expect(begun.error?.message).toBeTruthy();
  return null;
}

async function stir({ chance, fleet, lab, story }: Scene, share: number, plan: Plan | null = null): Promise<void> {
  if (chance.happens(share)) story.push(await move(chance, fleet, lab, plan ? concerned(plan) : []));
}

/** Nameward ends and starts again; what it knows is what stands on disk. */
async function restart(scene: Scene): Promise<void> {
  const { fleet, lab, story } = scene;
  await lab.services.close();
  story.push('restarted');
  scene.lab = await openLab(fleet, {
    limits,
    memory: lab.memory,
    plans: scene.archive,
    tokens: Object.fromEntries(lab.secrets.held),
  });
}

function told({ story }: Scene, name: string, run: PlanRun): void {
  story.push(
    `${name} ${run.plan.title}: ${run.state}; ${run.steps.map(({ id, state, error }) => `${id} ${state}${error ? ` (${error.message})` : ''}`).join('; ')}`,
  );
}

async function previewOf(scene: Scene): Promise<Plan | null> {
  const { lab, chance, fleet, story } = scene;
  const { changes, intentions } = wishesFor(chance, fleet);
  const preview = await lab.services.plans.preview({
    changes: [...changes],
    intentions: structuredClone(intentions) as never,
  });
  if (!preview.ok) throw new Error(preview.error.message);
  const refused = preview.value.steps.filter(({ refusal }) => refusal !== null);
  if (preview.value.steps.length > 0 && refused.length === 0) return preview.value;
  story.push(`refused: ${refused.map(({ words, refusal }) => `${words} ${refusal?.message ?? ''}`).join('; ')}`);
  return null;
}

/** Resolves once so many requests were made, or none for a while. */
async function requested(fleet: Fleet, cursor: number, count: number): Promise<void> {
  let left = count;
  const isLast = ({ kind }: { readonly kind: string }): boolean => kind === 'request' && (left -= 1) < 0;
  await fleet.awaitEvent(isLast, 1000, cursor).catch(() => undefined);
}

async function onePlan(scene: Scene): Promise<boolean> {
  const { fleet, lab, chance, story } = scene;
  await settle(fleet, lab);
  for (let times = 0; times < 2; times += 1) await stir(scene, 0.4);
  const plan = await previewOf(scene);
  if (plan === null) return false;
  story.push(...plan.steps.map(({ id, words }) => `${id}: ${words}`));
  await stir(scene, 0.4, plan);
  const before = settingsOfAll(fleet);
  const { cursor } = fleet.events();
  const apply = lab.services.plans.apply({ id: plan.id, confirmation: null });
  const stirred = Promise.all(
    [chance.upTo(30), chance.upTo(60)].map((requests) =>
      requested(fleet, cursor, requests).then(() => stir(scene, 0.8, plan)),
    ),
  );
  let run = await carryOut(scene, () => apply, plan.id);
  await stirred;
  if (run === null) return false;
  told(scene, 'applied', run);
  expect(disagreements(run, before, fleet)).toEqual([]);

  if (chance.happens(0.3)) await restart(scene);
  if (run.state !== 'done' && chance.happens(0.5)) {
    await settle(fleet, scene.lab);
    const resumed = await carryOut(scene, () => scene.lab.services.plans.resume({ id: plan.id }), plan.id);
    if (resumed) {
      told(scene, 'resumed', resumed);
      run = resumed;
      expect(disagreements(run, before, fleet)).toEqual([]);
    }
  }
  await settle(fleet, scene.lab);
  if (plan.steps.some(({ change }) => change.kind === 'synchronize')) await pause(queueMs);
  await undo(scene, run, before);
  return true;
}

async function undo(scene: Scene, run: PlanRun, before: ReturnType<typeof settingsOfAll>): Promise<void> {
  const { fleet, lab, story } = scene;
  const undoing = await lab.services.plans.undo({ id: run.plan.id, contact: true });
  if (!undoing.ok) {
    story.push(`no undo: ${undoing.error.message}`);
    // Nothing is left of it, or what is left is told.
    const left = differences(before, settingsOfAll(fleet));
    if (left.length > 0) expect(undoing.error.message).toMatch(/cannot be undone|is not taken back/);
    return;
  }
  const { value: plan } = undoing;
  const refused = plan.steps.filter(({ refusal }) => refusal !== null);
  if (refused.length > 0) {
    story.push(`undo refused: ${refused.map(({ refusal }) => refusal?.message ?? '').join('; ')}`);
    for (const { refusal } of refused) expect(refusal?.message).toBeTruthy();
    return;
  }
  const start = settingsOfAll(fleet);
  const back = await carryOut(scene, () => lab.services.plans.apply({ id: plan.id, confirmation: null }), plan.id);
  if (back === null) return;
  told(scene, 'undone', back);
  expect(disagreements(back, start, fleet)).toEqual([]);
  const said = [...plan.warnings, ...back.steps.flatMap(({ error }) => (error ? [error.message] : []))];
  const left = differences(before, settingsOfAll(fleet));
  if (back.state === 'done' && said.length === 0) expect(left).toEqual([]);
  // A reason counts for the servers that it is about: each that is not as it was has a step that was not done, or is
  // named.
  const undone = new Set(
    back.steps.flatMap(({ id, state, error }) => {
      const step = state === 'verified' && error === null ? undefined : plan.steps.find((each) => each.id === id);
      return step === undefined ? [] : [step.change.server];
    }),
  );
  const names = (server: string): readonly string[] => [server, fleet.servers.get(server)?.hostname ?? server];
  const unexplained = left.filter((difference) => {
    const server = difference.split(/[ :.]/, 1)[0] ?? '';
    return !undone.has(server) && !said.some((words) => names(server).some((name) => words.includes(name)));
  });
  expect(unexplained).toEqual([]);
}

/** Of the run that judges a commit: plans of every end are in it, and restarts. */
const fixedSeed = 42;
const { numRuns } = lawRuns(1);
const seeds = Array.from({ length: numRuns }, (_, at) =>
  thoroughness === 1 ? fixedSeed : Math.floor(Math.random() * 2 ** 31) + at,
);

describe('plans in a fleet that moves', () => {
  it.each(seeds)('agree with it in every step, and are undone, seed %i', { timeout: 240_000 }, async (seed) => {
    const fleet = await startFleet({ scenario: 'pairs', servers: 8, oneAddress: true });
    const archive = memoryArchive();
    const lab = await openLab(fleet, { limits, plans: archive });
    const scene: Scene = { chance: chanceOf(seed), fleet, lab, archive, story: [] };
    let carried = 0;
    try {
      for (let tries = 0; carried < plans && tries < plans * 3; tries += 1) {
        scene.story.push(`--- ${String(tries)}`);
        if (await onePlan(scene)) carried += 1;
      }
    } catch (error) {
      const last = scene.story.slice(
        scene.story.lastIndexOf(scene.story.findLast((line) => line.startsWith('---')) ?? ''),
      );
      throw new Error(
        `seed ${String(seed)}:\n${last.join('\n')}\n${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    } finally {
      await scene.lab.services.close();
      await fleet.close();
    }
    expect(carried).toBe(plans);
    // A fleet that never gets in the way would prove nothing.
    const unseen = [': done;', ': failed;', 'restarted', 'undone Undo'].filter(
      (word) => !scene.story.some((line) => line.includes(word)),
    );
    expect(unseen).toEqual([]);
  });
});
