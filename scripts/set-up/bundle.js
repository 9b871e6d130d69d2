import { checkout } from './paths.js';

/**
 * Node runs no TypeScript, so our own files are bundled; packages stay outside and are found in node_modules.
 * @param {Record<string, string>} entries files by the name of what is made of them
 * @param {string} folder where NAME.js is written; emptied first
 * @param {string} root the checkout that the files are of
 */
export async function bundle(entries, folder, root = checkout) {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: {
        input: entries,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}
