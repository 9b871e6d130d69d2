/** Opens the built app as a user does: in a real window, with a home of its own. */
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { labControl, type LabControl } from '#simulator/control/client.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export interface Opened {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Folder that holds `profiles/`. */
  readonly home: string;
  /** The hands of the test on the embedded lab. */
  readonly lab: LabControl;
  /** Everything that the app printed so far. */
  readonly printed: () => string;
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  readonly profile?: 'default' | 'lab';
  /** A home to go on with; the caller removes it. */
  readonly home?: string;
  readonly args?: readonly string[];
}

/** @returns an empty folder for `home`; the caller removes it */
export function newHome(): string {
  return mkdtempSync(join(tmpdir(), 'nameward-home-'));
}

/** @throws when Electron was not set up: run by `npm test -- e2e` or inside `scripts/desktop.js` */
export async function openNameward({ profile = 'lab', home, args = [] }: OpenOptions = {}): Promise<Opened> {
  const executablePath = process.env['ELECTRON_EXEC_PATH'];
  if (executablePath === undefined) throw new Error('ELECTRON_EXEC_PATH is not set; run npm test -- e2e');
  const place = home ?? newHome();
  const labDirectory = mkdtempSync(join(tmpdir(), 'nameward-lab-'));
  const app = await _electron.launch({
    executablePath,
    args: [...sandbox, checkout, '--profile', profile, '--home', place, '--lab-dir', labDirectory, ...args],
  });
  let words = '';
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (part: Buffer) => (words += part.toString()));
  }
  const page = await app.firstWindow();
  // Main is asked nothing by the debugger before it has started: V8 may lose the promise of an evaluation that comes
  // between.
  await page.locator('main:not([aria-busy])').first().waitFor();
  return {
    app,
    page,
    home: place,
    lab: labControl(labDirectory),
    printed: () => words,
    async close() {
      await app.close();
      rmSync(labDirectory, { recursive: true, force: true });
      if (home === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Waits until every server was asked once and the map has come to rest. */
export async function becomeLive(page: Page): Promise<void> {
  try {
    await expect(page.getByTestId('freshness')).toContainText('Live');
  } catch (error) {
    const servers = await page.locator('[data-node-id]').allTextContents();
    throw new Error(`${String(error)}\nWhat is known by then:\n${servers.join('\n')}`, { cause: error });
  }
  await expect(page.locator('[data-testid=map][data-painted="true"]')).toBeVisible();
}

/** Clicks where the map shows a server or the half of a line that belongs to a link, once it stands still. */
export async function clickOnMap(
  page: Page,
  item: { readonly node: string } | { readonly link: string },
  button: 'left' | 'right' = 'left',
): Promise<void> {
  const at = await placeOnMap(page, item);
  await page.locator('[data-testid=map] canvas').first().click({ position: at, button });
}

/**
 * Where the canvas shows it, CSS pixels; read until two readings are the same, since a user does not click what moves.
 */
async function placeOnMap(
  page: Page,
  item: { readonly node: string } | { readonly link: string },
): Promise<{ readonly x: number; readonly y: number }> {
  const row =
    'node' in item ? page.locator(`[data-node-id="${item.node}"]`) : page.locator(`[data-link-id="${item.link}"]`);
  await row.first().waitFor({ state: 'attached' });
  const read = async () => [await row.first().getAttribute('data-x'), await row.first().getAttribute('data-y')];
  let [x, y] = await read();
  await expect(async () => {
    const before = `${x} ${y}`;
    [x, y] = await read();
    expect(`${x} ${y}`).toBe(before);
    expect(x).not.toBeNull();
  }).toPass({ intervals: [400], timeout: 15_000 });
  return { x: Number(x), y: Number(y) };
}
