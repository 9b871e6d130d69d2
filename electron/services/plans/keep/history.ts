import type { PlanRun } from '#shared/contract/plans.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { JournalEntry, KeptPlan } from '#shared/schema/plans/index.ts';
import type { NoticeBoard } from '#electron/services/notices.ts';
import { asFailure } from '#electron/services/fleet/failures.ts';
import type { Log } from '#electron/services/ports.ts';
import type { Vault } from '#electron/services/vault/vault.ts';
import type { PlanArchive } from '#electron/services/change-ports.ts';
import { followOthers, type OtherProcesses } from './other-processes.ts';
import { recordOf, type PlanRecord } from './record.ts';
import { afterEntry, planState, stepRecord } from './run-state.ts';

/** Plans that were carried out and can be undone; older ones are forgotten with the tokens that they kept. */
const keptRuns = 50;
/** Plans that were only looked at. */
const keptPreviews = 10;
/** Changes are told together, ms. */
const publishEveryMs = 50;
/** Other processes are followed once the first picture is there, ms after the first who watches. */
const followAfterMs = 1000;

export interface PlanHistory {
  find(id: string): PlanRecord | null;
  /** Of which steps of a plan others have taken back, and whether one took back all that could be. */
  undone(id: string): { readonly steps: ReadonlySet<string>; readonly all: boolean };
  runs(): PlanRun[];
  runOf(record: PlanRecord): PlanRun;
  /** The plan that this process carries out now; null: none. */
  underWay(): PlanRun | null;
  add(kept: KeptPlan): Promise<Result<void>>;
  /** Forgets a plan that was never begun; any other stays. */
  discard(id: string): Promise<void>;
  /** Durable when it resolves; the record is as the entry says from then on. */
  append(id: string, entry: JournalEntry): Promise<Result<void>>;
  setLive(id: string, live: PlanRecord['live']): void;
  /** Why the plan was not carried out; null: no longer so. */
  setTrouble(id: string, trouble: AppError | null): void;
  /** What a step is at; not kept. */
  setProgress(id: string, step: string, progress: string | null): void;
  /** Reads a plan again from disk: another process may have carried it out. */
  reload(id: string): Promise<void>;
  watch(listener: (runs: PlanRun[]) => void): () => void;
  close(): void;
}

