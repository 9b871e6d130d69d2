/** The form of a member in a real window: other back ends, seen in the lab behind it. */
import { expect, test, type Page } from '@playwright/test';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';

const key = 'TYPEDKEYOFSOFTLAYER0000000000001';

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward();
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

async function apply(page: Page): Promise<void> {
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'ready');
  await page.getByTestId('plan-confirm').check();
  await page.getByTestId('plan-apply').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
}

async function memberOf({ lab }: Opened, server: string, address: string) {
  const { servers } = await lab.state();
  return servers[server]?.cluster.members.find((member) => member.address === address);
}

async function openForm(page: Page, server: string): Promise<void> {
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { node: server });
  await page.getByTestId('inspector').getByTestId('add-member').click();
  await expect(page.getByTestId('add-member-form')).toBeVisible();
}

test('adds a member of SoftLayer with its ns_config, edits it, deletes it and brings it back', async () => {
  const { page } = nameward;
  await openForm(page, 'web6');
  const form = page.getByTestId('add-member-form');
  await expect(form.getByTestId('ns-config')).toHaveCount(0);
  await form.locator('select[name=module]').selectOption('VPSNET');
  await expect(form.getByTestId('ns-config')).toHaveCount(0);
  await form.locator('select[name=module]').selectOption('SoftLayer');
  await form.getByTestId('ns-config').selectOption('force');
  await form.locator('input[name=user]').fill('SL482910');
  await form.getByTestId('member-token').fill(key);
  await form.getByTestId('synchronize-now').uncheck();
  await form.getByTestId('dialog-preview').click();
  await expect(page.getByTestId('plan-step')).toContainText('ns_config force');
  expect(await page.content()).not.toContain(key);
  await apply(page);
  expect(await memberOf(nameward, 'web6', 'softlayer')).toMatchObject({ user: 'SL482910', nsConfig: 'force' });

  await page.getByTestId('nav-map').click();
  const link = 'web6>module:SoftLayer@web6';
  await clickOnMap(page, { link });
  await page.getByTestId('inspector').getByTestId('edit-member').first().click();
  const edit = page.getByTestId('edit-member-form');
  await expect(edit.getByTestId('ns-config')).toHaveValue('');
  await edit.getByTestId('ns-config').selectOption('ensure');
  await edit.getByTestId('dialog-preview').click();
  await expect(page.getByTestId('plan-step')).toContainText('ns_config ensure');
  await apply(page);
  expect(await memberOf(nameward, 'web6', 'softlayer')).toMatchObject({ user: 'SL482910', nsConfig: 'ensure' });

  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link });
  await page.getByTestId('inspector').getByTestId('remove-member').first().click();
  await page.getByTestId('preview').click();
  await expect(page.getByTestId('plan-step')).toContainText('API key, user, ns_config, DNS role and debug mode');
  await apply(page);
  expect(await memberOf(nameward, 'web6', 'softlayer')).toBeUndefined();
  await page.getByTestId('plan-undo').click();
  await apply(page);
  expect(await memberOf(nameward, 'web6', 'softlayer')).toMatchObject({ user: 'SL482910', nsConfig: 'ensure' });
});
