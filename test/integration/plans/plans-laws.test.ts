import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '#shared/contract/plans.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Result } from '#shared/errors/index.ts';
import { memoryArchive } from '#test/fixtures/plans/archive.ts';
import { changesArbitrary, worldArbitrary } from '#test/fixtures/plans/arbitrary.ts';
import type { Mishap } from '#test/fixtures/plans/connector.ts';
import { openWorld, type OpenWorld } from '#test/fixtures/plans/open.ts';
import { settingsOf, type World } from '#test/fixtures/plans/world.ts';
import { lawRuns, thoroughness } from '#test/fixtures/laws/runs.ts';

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

/** The changes among these that can be made one after the other, as a plan. */
async function feasible(open: OpenWorld, changes: readonly Change[]): Promise<Plan> {
  let wanted = [...changes];
  for (;;) {
    const plan = value(await open.services.plans.preview({ changes: wanted, intentions: [] }));
    const refused = plan.steps.filter((step) => step.refusal).map(({ change }) => JSON.stringify(change));
    if (refused.length === 0) return plan;
    wanted = plan.steps.map(({ change }) => change).filter((change) => !refused.includes(JSON.stringify(change)));
  }
}

/** Runs the plan in a world of its own; nothing goes wrong. */
async function undisturbed(world: World, changes: readonly Change[]): Promise<unknown> {
  const open = await openWorld(world);
  const plan = await feasible(open, changes);
  if (plan.steps.length > 0) {
    value(await open.services.plans.apply({ id: plan.id, confirmation: null }));
    expect((await open.ended(plan.id)).state).toBe('done');
  }
  await open.services.close();
  return settingsOf(world);
}

describe('laws of carrying out', () => {
  it(
    'killed at any moment and resumed, a plan ends as if nothing had happened',
    { timeout: 120_000 * thoroughness },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          worldArbitrary,
          changesArbitrary,
          fc.array(fc.nat(60), { maxLength: 6 }),
          async (make, changes, kills) => {
            const expected = await undisturbed(make(), changes);
            const world = make();
            const archive = memoryArchive();
            let open = await openWorld(world, { archive });
            const { secrets } = open;
            const plan = await feasible(open, changes);
            if (plan.steps.length === 0) return;
            for (const kill of kills) {
              // From that call or that journal entry on, nothing of the process happens any more.
              let left = kill;
              let dead: () => void = () => undefined;
              const death = new Promise<void>((resolve) => (dead = resolve));
              const tick = (): Promise<void> => {
                left -= 1;
                if (left > 0) return Promise.resolve();
                dead();
                return new Promise(() => undefined);
              };
              archive.isClaimed = false;
              archive.onAppend = null;
              let alive = false;
              const doomed = await openWorld(world, {
                archive,
                secrets,
                before: () => (alive ? tick() : Promise.resolve()),
              });
              alive = true;
              archive.onAppend = tick;
              const run = doomed.run(plan.id);
              if (run?.state === 'done') break;
              const begun =
                run?.startedAt == null
                  ? doomed.services.plans.apply({ id: plan.id, confirmation: null })
                  : doomed.services.plans.resume({ id: plan.id });
              await Promise.race([begun, death]);
              await Promise.race([doomed.ended(plan.id), death]);
            }
            archive.onAppend = null;
            archive.isClaimed = false;
            open = await openWorld(world, { archive, secrets });
            const run = open.run(plan.id);
            if (run?.state !== 'done') {
              const begun =
                run?.startedAt == null
                  ? open.services.plans.apply({ id: plan.id, confirmation: null })
                  : open.services.plans.resume({ id: plan.id });
              value(await begun);
              expect((await open.ended(plan.id)).state).toBe('done');
            }
            expect(settingsOf(world)).toEqual(expected);
          },
        ),
        lawRuns(150),
      );
    },
  );

  it(
    'undone, a plan leaves the settings as they were, whatever went wrong in it',
    { timeout: 120_000 * thoroughness },
    async () => {
      const mishaps = fc.array(fc.option(fc.constantFrom<Mishap>('refused', 'lost', 'unsent', 'ignored', 'garbled')), {
        maxLength: 14,
      });
      await fc.assert(
        fc.asyncProperty(worldArbitrary, changesArbitrary, mishaps, async (make, changes, happening) => {
          const world = make();
          const before = settingsOf(world);
          const queue = [...happening];
          let armed = true;
          const open = await openWorld(world, { mishap: () => (armed ? (queue.shift() ?? null) : null) });
          const plan = await feasible(
            open,
            changes.filter(({ kind }) => kind !== 'member.enable'),
          );
          if (plan.steps.length === 0) return;
          value(await open.services.plans.apply({ id: plan.id, confirmation: null }));
          const run = await open.ended(plan.id);
          for (const { state } of run.steps) expect(['verified', 'failed', 'waiting']).toContain(state);
          armed = false;
          if (run.steps.some(({ state }) => state === 'verified')) {
            const undoing = value(await open.services.plans.undo({ id: plan.id, contact: true }));
            expect(undoing.steps.filter((step) => step.refusal)).toEqual([]);
            value(await open.services.plans.apply({ id: undoing.id, confirmation: null }));
            expect((await open.ended(undoing.id)).state).toBe('done');
          }
          expect(settingsOf(world)).toEqual(before);
          await open.services.close();
        }),
        lawRuns(200),
      );
    },
  );
});