// oxlint-disable-next-line max-lines-per-function -- one history: records, journal and listeners are one state
export async function openHistory(
  archive: PlanArchive,
  vault: Vault,
  log: Log,
  notices: NoticeBoard,
): Promise<PlanHistory> {
  const records = new Map<string, PlanRecord>();
  const progress = new Map<string, string>();
  const listeners = new Set<(runs: PlanRun[]) => void>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const loaded = await archive.load();
  for (const notice of loaded.notices) notices.add(notice);
  for (const plan of loaded.plans) records.set(plan.kept.plan.id, recordOf(plan));
  let others: OtherProcesses | null = null;
  let following: ReturnType<typeof setTimeout> | null = null;

  const stateOf = (record: PlanRecord): PlanRun['state'] =>
    record.lost
      ? 'unknown'
      : planState(
          record.run,
          record.live ?? (record.elsewhere ? 'running' : null),
          history.undone(record.kept.plan.id).all,
        );

  const publishNow = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const runs = history.runs();
    for (const listener of listeners) listener(runs);
  };
  const publish = (): void => {
    if (listeners.size > 0) timer ??= setTimeout(publishNow, publishEveryMs);
  };

  const newestFirst = (): readonly PlanRecord[] =>
    [...records.values()].toSorted(
      (a, b) => b.kept.plan.createdAt - a.kept.plan.createdAt || (a.kept.plan.id < b.kept.plan.id ? 1 : -1),
    );

  /** Forgets a plan and the tokens that it kept for its undo. */
  const forget = async ({ kept }: PlanRecord): Promise<void> => {
    for (const { keeps } of kept.details) {
      const deleted = keeps === null ? ok(undefined) : await vault.deleteToken(keeps);
      // The plan stays until they are gone: it is the only one that knows of them.
      if (!deleted.ok) return log.warn('a token kept for an undo could not be deleted', { code: deleted.error.code });
    }
    const removed = await archive.remove(kept.plan.id);
    if (removed.ok) records.delete(kept.plan.id);
    else log.warn('an old plan could not be removed', { code: removed.error.code });
  };

  const bound = async (): Promise<void> => {
    // Whatever another process carries out now must not lose its plan under its hands.
    if (![...records.values()].some(({ live }) => live !== null) && (await archive.claimed())) return;
    const idle = newestFirst().filter((record) => record.live === null && record.closed === null);
    const begun = idle.filter((record) => record.run.startedAt !== null);
    const ready = idle.filter((record) => record.run.startedAt === null);
    for (const record of [...begun.slice(keptRuns), ...ready.slice(keptPreviews)]) await forget(record);
  };

  const history: PlanHistory = {
    find: (id) => records.get(id) ?? null,
    undone(id) {
      const undoing = [...records.values()].filter(({ kept }) => kept.plan.undoes === id);
      const steps = undoing.flatMap(({ kept, run }) =>
        kept.plan.steps.flatMap((step, index) => {
          const undoes = kept.details[index]?.undoes ?? null;
          return undoes !== null && stepRecord(run, step.id).state === 'verified' ? [undoes] : [];
        }),
      );
      return { steps: new Set(steps), all: undoing.some(({ run }) => run.finished === 'done') };
    },
    runOf(record) {
      const { kept, run } = record;
      const { plan } = kept;
      const undone = history.undone(plan.id);
      const state = stateOf(record);
      return {
        plan,
        state,
        trouble: troubleOf(record),
        startedAt: run.startedAt,
        endedAt: run.endedAt,
        steps: plan.steps.map(({ id }) => {
          const step = stepRecord(run, id);
          const lost = step.state === 'running' && record.live === null && !record.elsewhere;
          return {
            id,
            state: undone.steps.has(id) ? 'undone' : lost ? 'unverified' : step.state,
            error: lost ? { code: 'plan.partial', message: 'Nameward ended in the middle of this step.' } : step.error,
            seen: step.seen,
            progress: progress.get(`${plan.id} ${id}`) ?? null,
            at: step.at,
          };
        }),
      };
    },
    runs: () => newestFirst().map((record) => history.runOf(record)),
    underWay() {
      const record = [...records.values()].find(({ live }) => live !== null);
      return record ? history.runOf(record) : null;
    },
    async add(kept) {
      const saved = await archive.save(kept);
      if (!saved.ok) return saved;
      records.set(kept.plan.id, recordOf({ kept, journal: [], closed: null, lost: false }));
      await bound();
      publish();
      return saved;
    },
    async discard(id) {
      const record = records.get(id);
      if (!record || record.live !== null || record.run.startedAt !== null) return;
      await forget(record);
      publish();
    },
    async append(id, entry) {
      const appended = await archive.append(id, entry);
      const record = records.get(id);
      // What has happened has happened, even when the disk is full.
      if (record && (appended.ok || entry.kind === 'ended' || entry.kind === 'finished')) {
        records.set(id, {
          ...record,
          run: afterEntry(record.run, entry),
          entries: record.entries + (appended.ok ? 1 : 0),
          lastAt: entry.at,
        });
      }
      publish();
      return appended;
    },
    setLive(id, live) {
      const record = records.get(id);
      if (record) records.set(id, { ...record, live });
      publishNow();
    },
    setTrouble(id, trouble) {
      const record = records.get(id);
      if (record) records.set(id, { ...record, trouble });
    },
    setProgress(id, step, text) {
      if (text === null) progress.delete(`${id} ${step}`);
      else progress.set(`${id} ${step}`, text);
      publish();
    },
    async reload(id) {
      const read = await archive.read(id);
      const { live = null, trouble = null } = records.get(id) ?? {};
      if (read) records.set(id, { ...recordOf(read), live, trouble });
      else if (live === null) records.delete(id);
    },
    watch(listener) {
      listeners.add(listener);
      listener(history.runs());
      following ??= setTimeout(() => {
        others = followOthers({ archive, records, changed: publish, log });
      }, followAfterMs);
      return () => listeners.delete(listener);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (following !== null) clearTimeout(following);
      others?.close();
      listeners.clear();
    },
  };
  return history;
}

function troubleOf({ closed, trouble }: PlanRecord): PlanRun['trouble'] {
  if (closed !== null) return { code: 'plan.precondition', message: `This plan cannot be used. ${closed}` };
  return trouble && asFailure(trouble);
}

export function unknownPlan(id: string): AppError {
  return appError('plan.precondition', `There is no plan ${id}.`);
}

/** @returns the plan, unless it is not there or may only be looked at */
export function usablePlan(history: PlanHistory, id: string): Result<PlanRecord> {
  const record = history.find(id);
  if (!record) return err(unknownPlan(id));
  if (record.closed !== null) return err(appError('plan.precondition', `This plan cannot be used. ${record.closed}`));
  return ok(record);
}
