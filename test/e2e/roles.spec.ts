/** The role editor in a real window: it obeys the cluster's safety, and what it changed can be undone. */
import { expect, test } from '@playwright/test';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';

test('changes a role at once where that is allowed, and takes it back by a plan', async () => {
  const nameward = await openNameward();
  const { page } = nameward;
  await becomeLive(page);
  const before = await roleInWhm(nameward);
  const wanted = before === 'write-only' ? 'sync' : 'write-only';
  const safety = page.locator('[data-testid=safety]').first();

  await page.getByTestId('nav-settings').click();
  await safety.selectOption('read-only');
  await pick(nameward, wanted);
  await expect(page.getByRole('dialog')).toContainText('is read-only');
  await expect(page.getByTestId('role-apply')).toBeDisabled();
  await page.keyboard.press('Escape');

  await page.getByTestId('nav-settings').click();
  await safety.selectOption('confirm');
  await pick(nameward, wanted);
  await page.getByTestId('role-apply').click();
  await expect(page.getByTestId('role-outcome')).toHaveAttribute('data-state', 'verified');
  expect(await roleInWhm(nameward)).toBe(wanted);

  await page.getByTestId('role-undo').click();
  await expect(page.getByTestId('plan-step')).toHaveCount(1);
  await page.getByTestId('plan-confirm').check();
  await page.getByTestId('plan-apply').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'done');
  expect(await roleInWhm(nameward)).toBe(before);
  await nameward.close();
});

async function pick({ page }: Opened, role: string): Promise<void> {
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link: 'web4>ns2' });
  await page.getByTestId('inspector').getByTestId('edit-role').first().click();
  await page.getByTestId(`role-option-${role}`).click();
  await expect(page.getByTestId('role-preview')).toContainText('changeclusterdns.cgi');
}

async function roleInWhm({ lab }: Opened): Promise<string | null | undefined> {
  const { servers } = await lab.state();
  return servers['web4']?.cluster.members.find(({ host }) => host === 'ns2.example.net')?.role;
}
