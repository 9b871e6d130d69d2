/** The map as a matrix: the same fleet, the same selection, by pointer and by keyboard. */
import { expect, test } from '@playwright/test';
import { becomeLive, openNameward, type Opened } from './nameward.ts';

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward();
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

test('shows both directions of a pair where its rows and columns cross', async () => {
  const { page } = nameward;
  await page.getByTestId('map').locator('canvas').focus();
  await page.keyboard.press('m');
  const grid = page.getByTestId('matrix-grid');
  await expect(grid).toBeFocused();
  await expect(grid.getByRole('rowheader')).toHaveCount(16);
  await expect(grid.getByRole('columnheader')).toHaveCount(16);
  await expect(grid.locator('[data-link="web6>ns4"]')).toHaveText('S');
  await expect(grid.locator('[data-link="ns4>web6"]')).toHaveText('–');
  await expect(grid.locator('[data-link="web7>ns4"]')).toHaveAttribute('data-state', 'broken');
  await expect(
    grid.getByRole('gridcell', { name: /^ns4\.example\.org has no entry for web7\.example\.org/ }),
  ).toHaveText('·');
});

test('shares the selection with the inspector and the picture', async () => {
  const { page } = nameward;
  const title = page.getByTestId('inspector-title');
  const grid = page.getByTestId('matrix-grid');
  await grid.locator('[data-link="web7>ns4"]').click();
  await expect(title).toContainText('web7.example.org');
  await expect(title).toContainText('ns4.example.org');
  await grid.getByRole('columnheader', { name: /^ns5\.example\.org/ }).click();
  await expect(title).toHaveText('ns5.example.org');
  await page.keyboard.press('m');
  await expect(page.getByTestId('map').locator('canvas')).toBeFocused();
  await expect(title).toHaveText('ns5.example.org');
});

test('is walked by the arrow keys and edits a role', async () => {
  const { page } = nameward;
  const title = page.getByTestId('inspector-title');
  await page.keyboard.press('m');
  const grid = page.getByTestId('matrix-grid');
  await grid.locator('[data-link="web1>ns1"]').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(title).toContainText('web1.example.net');
  await expect(title).toContainText('ns2.example.net');
  await expect(grid.locator('[data-link="web1>ns2"]')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(/role/i);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await grid.focus();
  await page.keyboard.press('Escape');
  await expect(title).toHaveText('Needs attention');
});

test('leaves out what is well', async () => {
  const { page } = nameward;
  const grid = page.getByTestId('matrix-grid');
  await page.keyboard.press('p');
  await expect(grid.locator('[data-link="web1>ns1"]')).toHaveCount(0);
  await expect(grid.locator('[data-link="web7>ns4"]')).toBeVisible();
  await page.keyboard.press('p');
  await expect(grid.locator('[data-link="web1>ns1"]')).toBeVisible();
});
