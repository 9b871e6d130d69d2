import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { windowVersion, type WindowData } from './window-data.ts';

/** Where the window's own memory is written: at once, whole. */
export interface WindowStore {
  /** @throws when it cannot be written */
  write(data: WindowData): void;
  /** Puts a file that cannot be used out of the way, so that nothing of it is lost. @returns where it is now */
  setAside(): Promise<string>;
}

const name = 'window';

/** The file of the window's memory in the folder of a profile. */
export function windowFile(directory: string): string {
  return join(directory, `${name}.json`);
}

/** electron-store is loaded only when there is something to write: the start has read the file before. */
export function createWindowStore(directory: string): () => Promise<WindowStore> {
  let opening: Promise<WindowStore> | null = null;
  const open = async (): Promise<WindowStore> => {
    const { default: Store } = await import('electron-store');
    return {
      write(data) {
        const store = new Store<WindowData & { readonly version: number }>({
          cwd: directory,
          name,
          // Read and judged at the start already; a file that is none any more is written anew.
          clearInvalidConfig: true,
          configFileMode: 0o600,
        });
        store.store = { version: windowVersion, ...data };
      },
      async setAside() {
        const aside = join(directory, `${name}.corrupt-${Date.now()}.json`);
        await rename(windowFile(directory), aside);
        return aside;
      },
    };
  };
  return () => (opening ??= open());
}
