import { mkdir, open, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import {
  journalLine,
  openingLine,
  planDocument,
  readJournal,
  type JournalEntry,
  type JournalReading,
} from '#shared/schema/plans/index.ts';
import type { Clock } from '#electron/services/ports.ts';
import type { ArchivedPlan, PlanArchive } from '#electron/services/change-ports.ts';
import { claimFolder, isClaimed } from './claim.ts';
import { createDocumentStore } from './document-store.ts';
import { ifAbsent, reasonOf } from './file-errors.ts';
import { createHeldNames } from './held-names.ts';
import { watchPlans } from './plan-watch.ts';

/** Only the owner reads and writes: plans tell where a fleet is. */
const fileMode = 0o600;
const folderMode = 0o700;
/** The document of a plan: `ID.json`, and not one that was set aside or is being written. */
const planFile = /^([A-Za-z0-9-]+)\.json$/;

/** Lines that wait for the next write to one journal; all of them share its `fdatasync`. */
interface Waiting {
  readonly entries: JournalEntry[];
  readonly done: Promise<Result<void>>;
}

/**
 * Keeps every plan in `DIRECTORY/ID.json` and what happened to it in `DIRECTORY/ID.journal`, one JSON line each. A
 * journal is appended to and never rewritten; only a last line that a killed writer left half written is cut off before
 * the next one.
 * @param directory made when it is missing
 */
// oxlint-disable-next-line max-lines-per-function -- one folder: its methods share what is open in it
export function createPlanArchive(directory: string, clock: Clock): PlanArchive {
  const waiting = new Map<string, Waiting>();
  /** How each journal ended when this process last wrote to it; another process may have gone on since. */
  const ends = new Map<string, JournalEnd>();
  const heldNames = createHeldNames(join(directory, 'held'));
  const fileOf = (id: string): string => join(directory, `${id}.journal`);
  const documentOf = (id: string) => createDocumentStore(directory, planDocument(id), clock);

  const write = async (id: string, entries: readonly JournalEntry[]): Promise<Result<void>> => {
    const file = fileOf(id);
    try {
      await mkdir(directory, { recursive: true, mode: folderMode });
      const handle = await open(file, 'a', fileMode);
      try {
        const { size } = await handle.stat();
        const known = ends.get(id);
        const end = known?.size === size ? known : await wholeEnd(file);
        if (end.size !== size) await handle.truncate(end.size);
        let { sum } = end;
        let text = '';
        for (const entry of entries) {
          const next = journalLine(entry, sum);
          text += next.line;
          ({ sum } = next);
        }
        await handle.appendFile(text);
        await handle.datasync();
        if (size === 0) await syncFolder(directory);
        ends.set(id, { size: end.size + Buffer.byteLength(text), sum });
      } finally {
        await handle.close();
      }
      return ok(undefined);
    } catch (error) {
      ends.delete(id);
      return failure('store.failed', `${file} could not be written: ${reasonOf(error)}.`, { file });
    }
  };

  /** Before its plan: a plan whose journal is not there has lost it. */
  const openJournal = async (id: string): Promise<Result<void>> => {
    const file = fileOf(id);
    try {
      await mkdir(directory, { recursive: true, mode: folderMode });
      const handle = await open(file, 'ax', fileMode);
      try {
        await handle.appendFile(openingLine(id).line);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await syncFolder(directory);
      return ok(undefined);
    } catch (error) {
      return failure('store.failed', `${file} could not be written: ${reasonOf(error)}.`, { file });
    }
  };

  /** Writes go one after the other; what comes while one is under way goes with the next. */
  const turns = new Map<string, Promise<unknown>>();
  const append = (id: string, entry: JournalEntry): Promise<Result<void>> => {
    const next = waiting.get(id);
    if (next) {
      next.entries.push(entry);
      return next.done;
    }
    const entries = [entry];
    const flush = async (before: Promise<unknown> | undefined): Promise<Result<void>> => {
      await before;
      waiting.delete(id);
      return await write(id, entries);
    };
    const done = flush(turns.get(id));
    waiting.set(id, { entries, done });
    turns.set(id, done);
    return done;
  };

  const read = async (
    id: string,
  ): Promise<ArchivedPlan | { readonly aside: string; readonly reason: string } | null> => {
    const document = await documentOf(id).read();
    if (document.state === 'absent') return null;
    if (document.state === 'set-aside') return { aside: document.file, reason: document.reason };
    if (document.data === null) return null;
    const text = await readFile(fileOf(id), 'utf8').catch(ifAbsent(null));
    const journal = readJournal(text ?? '');
    const lost = document.data.journalled ? lossOf(journal, text, fileOf(id)) : damageOf(journal, fileOf(id));
    const isNewer = document.state === 'newer' || journal.newer;
    return {
      kept: document.data,
      journal: journal.entries,
      closed: isNewer ? 'It was written by a newer Nameward.' : lost,
      lost: !isNewer && lost !== null,
    };
  };

  const ids = async (): Promise<readonly string[]> => {
    const names = await readdir(directory).catch(ifAbsent<string[]>([]));
    return names.flatMap((name) => planFile.exec(name)?.[1] ?? []);
  };

  return {
    ids,
    async load() {
      const found = await Promise.all((await ids()).map(read));
      return {
        plans: found.filter((plan) => plan !== null).filter((plan) => 'kept' in plan),
        notices: found.flatMap((plan) =>
          plan && 'aside' in plan
            ? [
                {
                  code: 'store.corrupt',
                  message: `The file of a plan could not be used and was set aside. ${plan.reason}`,
                  file: plan.aside,
                },
              ]
            : [],
        ),
      };
    },
    async read(id) {
      const plan = await read(id);
      return plan && 'kept' in plan ? plan : null;
    },
    async save(kept) {
      const opened = await openJournal(kept.plan.id);
      return opened.ok ? await documentOf(kept.plan.id).write(kept) : opened;
    },
    append,
    async remove(id) {
      try {
        // The journal last: without its plan it says nothing, and a plan without its journal would look as if it had
        // never begun.
        await rm(join(directory, `${id}.json`), { force: true });
        await rm(fileOf(id), { force: true });
        return ok(undefined);
      } catch (error) {
        return failure('store.failed', `The plan ${id} could not be removed: ${reasonOf(error)}.`);
      }
    },
    async claim() {
      try {
        const release = await claimFolder(directory);
        return release === null
          ? failure('plan.precondition', 'Another Nameward is carrying out a plan of this profile.')
          : ok(release);
      } catch (error) {
        return failure(
          'store.failed',
          `Nothing was sent: the folder of the plans ${directory} cannot be written to: ${reasonOf(error)}.`,
        );
      }
    },
    claimed: () => isClaimed(directory),
    watch: (listener) => watchPlans(directory, listener),
    held: () => heldNames.all(),
    noteHeld: (id) => heldNames.note(id),
    forgetHeld: (id) => heldNames.forget(id),
  };
}

/** Where a journal ends, bytes, and the check sum of its last line. */
interface JournalEnd {
  readonly size: number;
  readonly sum: string;
}

/** @throws Error when the journal is damaged: nothing is added behind what cannot be understood */
async function wholeEnd(file: string): Promise<JournalEnd> {
  const bytes = await readFile(file);
  const { broken, newer, sum } = readJournal(bytes.toString('utf8'));
  if (broken !== null || newer) throw new Error('it is damaged, or a newer Nameward has written it');
  return { size: bytes.lastIndexOf('\n') + 1, sum };
}

const unknownDone = 'What was done of this plan is not known';

/** @returns why a journal does not tell all that was done; null: it does */
function damageOf({ broken }: JournalReading, file: string): string | null {
  return broken === null
    ? null
    : `${unknownDone}: line ${broken} of its journal ${file} cannot be understood, or is not what was written there.`;
}

/** As {@link damageOf}, of a journal that was there before its plan. */
function lossOf(journal: JournalReading, text: string | null, file: string): string | null {
  if (text === null) return `${unknownDone}: its journal ${file} is missing.`;
  if (text === '') return `${unknownDone}: its journal ${file} is empty.`;
  if (/^\0+$/.test(text)) return `${unknownDone}: its journal ${file} holds nothing but zeros.`;
  if (journal.broken === null && !journal.opened && !journal.newer) {
    return `${unknownDone}: the beginning of its journal ${file} is missing.`;
  }
  return damageOf(journal, file);
}

/** Makes the name of a new file durable, where the system can. */
async function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
