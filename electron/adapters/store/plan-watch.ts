import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';

/** A plan under way writes its journal many times a second; what happens within so long is told together, ms. */
const togetherMs = 100;
/** The folder cannot be watched (it was removed, or the system has no watch left): tried again after so long, ms. */
const againMs = 5000;

/** `ID.json` or `ID.journal`, and not what is being written beside them. */
const planName = /^([A-Za-z0-9-]+)\.(?:json|journal)$/;

/**
 * Tells of changes to the files of plans, by whichever process.
 * @param directory made when it is missing
 * @param listener gets the ids of the plans; null: the folder is watched from now on, so that everything may have
 *   changed before
 * @returns the function that ends it
 */
export function watchPlans(directory: string, listener: (ids: readonly string[] | null) => void): () => void {
  let watcher: FSWatcher | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const changed = new Set<string>();

  const tell = (): void => {
    timer = null;
    const ids = [...changed];
    changed.clear();
    listener(ids);
  };
  const again = (): void => {
    watcher?.close();
    watcher = null;
    if (!closed) setTimeout(() => void open(), againMs).unref();
  };
  const open = async (): Promise<void> => {
    if (closed) return;
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      if (closed) return;
      watcher = watch(directory, { persistent: false }, (_event, file) => {
        const id = planName.exec(file ?? '')?.[1];
        if (id === undefined) return;
        changed.add(id);
        timer ??= setTimeout(tell, togetherMs);
      });
      watcher.on('error', again);
      listener(null);
    } catch {
      again();
    }
  };
  void open();
  return () => {
    closed = true;
    watcher?.close();
    if (timer !== null) clearTimeout(timer);
  };
}
