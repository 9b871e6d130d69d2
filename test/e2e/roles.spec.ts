/**
 * The role editor in a real window: its Apply is a plan, asked for as the cluster's safety wants, with a report and an
 * undo.
 */
import { expect, test } from '@playwright/test';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';

test('applies a role as a plan, asked for as the cluster wants it, and takes it back', async () => {
  const nameward = await openNameward();
  const { page } = nameward;
  await becomeLive(page);
  const before = await roleInWhm(nameward);
  const wanted = before === 'write-only' ? 'sync' : 'write-only';
  const safety = page.locator('[data-testid=safety]').first();

  await page.getByTestId('nav-settings').click();
  await safety.selectOption('read-only');
  await pick(nameward, wanted);
  await expect(page.getByTestId('plan-read-only')).toContainText('is read-only');
  await expect(page.getByTestId('plan-apply')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.getByTestId('nav-settings').click();
  await safety.selectOption('confirm');
  await pick(nameward, wanted);
  // Not before it was confirmed, as for every plan.
  await expect(page.getByTestId('plan-apply')).toBeDisabled();
  await page.getByTestId('plan-confirm').check();
  await page.getByTestId('plan-apply').click();
  await expect(page.getByTestId('role-outcome')).toHaveAttribute('data-state', 'verified');
  await expect(page.getByTestId('role-run')).toHaveAttribute('data-state', 'done');
  expect(await roleInWhm(nameward)).toBe(wanted);
  // It stands among the plans, with its journal and report.
  await page.getByTestId('role-show-plan').click();
  const listed = page.getByRole('region', { name: 'Plans' }).getByRole('listitem').first();
  await expect(listed).toContainText('Change the DNS role of ns2.example.net on web4.example.net');
  await expect(listed).toContainText('Done');
  await expect(page.getByTestId('plan-report')).toBeVisible();

  await page.getByTestId('plan-undo').click();
  await expect(page.getByTestId('plan-step')).toHaveCount(1);
  await page.getByTestId('plan-confirm').check();
  await page.getByTestId('plan-apply').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'done');
  expect(await roleInWhm(nameward)).toBe(before);
  await nameward.close();
});

test('leads to the preview in Changes for more than 20 links, and writes nothing before', async () => {
  const nameward = await openNameward({ args: ['--lab-servers', '60'] });
  const { page, lab } = nameward;
  await becomeLive(page);
  const { cursor } = await lab.state();
  await page.getByTestId('nav-members').click();
  await page.getByLabel('Mark all that are shown').check();
  await page.getByRole('button', { name: /^Edit \d+ roles$/ }).click();
  await page.getByTestId('role-option-write-only').click();
  await expect(page.getByTestId('role-too-many')).toContainText('from the preview in Changes only');
  await expect(page.getByTestId('plan-apply')).toHaveCount(0);
  await page.getByTestId('role-preview-in-changes').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(page.getByTestId('plan-apply')).toBeDisabled();
  const { events } = await lab.events(cursor);
  expect(events.filter(({ kind }) => kind === 'role-changed')).toEqual([]);
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
