/**
 * A server is taken out of its cluster in a real window: afterwards it is out, quiet, and nobody is told of trouble
 * that Nameward made.
 */
import { expect, test, type Page } from '@playwright/test';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';
import { applyPlan } from './plan.ts';

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward();
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

/** Everything that the map calls a warning or broken. */
async function troubles(page: Page): Promise<readonly string[]> {
  const wrong = page.locator('[data-testid=map-twin] :is([data-state=warning], [data-state=broken])');
  return await wrong.evaluateAll((rows) =>
    rows.map((row) => row.getAttribute('data-link-id') ?? row.getAttribute('data-node-id') ?? '').toSorted(),
  );
}

test('takes a server out of its cluster: it stands apart and quiet, and is not offered to be taken out again', async () => {
  const { page, lab } = nameward;
  const before = await troubles(page);
  const old = await lab.state();
  expect(old.servers['web8']?.cluster.members.length).toBeGreaterThan(0);
  await clickOnMap(page, { node: 'web8' });
  await page.getByTestId('inspector').getByTestId('leave-cluster').click();
  const form = page.getByTestId('leave-cluster-form');
  await expect(form.getByTestId('leave-entries')).toBeChecked();
  const said = await form.getByTestId('wish-does').allTextContents();
  expect(said[0]).toBe('Disable DNS clustering on web8.example.org.');
  await form.getByTestId('dialog-preview').click();

  // The plan says what the dialog said.
  const steps = page.getByTestId('plan-step');
  await expect(steps).toHaveCount(said.length);
  for (const [index, does] of said.entries()) await expect(steps.nth(index)).toContainText(does);
  await applyPlan(page);
  const { servers } = await lab.state();
  expect(servers['web8']?.cluster).toMatchObject({ enabled: false, members: [] });
  for (const { id, cluster } of Object.values(servers))
    expect(
      cluster.members.some(({ host }) => host === 'web8.example.org'),
      id,
    ).toBe(false);

  await page.getByTestId('nav-map').click();
  const node = page.locator('[data-testid=map-twin] [data-node-id=web8]');
  await expect(node).toHaveAttribute('data-state', 'ok', { timeout: 45_000 });
  await expect(page.locator('[data-testid=map-twin] [data-link-id*=web8]')).toHaveCount(0);
  await expect.poll(async () => (await troubles(page)).filter((id) => !before.includes(id))).toEqual([]);
  await clickOnMap(page, { node: 'web8' });
  await expect(page.getByTestId('in-no-cluster')).toHaveText('Out of the cluster');
  await expect(page.getByTestId('inspector').getByTestId('leave-cluster')).toHaveCount(0);
});

test('removes a member on both sides, which leaves no trust one way', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-map').click();
  const before = await troubles(page);
  await clickOnMap(page, { link: 'web1>ns2' });
  await page.getByTestId('link-direction-web1>ns2').getByTestId('remove-member').click();
  const form = page.getByTestId('remove-members-form');
  await expect(form.getByTestId('wish-does').first()).toContainText('from the DNS cluster');
  await form.getByTestId('dialog-preview').click();
  await applyPlan(page);
  await page.getByTestId('nav-map').click();
  await expect(page.locator('[data-testid=map-twin] [data-link-id="web1>ns2"]')).toHaveCount(0);
  await expect.poll(async () => (await troubles(page)).filter((id) => !before.includes(id))).toEqual([]);
});

test('says in the dialog of a new member what the plan then says, word for word', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { node: 'web7' });
  await page.getByTestId('inspector').getByTestId('add-member').click();
  const form = page.getByTestId('add-member-form');
  await form.locator('input[name=host]').fill('ns1.example.net');
  await expect(form.getByTestId('synchronize-now')).toBeChecked();
  const words = form.getByTestId('wish-words');
  await expect(words).toContainText('become one cluster');
  // Not what WHM's own 'Synchronize zones immediately' would do: this plan pulls no zone that web7 has no account of.
  await expect(form).not.toContainText('pulls every zone');
  const said = await words.locator('li:not([data-testid]), [data-testid=wish-does]').allTextContents();
  expect(said.length).toBeGreaterThan(4);
  await form.getByTestId('dialog-preview').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'ready');
  const plan = page.getByRole('article');
  for (const sentence of said) await expect(plan).toContainText(sentence.trim());
});
