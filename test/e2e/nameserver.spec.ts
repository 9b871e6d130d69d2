/** A nameserver becomes a member of every web server of a cluster in one plan, in a real window. */
import { expect, test } from '@playwright/test';
import { becomeLive, clickOnMap, openNameward } from './nameward.ts';
import { applyPlan } from './plan.ts';

test('adds a nameserver to a cluster, all its web servers at once, and takes it back', async () => {
  const { page, lab, close } = await openNameward();
  await becomeLive(page);
  const having = async (): Promise<readonly string[]> =>
    Object.entries((await lab.state()).servers)
      .filter(([, { cluster }]) => cluster.members.some(({ host }) => host === 'ns2.example.net'))
      .map(([id]) => id);
  const before = await having();

  await clickOnMap(page, { node: 'ns2' });
  await page.getByTestId('inspector').getByTestId('add-nameserver').click();
  const form = page.getByRole('dialog');
  await expect(form.getByRole('button', { name: 'Preview' })).toBeDisabled();
  await form.locator('select[name=cluster]').selectOption({ label: 'example.org (5 servers)' });
  await expect(form.getByText('3 chosen')).toBeVisible();
  await form.locator('select[name=role]').selectOption('write-only');
  await form.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByTestId('plan-step')).toHaveCount(3);

  await applyPlan(page);
  expect((await having()).filter((id) => !before.includes(id)).toSorted()).toEqual(['web6', 'web7', 'web8']);
  await page.getByTestId('plan-undo').click();
  await applyPlan(page);
  expect(await having()).toEqual(before);
  await close();
});
