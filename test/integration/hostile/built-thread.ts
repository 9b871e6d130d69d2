import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** The thread that pages are read in, built as it is for the app: Node runs no TypeScript. */
export async function buildPageThread(): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nameward-thread-'));
  await build({
    root: resolve('.'),
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: resolve('electron/adapters/whm/page-readers/page-thread.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'page-thread.mjs' } },
    },
    ssr: { noExternal: true },
  });
  return { file: join(folder, 'page-thread.mjs'), remove: () => rm(folder, { recursive: true, force: true }) };
}
