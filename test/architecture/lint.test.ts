/**
 * Most of the table is held while typing by .oxlintrc.json. Here: its overrides match, and its messages name the right
 * door. That no adapter and no feature sees another one is held by the table alone, as its own files go by the same
 * alias.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from './source.ts';

const bad: readonly (readonly [path: string, specifier: string, door: string])[] = [
  ['shared/domain/a.ts', 'zod', 'shared/domain imports only shared/domain'],
  ['shared/domain/b.ts', '#shared/errors/index.ts', 'shared/domain imports only shared/domain'],
  ['shared/contract/a.ts', 'node:fs', 'behind electron/services/ports.ts'],
  ['electron/services/a.ts', '#electron/adapters/whm/client.ts', 'Name what it needs as a port'],
  ['electron/services/b.ts', 'undici', 'A service does no I/O'],
  ['electron/adapters/whm/a.ts', '#electron/ipc/dispatcher.ts', 'implements a port'],
  ['electron/adapters/whm/b.ts', 'electron', 'implements a port'],
  ['electron/ipc/a.ts', '../adapters/log/file.ts', 'joins shared/contract and electron/services'],
  ['electron/cli/a.ts', 'electron', 'runs in plain Node'],
  ['electron/main/a.ts', '#renderer/app/app.tsx', 'The page is another program'],
  ['renderer/app/a.ts', 'node:path', 'through renderer/api'],
  ['renderer/features/map/a.ts', '../../features/members/table.tsx', "not another feature's inside"],
  ['simulator/a.ts', '#shared/domain/topology/topology.ts', 'shares no code with the app'],
];
const good: readonly (readonly [path: string, specifier: string])[] = [
  ['shared/domain/good.ts', '../topology/topology.ts'],
  ['shared/contract/good.ts', 'zod'],
  ['electron/services/good.ts', '#shared/domain/topology/topology.ts'],
  ['electron/adapters/whm/good.ts', '#electron/services/ports.ts'],
  ['electron/main/good.ts', 'electron'],
  ['renderer/features/map/good.ts', '#renderer/state/fleet.ts'],
  ['simulator/good.ts', 'ws'],
];

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly filename: string;
}

let folder: string;
let found: readonly Diagnostic[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nameward-lint-'));
  const config = readFileSync(join(checkout, '.oxlintrc.json'), 'utf8');
  // Types play no part in who imports whom, and the examples belong to no project.
  writeFileSync(join(folder, '.oxlintrc.json'), config.replace('"typeAware": true', '"typeAware": false'));
  for (const [path, specifier] of [...bad, ...good]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `export * from '${specifier}';\n`);
  }
  const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin', 'oxlint');
  const run = spawnSync(process.execPath, [oxlint, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
  found = (JSON.parse(run.stdout) as { diagnostics: Diagnostic[] }).diagnostics;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(bad)('%s may not import %s', (path, _specifier, door) => {
  const words = found
    .filter((one) => one.filename === path && one.code.includes('no-restricted-imports'))
    .map((one) => `${one.message} ${one.help}`);
  expect(words).toEqual([expect.stringContaining(door)]);
});

test.each(good)('%s may import %s', (path) => {
  expect(found.filter((one) => one.filename === path)).toEqual([]);
});
