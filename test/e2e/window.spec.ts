/** The window as a whole: by keyboard, in every theme, at any size, and as it was left. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { becomeLive, clickOnMap, newHome, openNameward, type Opened } from './nameward.ts';

const home = newHome();
let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward({ home });
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
  rmSync(home, { recursive: true, force: true });
});

function inspectorOf(page: Page): Locator {
  return page.getByTestId('inspector');
}

function isDark(page: Page, dark: boolean): Promise<void> {
  return expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
}

/** Texts of a column of the members table, from the top. */
async function column(page: Page, index: number): Promise<string[]> {
  const rows = page.getByTestId('members-table').locator('[data-link]');
  const cells = await rows.evaluateAll(
    (elements, at) =>
      elements
        .map((row) => ({
          top: row.getBoundingClientRect().top,
          text: row.querySelectorAll('[role=gridcell]')[at]?.textContent ?? '',
        }))
        .toSorted((a, b) => a.top - b.top)
        .map(({ text }) => text),
    index,
  );
  return cells;
}

test('takes what is typed right after the palette is opened for the first time', async () => {
  const { page } = nameward;
  await page.locator('link[href*="/Palette-"]').first().waitFor({ state: 'attached' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('web7', { delay: 60 });
  await expect(page.getByTestId('palette-search')).toHaveValue('web7');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('finds a server and runs an action from the palette', async () => {
  const { page } = nameward;
  await page.keyboard.press('Control+k');
  await expect(page.getByTestId('palette-search')).toBeFocused();
  await page.keyboard.type('web7');
  await expect(page.getByRole('dialog')).toContainText('web7.example.org');
  await page.keyboard.press('Enter');
  await expect(inspectorOf(page).getByTestId('inspector-title')).toContainText('web7.example.org');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('log dock');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('log-dock')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tail web7');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+j');
  await expect(page.getByTestId('log-dock')).toHaveCount(0);
});

test('shows the keys', async () => {
  const { page } = nameward;
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  for (const words of ['Open the command palette', 'Walk along links', 'Problems only', 'Lock the vault']) {
    await expect(sheet).toContainText(words);
  }
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('filters where the user is', async () => {
  const { page } = nameward;
  await page.keyboard.press('/');
  await expect(page.getByTestId('filter')).toBeFocused();
  await page.keyboard.type('web7');
  // web7 and what it is linked with.
  await expect(page.locator('[data-testid=map-twin] [data-node-id]')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-testid=map-twin] [data-node-id]')).toHaveCount(16);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('filter')).not.toBeFocused();
});

test('leaves out what is well', async () => {
  const { page } = nameward;
  const links = page.locator('[data-testid=map-twin] [data-link-id]');
  const all = await links.count();
  await page.getByTestId('map').locator('canvas').focus();
  await page.keyboard.press('p');
  await expect(page.locator('[data-link-id="web1>ns1"]')).toHaveCount(0);
  // A half that is well is shown only where the other half of its line is not.
  for (const id of await page
    .locator('[data-testid=map-twin] [data-link-id][data-state=ok]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-link-id') ?? ''))) {
    const [from, to] = id.split('>');
    await expect(page.locator(`[data-link-id="${to}>${from}"]:not([data-state=ok])`), id).toBeAttached();
  }
  const shown = await links.count();
  expect(shown).toBeGreaterThan(3);
  expect(shown).toBeLessThan(all);
  await expect(page.locator('[data-link-id="web7>ns4"]')).toBeAttached();
  await page.keyboard.press('p');
  await expect(links).toHaveCount(all);
});

test('keeps the map where it is while another view is open', async () => {
  const { page } = nameward;
  const canvas = page.getByTestId('map').locator('canvas');
  const place = async () => {
    const row = page.locator('[data-node-id="web7"]');
    return `${await row.getAttribute('data-x')} ${await row.getAttribute('data-y')}`;
  };
  const fitted = await place();
  await canvas.focus();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect.poll(place).not.toBe(fitted);
  const zoomed = await place();
  await page.getByTestId('nav-vault').click();
  await expect(canvas).toHaveCount(0);
  await page.getByTestId('nav-map').click();
  await expect.poll(place).toBe(zoomed);
  await canvas.focus();
  await page.keyboard.press('f');
  await expect.poll(place).toBe(fitted);
});

test('shows the whole of the shorter name of a pair that needs attention', async () => {
  const { page } = nameward;
  await page.getByTestId('map').locator('canvas').focus();
  await page.keyboard.press('Escape');
  const entry = inspectorOf(page).getByRole('button').filter({ hasText: 'shared-hosting' }).first();
  await expect(entry).toBeVisible();
  const cut = await entry
    .locator('span[title="ns5.example.org"] > span')
    .evaluateAll((parts) => parts.some((part) => part.scrollWidth > part.clientWidth));
  expect(cut).toBe(false);
});

test('offers what a view has, and says why not', async () => {
  const { page } = nameward;
  const toggle = page.getByTestId('inspector-toggle');
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('nav-settings').click();
  await expect(toggle).toHaveAttribute('aria-disabled', 'true');
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await expect(toggle).toHaveAttribute('title', /beside the map and the members/);
  await expect(page.getByTestId('filter')).toBeDisabled();
  await page.keyboard.press('Control+i');
  await page.getByTestId('nav-map').click();
  await expect(inspectorOf(page)).toBeVisible();
});

test('is walked along its links by the arrow keys', async () => {
  const { page } = nameward;
  const title = inspectorOf(page).getByTestId('inspector-title');
  const spoken = page.locator('#map-spoken');
  await clickOnMap(page, { node: 'web7' });
  await page.getByTestId('map').locator('canvas').focus();
  await page.keyboard.press('ArrowRight');
  await expect(spoken).toContainText('web7.example.org');
  await expect(spoken).toContainText('ns4.example.org');
  await page.keyboard.press('Enter');
  await expect(title).toContainText('ns4.example.org');
  await expect(inspectorOf(page)).toContainText('One-way trust');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(/role/i);
  await page.keyboard.press('Escape');
  await page.getByTestId('map').locator('canvas').focus();
  // There is no entry on the other half: the next stop is the server.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(title).toHaveText(/ns4\.example\.org/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(title).not.toContainText('ns4.example.org');
  await page.keyboard.press('Escape');
  await expect(title).toHaveText('Needs attention');
});

test('sorts and filters the members, and shares the selection with the map', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-members').click();
  const table = page.getByTestId('members-table');
  await expect(table.locator('[data-link="web1>ns1"]')).toBeVisible();
  // Of what is equally bad the names decide, so that a row is found again.
  const listed = await table.locator('[data-link]').evaluateAll((rows) =>
    rows.map((row) => ({
      top: row.getBoundingClientRect().top,
      cells: [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent),
    })),
  );
  const well = listed.toSorted((a, b) => a.top - b.top).filter(({ cells }) => cells[1]?.includes('OK'));
  const names = well.map(({ cells }) => `${cells[2]} ${cells[3]}`);
  expect(names.length).toBeGreaterThan(10);
  expect(names).toEqual(names.toSorted(new Intl.Collator('en', { numeric: true }).compare));
  await expect(table.getByRole('columnheader', { name: 'DNS role' })).toBeInViewport({ ratio: 1 });
  const header = table.getByRole('columnheader', { name: 'Server', exact: true });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  const order = new Intl.Collator('en', { numeric: true }).compare;
  const ascending = await column(page, 2);
  expect(ascending.length).toBeGreaterThan(15);
  expect(ascending).toEqual(ascending.toSorted(order));
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  expect(await column(page, 2)).toEqual(ascending.toReversed());

  await page.keyboard.press('/');
  await page.keyboard.type('web8 softlayer');
  await expect(table.locator('[data-link]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await table.locator('[data-link="web7>ns4"]').click();
  await expect(inspectorOf(page)).toContainText('One-way trust');
  await page.keyboard.press('ArrowDown');
  const selected = await table.locator('[aria-selected=true]').getAttribute('data-link');
  expect(selected).not.toBe('web7>ns4');

  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link: 'web3>ns3' });
  await page.getByTestId('nav-members').click();
  await expect(table.locator('[data-link="web3>ns3"]')).toHaveAttribute('aria-selected', 'true');
  await page.getByTestId('nav-map').click();
});

test('is dark and light, as chosen or as the system has it', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-settings').click();
  const background = async () => await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByText('Dark', { exact: true }).click();
  await isDark(page, true);
  const dark = await background();
  await page.getByText('Light', { exact: true }).click();
  await isDark(page, false);
  expect(await background()).not.toBe(dark);
  await page.getByText('System', { exact: true }).click();
  for (const scheme of ['dark', 'light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await isDark(page, scheme === 'dark');
  }
  expect(await background()).toBe(dark);
  await page.emulateMedia({ colorScheme: null });
  await page.getByTestId('nav-map').click();
});

test('works at 900 by 600', async () => {
  const { page, app } = nameward;
  const resize = async (width: number, height: number) => {
    await app.evaluate(
      ({ BrowserWindow }, size) => {
        BrowserWindow.getAllWindows()[0]?.setSize(size.width, size.height);
      },
      { width, height },
    );
  };
  await resize(900, 600);
  await expect.poll(async () => await page.evaluate(() => innerWidth)).toBe(900);
  await page.keyboard.press('Control+j');
  await expect(page.getByTestId('log-dock')).toBeVisible();
  for (const view of ['map', 'members', 'vault', 'settings']) {
    await page.getByTestId(`nav-${view}`).click();
    const beyond = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth - innerWidth,
      height: document.documentElement.scrollHeight - innerHeight,
    }));
    expect(beyond, view).toEqual({ width: 0, height: 0 });
    await expect(page.getByTestId('lock-button'), view).toBeInViewport({ ratio: 1 });
    await expect(page.getByTestId('dock-toggle'), view).toBeInViewport({ ratio: 1 });
  }
  await page.keyboard.press('Control+j');
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link: 'web4>ns2' });
  await inspectorOf(page).getByTestId('edit-role').first().click();
  await page.getByTestId('role-option-write-only').click();
  await expect(page.getByTestId('role-preview')).toContainText('changeclusterdns.cgi');
  await expect(page.getByTestId('plan-apply')).toBeInViewport({ ratio: 1 });
  await page.getByTestId('role-add-to-changes').click();
  await expect(page.getByTestId('pending-count')).toBeInViewport({ ratio: 1 });
  for (const tool of ['preview', 'inspector-toggle', 'lock-button'])
    await expect(page.getByTestId(tool), tool).toBeInViewport({ ratio: 1 });
  expect((await page.getByTestId('cluster-switcher').boundingBox())?.width).toBeGreaterThan(70);
  await page.getByTestId('discard').click();
  await expect(page.getByTestId('pending-count')).toHaveCount(0);
  await page.keyboard.press('Control+n');
  await expect(page.getByTestId('show-certificate')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await resize(1440, 900);
  await expect.poll(async () => await page.evaluate(() => innerWidth)).toBe(1440);
});

