#!/usr/bin/env node
/** Starts the built command line, or says how to get it: a checkout has none before its first build. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../../out/main/cli.js', import.meta.url);

if (existsSync(fileURLToPath(built))) {
  await import(built.href);
} else {
  process.stderr.write(
    'nameward is not built yet. Run `npm run build` in the checkout first (`npm start` does it too).\n',
  );
  process.exitCode = 2;
}
