import type { Log } from '#electron/services/ports.ts';
import { recordOf, type PlanRecord } from './record.ts';
import type { PlanArchive } from '#electron/services/change-ports.ts';

/** Follows what other processes do to the plans. */
export interface OtherProcesses {
  close(): void;
}

/** How soon it is noticed that a process ended in the middle of a plan, ms: nothing of that stands on disk. */
const lookEveryMs = 1000;

export interface OthersParts {
  readonly archive: PlanArchive;
  readonly records: Map<string, PlanRecord>;
  /** The records are others than before. */
  readonly changed: () => void;
  readonly log: Log;
}

/** Begun and not ended, as far as the journal tells. */
function isOpen({ run, live, closed }: PlanRecord): boolean {
  return run.startedAt !== null && run.finished === null && live === null && closed === null;
}

/**
 * Keeps the records as they stand on disk, but for the plan that this process carries out itself, of which it knows
 * more than the disk.
 */
export function followOthers({ archive, records, changed, log }: OthersParts): OtherProcesses {
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let turn: Promise<void> = Promise.resolve();

  /** @returns whether anything was new */
  const read = async (id: string): Promise<boolean> => {
    if (records.get(id)?.live) return false;
    const found = await archive.read(id);
    const known = records.get(id);
    if (closed || known?.live) return false;
    if (!found) return records.delete(id);
    // A journal only grows: what is shorter was read before the last entry was written.
    if (known && found.journal.length <= known.entries && found.closed === known.closed) return false;
    records.set(id, { ...recordOf(found), elsewhere: known?.elsewhere ?? false, trouble: known?.trouble ?? null });
    return true;
  };

  /** One process carries out one plan; which one, the last entry of all tells. */
  const findElsewhere = async (): Promise<boolean> => {
    const [open] = [...records.values()].filter(isOpen).toSorted((a, b) => b.lastAt - a.lastAt);
    const ours = [...records.values()].some(({ live }) => live !== null);
    const carried = open && !ours && (await archive.claimed()) ? open.kept.plan.id : null;
    if (closed) return false;
    let different = false;
    for (const [id, record] of records) {
      if (record.elsewhere === (id === carried)) continue;
      records.set(id, { ...record, elsewhere: id === carried });
      different = true;
    }
    if (timer !== null) clearTimeout(timer);
    timer = carried === null ? null : setTimeout(() => look([carried]), lookEveryMs);
    return different;
  };

  const lookAt = async (ids: readonly string[] | null): Promise<void> => {
    if (closed) return;
    let news = false;
    for (const id of ids ?? (await archive.ids())) news = (await read(id)) || news;
    news = (await findElsewhere()) || news;
    if (news && !closed) changed();
  };
  const look = (ids: readonly string[] | null): void => {
    turn = turn
      .then(() => lookAt(ids))
      .catch((error: unknown) => log.warn('plans of another process could not be read', { error: String(error) }));
  };

  const leave = archive.watch(look);
  return {
    close() {
      closed = true;
      leave();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