test('is after a restart as it was left, at once, with what was known', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-map').click();
  await page.keyboard.press('Control+j');
  const inspectorEdge = page.getByRole('separator', { name: 'Width of the inspector' });
  const before = Number(await inspectorEdge.getAttribute('aria-valuenow'));
  await inspectorEdge.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(inspectorEdge).toHaveAttribute('aria-valuenow', String(before + 80));
  const dockEdge = page.getByRole('separator', { name: 'Height of the log dock' });
  const edge = await dockEdge.boundingBox();
  if (!edge) throw new Error('The dock has no edge.');
  await page.mouse.move(edge.x + 200, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x + 200, edge.y - 60, { steps: 4 });
  await page.mouse.up();
  const height = Number(await dockEdge.getAttribute('aria-valuenow'));
  expect(height).toBeGreaterThan(250);
  const { app } = nameward;
  const place = { x: 40, y: 30, width: 1300, height: 820 };
  await app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()))
    .toEqual(place);
  // Closed at once after the last move: nothing waits until sizes have come to rest.
  await inspectorEdge.focus();
  await page.keyboard.press('ArrowLeft');
  await nameward.close();

  nameward = await openNameward({ home, args: ['--trace-start'] });
  const again = nameward.page;
  await expect(again.getByTestId('server-count')).toHaveText('14 servers', { timeout: 3000 });
  await expect(again.getByRole('separator', { name: 'Width of the inspector' })).toHaveAttribute(
    'aria-valuenow',
    String(before + 96),
  );
  await expect(again.getByRole('separator', { name: 'Height of the log dock' })).toHaveAttribute(
    'aria-valuenow',
    String(height),
  );
  const bounds = await nameward.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(bounds).toEqual(place);
  await becomeLive(again);
  // The last line has every stage; the one before it may be printed before anybody listens.
  const trace = () => nameward.printed().split('\n').findLast((line) => line.startsWith('{"trace":"live"')); // prettier-ignore
  await expect.poll(trace).toBeDefined();
  const { mapPainted, mapLive } = JSON.parse(trace() ?? '') as { mapPainted: number; mapLive: number };
  // The first picture stood before any server had answered.
  expect(mapLive).toBeGreaterThan(mapPainted + 100);
});
