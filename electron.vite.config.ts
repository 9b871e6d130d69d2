import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const from = (path: string): string => resolve(import.meta.dirname, path);

/**
 * The oldest Electron that runs the build: the stand-in for tests is Electron 33 (Chrome 130, Node 20.18), users get a
 * newer one.
 */
const nodeTarget = 'node20';
const chromeTarget = 'chrome130';

/**
 * Writes down which packages a bundle really holds, as their folders: scripts/notices.js makes their licences part of
 * what is shipped.
 * @param program names the file below out/packages/
 */
function recordPackages(program: string): Plugin {
  return {
    name: 'nameward:record-packages',
    apply: 'build',
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const part of Object.values(bundle)) {
        if (part.type !== 'chunk') continue;
        for (const id of Object.keys(part.modules)) {
          const folder = /^.*\/(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[0];
          if (folder !== undefined) folders.add(folder.slice(folder.indexOf('node_modules/'), -1));
        }
      }
      mkdirSync(from('out/packages'), { recursive: true });
      writeFileSync(from(`out/packages/${program}.json`), JSON.stringify([...folders].toSorted(), null, 2));
    },
  };
}

/**
 * SHA-256 of the keyring's binaries for this platform, by the packages in which they lie:
 * electron/adapters/keychain/native-part.ts holds them against it.
 */
function keyringSums(): Readonly<Record<string, string>> {
  const scope = from('node_modules/@napi-rs');
  const packages = readdirSync(scope).filter((name) => name.startsWith('keyring-'));
  return Object.fromEntries(
    packages.flatMap((name) =>
      readdirSync(join(scope, name))
        .filter((file) => file.endsWith('.node'))
        .map((file) => [
          `@napi-rs/${name}/${file}`,
          createHash('sha256')
            .update(readFileSync(join(scope, name, file)))
            .digest('hex'),
        ]),
    ),
  );
}

/** The day of the build; `SOURCE_DATE_EPOCH` (seconds) is the day of whoever builds the same twice. */
function today(): string {
  const epoch = Number(process.env['SOURCE_DATE_EPOCH'] ?? Number.NaN);
  return new Date(Number.isFinite(epoch) ? epoch * 1000 : Date.now()).toISOString().slice(0, 10);
}

/** `npm run dev` has a folder of its own: what it makes is no build to be shipped, and not minified. */
export default defineConfig(({ command }) => ({
  main: {
    plugins: [recordPackages('main')],
    define: {
      KEYRING_SHA256: JSON.stringify(keyringSums()),
      ...(command === 'build' ? { NAMEWARD_BUILT_ON: JSON.stringify(today()) } : {}),
    },
    build: {
      target: nodeTarget,
      // Half the code to read before the first picture; the names in a stack trace of the built app are short for it.
      minify: command === 'build',
      ...(command === 'build' ? {} : { outDir: from('out/development/main'), sourcemap: true }),
      // Everything is bundled for a quick start, except what package.json lists under "dependencies": the keyring,
      // which is native and is shipped as a package.
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          main: from(command === 'build' ? 'electron/main/index.ts' : 'electron/main/development/index.ts'),
          cli: from('electron/cli/index.ts'),
          lab: from('electron/main/lab-process.ts'),
          'page-thread': from('electron/adapters/whm/page-readers/page-thread.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the entries, not in a folder of their own: a module finds other files by import.meta.dirname, which
          // must not depend on the chunk it ends up in.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    plugins: [recordPackages('preload')],
    build: {
      target: nodeTarget,
      // A sandboxed preload script can require nothing but electron.
      externalizeDeps: false,
      ...(command === 'build' ? {} : { outDir: from('out/development/preload') }),
      rolldownOptions: {
        input: { index: from('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('renderer'),
    plugins: [react(), recordPackages('renderer')],
    build: {
      target: chromeTarget,
      outDir: from('out/renderer'),
      minify: true,
      // Inlined files would be data: URLs, which the page's content security policy refuses for scripts and fonts.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: from('renderer/index.html'),
        // One file of all that the first picture needs: each file more is a question to main while it starts.
        output: { codeSplitting: { groups: [{ name: 'first', test: /renderer[\\/]app[\\/]main\.tsx$/ }] } },
      },
    },
  },
}));
