/** No serious or critical finding of axe-core in any view, dark and light. */
import { expect, test, type Page } from '@playwright/test';
import { seriousViolations } from './axe.ts';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';

const themes = ['dark', 'light'] as const;

/** The theme by its setting, as the user chooses it. */
async function choose(page: Page, theme: (typeof themes)[number]): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByText(theme === 'dark' ? 'Dark' : 'Light', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
}

test.describe('The lab', () => {
  let nameward: Opened;
  test.beforeAll(async () => {
    nameward = await openNameward();
    await becomeLive(nameward.page);
  });
  test.afterAll(async () => {
    await nameward.close();
  });

  for (const theme of themes) {
    test(`is accessible in its views, ${theme}`, async () => {
      const { page } = nameward;
      const dialog = page.getByRole('dialog');
      await choose(page, theme);
      expect.soft(await seriousViolations(page), 'settings').toEqual([]);
      await page.getByTestId('nav-vault').click();
      await expect(page.getByRole('table', { name: 'Servers and their tokens' })).toBeVisible();
      expect.soft(await seriousViolations(page), 'vault').toEqual([]);
      await page.getByTestId('nav-map').click();
      await expect(page.locator('[data-testid=map][data-painted="true"]')).toBeVisible();
      expect.soft(await seriousViolations(page), 'map').toEqual([]);
      await page.getByTestId('show-matrix').click();
      await expect(page.getByTestId('matrix-grid').locator('[data-link="web7>ns4"]')).toBeVisible();
      expect.soft(await seriousViolations(page), 'matrix').toEqual([]);
      await page.getByTestId('show-picture').click();
      await clickOnMap(page, { node: 'web1' });
      await page.getByTestId('inspector').getByRole('button', { name: /tail/i }).click();
      await expect(page.getByTestId('log-line').first()).toBeVisible();
      expect.soft(await seriousViolations(page), 'server and logs').toEqual([]);
      await page.getByTestId('dock-toggle').click();

      await clickOnMap(page, { link: 'web4>ns2' });
      await page.getByTestId('edit-role').first().click();
      await page.getByTestId('role-option-sync').click();
      await expect(page.getByTestId('role-preview')).toContainText('changeclusterdns.cgi');
      expect.soft(await seriousViolations(page), 'role editor').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('nav-members').click();
      await expect(page.getByTestId('members-table')).toBeVisible();
      expect.soft(await seriousViolations(page), 'members').toEqual([]);

      await page.keyboard.press('Control+n');
      await expect(dialog).toContainText('Add a server');
      expect.soft(await seriousViolations(page), 'add a server').toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await expect(page.getByTestId('palette-search')).toBeFocused();
      expect.soft(await seriousViolations(page), 'palette').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('lock-button').click();
      await expect(page.getByTestId('lock-screen')).toBeVisible();
      expect.soft(await seriousViolations(page), 'lock').toEqual([]);
      await page.getByTestId('unlock').click();
      await expect(page.getByTestId('app-shell')).toBeVisible();
    });
  }
});

test('the first screen is accessible, dark and light', async () => {
  const { page, close } = await openNameward({ profile: 'default' });
  await expect(page.getByTestId('first-screen')).toBeVisible();
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    expect.soft(await seriousViolations(page), theme).toEqual([]);
  }
  await close();
});
