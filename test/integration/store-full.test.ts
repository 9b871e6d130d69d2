import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentStore, createPlanArchive } from '#electron/adapters/store/index.ts';
import type { DocumentStore } from '#electron/services/ports.ts';
import { inventoryDocument } from '#shared/schema/inventory/index.ts';
import { pendingDocument } from '#shared/schema/pending/index.ts';
import { settingsDocument } from '#shared/schema/settings/index.ts';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';

/** A small disk of memory, where the system lets us have one. */
const place = mkdtempSync(join(tmpdir(), 'nameward-disk-'));
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'none', place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const unmount = (): void => void execFileSync('umount', [place], { stdio: 'ignore' });
const canMount = process.platform === 'linux' && mount();
if (canMount) unmount();
afterAll(() => rmSync(place, { recursive: true, force: true }));

const clock = { now: () => Date.now() };
const profile = join(place, 'profile');
const server = (id: string) => ({ id, name: id, host: '127.0.0.1', port: 2087, user: 'root', tags: [] });

interface Kind {
  readonly name: string;
  readonly first: () => Promise<{ readonly ok: boolean }>;
  readonly second: () => Promise<{ readonly ok: boolean }>;
  readonly intact: () => Promise<unknown>;
}
function kind<T>(name: string, store: () => DocumentStore<T>, first: T, second: T): Kind {
  return {
    name,
    first: () => store().write(first),
    second: () => store().write(second),
    intact: async () => expect(await store().read()).toEqual({ state: 'ok', data: first }),
  };
}
const big = 'x'.repeat(300);
const kinds: readonly Kind[] = [
  kind(
    'the inventory',
    () => createDocumentStore(profile, inventoryDocument, clock),
    { servers: [server('web1')] },
    { servers: Array.from({ length: 400 }, (_, index) => server(`web${index}`)) },
  ),
  kind(
    'the settings',
    () => createDocumentStore(profile, settingsDocument, clock),
    { ...defaultSettings, safety: { web1: 'read-only' } },
    { ...defaultSettings, safety: Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${big}${i}`, 'open'])) },
  ),
  kind(
    'what is pending',
    () => createDocumentStore(profile, pendingDocument, clock),
    { changes: [], intentions: [] },
    {
      changes: Array.from({ length: 800 }, () => ({ kind: 'clustering' as const, server: 'web1', enabled: true })),
      intentions: [],
    },
  ),
  {
    name: 'the journal of a plan',
    first: () => createPlanArchive(join(profile, 'plans'), clock).append('p1', { kind: 'started', at: 1 }),
    second: () =>
      createPlanArchive(join(profile, 'plans'), clock).append('p1', {
        kind: 'begun',
        at: 2,
        step: 'x'.repeat(8000),
        made: null,
        reverseTokens: null,
        listed: null,
        address: null,
        tells: false,
      }),
    intact: async () => expect(await readFile(join(profile, 'plans', 'p1.journal'), 'utf8')).toContain('"at":1'),
  },
];

describe.skipIf(!canMount)('a disk', () => {
  beforeEach(() => void mount());
  afterEach(unmount);

  it.each(kinds)('that is full: $name stays as it was, and the failure says so', async ({ first, second, intact }) => {
    expect(await first()).toMatchObject({ ok: true });
    const { bavail, bsize } = statfsSync(place);
    writeFileSync(join(place, 'filler'), Buffer.alloc(bavail * bsize, 1));
    expect(await second()).toMatchObject({
      ok: false,
      error: { code: 'store.failed', message: expect.stringContaining('ENOSPC') as string },
    });
    await intact();
    await rm(join(place, 'filler'));
    expect(await second()).toMatchObject({ ok: true });
  });

  it.each(kinds)(
    'that became read-only: $name stays as it was, and the failure says so',
    async ({ first, second, intact }) => {
      expect(await first()).toMatchObject({ ok: true });
      execFileSync('mount', ['-o', 'remount,ro', place]);
      expect(await second()).toMatchObject({
        ok: false,
        error: { code: 'store.failed', message: expect.stringContaining('EROFS') as string },
      });
      await intact();
      execFileSync('mount', ['-o', 'remount,rw', place]);
      expect(await second()).toMatchObject({ ok: true });
    },
  );

  it('that is read-only gives no claim, with the reason, and its damaged files stay', async () => {
    const archive = createPlanArchive(join(profile, 'plans'), clock);
    await archive.append('p1', { kind: 'started', at: 1 });
    await writeFile(join(profile, 'settings.json'), '{"version":1,"da');
    execFileSync('mount', ['-o', 'remount,ro', place]);
    expect(await archive.claim()).toMatchObject({
      ok: false,
      error: { code: 'store.failed', message: expect.stringContaining('EROFS') as string },
    });
    const looking = { readOnly: true, protects: true };
    expect(await createDocumentStore(profile, settingsDocument, clock, looking).read()).toMatchObject({
      state: 'set-aside',
    });
  });
});
