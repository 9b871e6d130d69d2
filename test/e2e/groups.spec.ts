/**
 * In a large fleet servers with the same nameservers stand in one box, which opens and folds by pointer and by
 * keyboard.
 */
import { expect, test, type Page } from '@playwright/test';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';

/** Four clusters of 13 web servers and 3 nameservers. */
const servers = 64;
const folded = 16;
const oneOpen = folded + 13;
const group = 'fold:ns2-1 ns2-2 ns2-3';

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward({ args: ['--lab-servers', String(servers)] });
  // So many are asked one after the other for a while on a small machine.
  await expect(nameward.page.getByTestId('freshness')).toContainText('Live', { timeout: 60_000 });
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

function boxes(page: Page) {
  return page.getByTestId('map-twin').locator('[data-node-id]');
}

function box(page: Page, id: string) {
  return page.getByTestId('map-twin').locator(`[data-node-id="${id}"]`);
}

test('folds servers with the same nameservers, and says how many there are', async () => {
  const { page } = nameward;
  await expect(boxes(page)).toHaveCount(folded);
  await expect(box(page, group)).toContainText('13 servers (web2-1.example.org to web2-13.example.org)');
  await expect(box(page, 'web2-1')).toHaveCount(0);
  await expect(page.getByTestId('map-twin').locator('[data-link-id^="web2-"]')).toHaveCount(3);
});

test('opens a group by a click, keeps it open, and folds it by the next', async () => {
  const { page } = nameward;
  await clickOnMap(page, { node: group });
  await expect(boxes(page)).toHaveCount(oneOpen);
  await expect(box(page, group).getByRole('button', { includeHidden: true })).toHaveAttribute('aria-expanded', 'true');
  await clickOnMap(page, { node: 'web2-7' });
  await expect(page.getByTestId('inspector-title')).toHaveText('web2-7.example.org');
  await page.getByTestId('nav-members').click();
  await page.getByTestId('nav-map').click();
  await expect(box(page, 'web2-7')).toHaveCount(1);
  await clickOnMap(page, { node: group });
  await expect(boxes(page)).toHaveCount(folded);
  await expect(page.getByTestId('inspector-title')).toHaveText('web2-7.example.org');
});

test('has a menu for a group, and for all links of its line', async () => {
  const { page } = nameward;
  const menu = page.getByRole('menu');
  await clickOnMap(page, { node: group }, 'right');
  await expect(menu).toContainText('13 servers');
  await expect(menu.getByRole('menuitem')).toHaveCount(4);
  await page.getByTestId('menu-open-group').click();
  await expect(boxes(page)).toHaveCount(oneOpen);
  await clickOnMap(page, { node: group }, 'right');
  await page.getByTestId('menu-fold-group').click();
  await expect(boxes(page)).toHaveCount(folded);
  await clickOnMap(page, { node: group }, 'right');
  await page.getByTestId('menu-cluster-options').click();
  await expect(page.getByRole('dialog', { name: 'Options of 13 servers' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const line = await page
    .getByTestId('map-twin')
    .locator('[data-link-id^="web2-"]')
    .first()
    .getAttribute('data-link-id');
  await clickOnMap(page, { link: line ?? '' }, 'right');
  await expect(menu).toContainText('13 links');
  await expect(menu.getByRole('menuitem')).toHaveText(['Edit roles', 'Remove members']);
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
});

test('opens and folds a group by the keyboard', async () => {
  const { page } = nameward;
  const canvas = page.getByTestId('map').locator('canvas');
  await canvas.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#map-spoken')).toContainText('Folded: Enter opens them.');
  await page.keyboard.press('Enter');
  await expect(boxes(page)).toHaveCount(oneOpen);
  await page.keyboard.press('Enter');
  await expect(boxes(page)).toHaveCount(folded);
  await page.keyboard.press('g');
  await expect(boxes(page)).toHaveCount(servers);
  await page.keyboard.press('g');
  await expect(boxes(page)).toHaveCount(folded);
});

test('changes the role of all links of a line at once', async () => {
  const { page } = nameward;
  const line = page.getByTestId('map-twin').locator('[data-link-id^="web3-"][data-link-id$=">ns3-2"]');
  const id = (await line.getAttribute('data-link-id')) ?? '';
  await clickOnMap(page, { link: id });
  await page.getByTestId('map').locator('canvas').focus();
  await expect(page.getByTestId('inspector-title')).toContainText('ns3-2.example.net');
  const at = { x: Number(await line.getAttribute('data-x')), y: Number(await line.getAttribute('data-y')) };
  await page.getByTestId('map').locator('canvas').dblclick({ position: at });
  await expect(page.getByRole('dialog')).toContainText('13 links');
  await page.keyboard.press('Escape');
});
