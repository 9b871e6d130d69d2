/** The form of a member in a real window: other back ends, and WHM's own reverse trust, seen in the lab behind it. */
import { expect, test, type Page } from '@playwright/test';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';
import { applyPlan } from './plan.ts';
import { services, storedSecret } from './secret-service.ts';

const key = 'TYPEDKEYOFSOFTLAYER0000000000001';

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward();
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

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
  await applyPlan(page);
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
  await applyPlan(page);
  expect(await memberOf(nameward, 'web6', 'softlayer')).toMatchObject({ user: 'SL482910', nsConfig: 'ensure' });

  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link });
  await page.getByTestId('inspector').getByTestId('remove-member').first().click();
  await page.getByTestId('remove-members-form').getByTestId('dialog-preview').click();
  await expect(page.getByTestId('plan-step')).toContainText('API key, user, ns_config, DNS role and debug mode');
  await applyPlan(page);
  expect(await memberOf(nameward, 'web6', 'softlayer')).toBeUndefined();
  await page.getByTestId('plan-undo').click();
  await applyPlan(page);
  expect(await memberOf(nameward, 'web6', 'softlayer')).toMatchObject({ user: 'SL482910', nsConfig: 'ensure' });
});

async function reverseTokensOf({ lab }: Opened, server: string): Promise<readonly string[]> {
  const { servers } = await lab.state();
  return (servers[server]?.tokens ?? []).map(({ name }) => name).filter((name) => name.startsWith('reverse_trust_'));
}

test('has WHM set up reverse trust with a member that is no server here, and says when that fails', async () => {
  const { page, lab } = nameward;
  const { servers } = await lab.state();
  const address = servers['web5']?.address ?? '';
  const token = (await storedSecret(services.lab, 'web5')) ?? '';
  expect(token).toMatch(/^[0-9A-Z]{32}$/);
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { node: 'web5' });
  await page.getByTestId('inspector').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.locator('[data-node-id="web5"]')).toHaveCount(0);

  await openForm(page, 'web6');
  const form = page.getByTestId('add-member-form');
  const trust = form.getByTestId('reverse-trust');
  // A server of ours: Nameward makes both entries. Another host: WHM does it, when it contacts the member at all.
  await form.locator('input[name=host]').fill('web1.example.net');
  await expect(form).toContainText('Nameward makes the entry of');
  await form.locator('input[name=host]').fill(address);
  await expect(trust).toBeChecked();
  await expect(form).toContainText('WHM makes an API token reverse_trust_');
  await form.getByTestId('contact-member').uncheck();
  await expect(trust).toBeDisabled();
  await expect(trust).not.toBeChecked();
  await form.getByTestId('contact-member').check();
  await form.locator('select[name=role]').selectOption('write-only');
  await expect(trust).not.toBeChecked();
  await form.locator('select[name=role]').selectOption('sync');
  await expect(trust).toBeChecked();
  await form.getByTestId('member-token').fill(token);
  // A field that was hidden meanwhile comes back empty, and the form knows it.
  await form.locator('input[name=host]').fill('web1.example.net');
  await expect(form.getByTestId('member-token')).toHaveCount(0);
  await form.locator('input[name=host]').fill(address);
  await expect(form.getByTestId('dialog-preview')).toBeDisabled();
  await form.getByTestId('member-token').fill(token);
  await form.getByTestId('synchronize-now').uncheck();
  await form.getByTestId('dialog-preview').click();
  await expect(page.getByTestId('plan-step')).toContainText('gives it to');
  const before = await reverseTokensOf(nameward, 'web6');
  await lab.setFault('web5', { fault: { kind: 'status', status: 503 }, path: '/cgi/trustclustermaster.cgi', times: 1 });
  await applyPlan(page);
  await expect(page.getByTestId('plan-step')).toContainText('reverse trust could not be established');
  await expect(page.getByTestId('plan-step')).toContainText('was revoked');
  expect(await memberOf(nameward, 'web6', address)).toMatchObject({ role: 'sync' });
  expect(await memberOf(nameward, 'web5', servers['web6']?.address ?? '')).toBeUndefined();
  expect(await reverseTokensOf(nameward, 'web6')).toEqual(before);

  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link: `web6>member:${address}` });
  await page.getByTestId('inspector').getByTestId('edit-member').first().click();
  const edit = page.getByTestId('edit-member-form');
  await expect(edit.getByTestId('reverse-trust')).not.toBeChecked();
  await edit.getByTestId('reverse-trust').check();
  await expect(edit).toContainText('written over');
  await edit.getByTestId('dialog-preview').click();
  await applyPlan(page);
  expect(await memberOf(nameward, 'web5', servers['web6']?.address ?? '')).toMatchObject({ role: 'standalone' });
  expect(await reverseTokensOf(nameward, 'web6')).toHaveLength(before.length + 1);
});
