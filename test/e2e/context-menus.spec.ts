/**
 * Menus of boxes, lines, rows, cells and lines of a log: by the right button and by the menu key, with the words of
 * inspector and palette.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { seriousViolations } from './axe.ts';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward();
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

const menuOf = (page: Page): Locator => page.getByRole('menu');

async function titlesOf(page: Page): Promise<readonly string[]> {
  await expect(menuOf(page)).toBeVisible();
  return await menuOf(page)
    .locator('[data-menu-item-label]')
    .evaluateAll((labels) => labels.map((label) => label.firstChild?.textContent ?? ''));
}

async function closeMenu(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(menuOf(page)).toHaveCount(0);
}

test('opens on a box of the map, with the words of the inspector and of the palette', async () => {
  const { page } = nameward;
  await clickOnMap(page, { node: 'web1' }, 'right');
  const titles = await titlesOf(page);
  await expect(menuOf(page)).toContainText('web1.example.net');
  await expect(page.getByTestId('inspector-title')).toHaveText('web1.example.net');
  const buttons = await page
    .getByTestId('inspector')
    .locator('button[data-testid]')
    .evaluateAll((all) => all.map((button) => button.querySelector('span')?.textContent ?? ''));
  for (const title of ['Ask now', 'Tail log', 'Add a member', 'Synchronize zones', 'Take out of its cluster']) {
    expect(titles).toContain(title);
    expect(buttons).toContain(title);
  }
  // It is neither suspended nor an intermediary.
  expect(titles).not.toContain('Try again');
  expect(titles).not.toContain('Make links direct');
  await closeMenu(page);

  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-search').fill('web1.example.net \u00b7');
  for (const title of titles) {
    await page.getByTestId('palette-search').fill(`${title} · web1.example.net`);
    await expect(page.getByRole('dialog')).toContainText(`${title} · web1.example.net`);
  }
  for (const title of ['Make links direct', 'Try again']) {
    await page.getByTestId('palette-search').fill(`${title} · web1.example.net`);
    await expect(page.getByRole('dialog')).toContainText('Nothing has that name.');
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('opens by the menu key on what the keyboard is on, runs what is chosen and gives the keyboard back', async () => {
  const { page } = nameward;
  const canvas = page.getByTestId('map').locator('canvas');
  await clickOnMap(page, { node: 'web2' });
  for (const key of ['ContextMenu', 'Shift+F10']) {
    await canvas.focus();
    await page.keyboard.press(key);
    await expect(menuOf(page)).toContainText('web2.example.net');
    await expect(menuOf(page).getByRole('menuitem').first()).toBeFocused();
    await closeMenu(page);
    await expect(canvas).toBeFocused();
  }
  await page.keyboard.press('ContextMenu');
  await expect(menuOf(page)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('menu-tail-log')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menuOf(page)).toHaveCount(0);
  await expect(page.getByTestId('log-dock')).toBeVisible();
});

test('opens on a line of a log: copies, filters and shows the server', async () => {
  const { page } = nameward;
  await clickOnMap(page, { node: 'web1' });
  const line = page.getByTestId('log-line').first();
  await line.click({ button: 'right' });
  expect(await titlesOf(page)).toEqual([
    'Copy the line',
    'Only this dnsuniqid',
    'Only lines with these words',
    'Show this server',
  ]);
  await page.getByTestId('menu-show-server').click();
  await expect(page.getByTestId('inspector-title')).toHaveText('web2.example.net');
  await line.click({ button: 'right' });
  await page.getByTestId('menu-only-words').click();
  await expect(page.getByTestId('log-filter')).not.toHaveValue('');
  await page.getByTestId('log-filter').fill('');
  await line.click();
  await page.getByRole('log').focus();
  await page.keyboard.press('ContextMenu');
  await expect(menuOf(page)).toContainText('A line of web2.example.net');
  await closeMenu(page);
  await page.getByTestId('dock-toggle').click();
});

test('opens on a row of the members and on a cell of the matrix, by pointer and key', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-members').click();
  const row = page.getByRole('row').and(page.locator('[data-link="web1>ns1"]'));
  await page.getByTestId('filter').fill('web1');
  await row.click({ button: 'right' });
  const ofRow = await titlesOf(page);
  await expect(menuOf(page)).toContainText('web1.example.net → ns1.example.net');
  expect(ofRow).toEqual(['Tail log', 'Show on map', 'Edit role', 'Edit member', 'Remove member']);
  await closeMenu(page);
  await page.getByTestId('members-table').focus();
  await page.keyboard.press('Shift+F10');
  expect(await titlesOf(page)).toEqual(ofRow);
  await page.getByTestId('menu-show-on-map').click();
  await expect(page.getByTestId('map')).toBeVisible();
  await page.getByTestId('filter').fill('');

  await page.getByTestId('show-matrix').click();
  const grid = page.getByTestId('matrix-grid');
  await grid.locator('[data-link="web1>ns1"]').click({ button: 'right' });
  expect(await titlesOf(page)).toEqual(ofRow);
  await closeMenu(page);
  await expect(grid).toBeFocused();
  await page.keyboard.press('ContextMenu');
  expect(await titlesOf(page)).toEqual(ofRow);
  await page.getByTestId('menu-edit-role').click();
  await expect(page.getByTestId('role-option-sync')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByTestId('show-picture').click();
});

test('says why where something cannot be done, and does nothing', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { node: 'ns1' }, 'right');
  const refused = page.getByTestId('menu-managing-as-reseller');
  await expect(refused).toHaveAttribute('aria-disabled', 'true');
  await expect(refused).toContainText('A cPanel DNSOnly server has no resellers.');
  await refused.click({ force: true });
  await expect(menuOf(page)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await closeMenu(page);
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-search').fill('Managing as a reseller · ns1.example.net');
  await expect(page.getByRole('dialog')).toContainText('A cPanel DNSOnly server has no resellers.');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('reseller-form')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // By key, where there is no line to say it.
  await page.getByTestId('nav-settings').click();
  await page.keyboard.press('Control+i');
  await expect(page.getByText('The inspector stands beside the map and the members.').first()).toBeVisible();
});

test('opens on an empty place of a cluster and beside them all', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { node: 'hub1' });
  const placeOf = async (node: string): Promise<{ readonly x: number; readonly y: number }> => {
    const row = page.locator(`[data-node-id="${node}"]`);
    return { x: Number(await row.getAttribute('data-x')), y: Number(await row.getAttribute('data-y')) };
  };
  const [above, hub] = [await placeOf('web4'), await placeOf('hub1')];
  const canvas = page.getByTestId('map').locator('canvas');
  // Between the lines that reach the nameservers and the box of the intermediary.
  await canvas.click({ button: 'right', position: { x: hub.x, y: above.y + (hub.y - above.y) * 0.3 } });
  expect(await titlesOf(page)).toEqual([
    'Show this cluster alone',
    'Ask all now',
    'Tail their logs',
    'Options of all',
    'Add a nameserver',
    'Set its safety level',
  ]);
  await expect(menuOf(page)).toContainText('example.net');
  await page.getByTestId('menu-show-alone').click();
  await expect(page.getByTestId('cluster-switcher').locator('option:checked')).toHaveText(/^example\.net/);
  await page.getByTestId('cluster-switcher').click({ button: 'right' });
  await page.getByTestId('menu-show-all').click();
  await expect(page.getByTestId('cluster-switcher').locator('option:checked')).toHaveText('All clusters');
  await canvas.click({ button: 'right', position: { x: 12, y: 300 } });
  expect(await titlesOf(page)).toContain('Add a server');
  await closeMenu(page);
});

test('the native menu has the same actions, and says why not', async () => {
  const { page, app } = nameward;
  const labels = await app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items ?? [];
    return items.flatMap(({ submenu }) => submenu?.items.map(({ label }) => label) ?? []);
  });
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  for (const title of ['Go to Members', 'Preview the pending changes', 'Lock the vault', 'Add a server']) {
    expect(labels).toContain(title);
    await expect(sheet).toContainText(title);
  }
  const choose = async (id: string): Promise<void> =>
    await app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id);
  await choose('members');
  await expect(page.getByText('A dialog is open, and what was entered there would be lost.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await choose('members');
  await expect(page.getByTestId('members-table')).toBeVisible();
  await choose('preview');
  await expect(page.getByText('Nothing is pending.')).toBeVisible();
  await page.getByTestId('nav-map').click();
});

for (const theme of ['Dark', 'Light'] as const) {
  test(`is accessible, ${theme}`, async () => {
    const { page } = nameward;
    await page.getByTestId('nav-settings').click();
    await page.getByText(theme, { exact: true }).click();
    await page.getByTestId('nav-map').click();
    await expect(page.locator('[data-testid=map][data-painted="true"]')).toBeVisible();
    await clickOnMap(page, { node: 'ns1' }, 'right');
    await expect(menuOf(page)).toBeVisible();
    expect.soft(await seriousViolations(page), 'server').toEqual([]);
    await page.screenshot({ path: test.info().outputPath('server.png') });
    await closeMenu(page);
    await clickOnMap(page, { link: 'web7>ns4' }, 'right');
    await expect(menuOf(page)).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('link.png') });
    expect.soft(await seriousViolations(page), 'link').toEqual([]);
    await closeMenu(page);
  });
}
