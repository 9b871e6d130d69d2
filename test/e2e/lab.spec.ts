/** The main job, end to end: the lab in a real window, a role changed and read back, its log line seen. */
import { expect, test } from '@playwright/test';
import { clickOnMap, openNameward, type Opened } from './nameward.ts';

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward();
});
test.afterAll(async () => {
  await nameward.close();
});

test('draws the 14 servers of the lab, and the members that nobody has a token for', async () => {
  const { page } = nameward;
  await expect(page.locator('[data-testid=map][data-painted="true"]')).toBeVisible();
  await expect(page.getByTestId('server-count')).toHaveText('14 servers');
  await expect(page.locator('[data-testid=map-twin] [data-node-id]')).toHaveCount(16);
  await expect(page.locator('[data-node-id="module:SoftLayer@web8"]')).toBeAttached();
});

test('names the one-way pair as such in the inspector', async () => {
  const { page } = nameward;
  await expect(page.locator('[data-link-id="web7>ns4"][data-state=broken]')).toBeAttached();
  await clickOnMap(page, { link: 'web7>ns4' });
  const inspector = page.getByTestId('inspector');
  await expect(inspector.getByTestId('inspector-title')).toContainText('web7.example.org');
  await expect(inspector).toContainText('One-way trust');
  await expect(inspector.getByTestId('link-direction-ns4>web7')).toBeVisible();
});

test('changes a role on the map, finds it in the simulator, and shows the log line of the next push within a second', async () => {
  const { page, lab } = nameward;
  const before = await memberRole(nameward, 'web4', 'ns2.example.net');
  expect(before).toBe('standalone');

  await clickOnMap(page, { link: 'web4>ns2' });
  await page.getByTestId('inspector').getByTestId('edit-role').first().click();
  await page.getByTestId('role-option-sync').click();
  const preview = page.getByTestId('role-preview');
  await expect(preview).toContainText('changeclusterdns.cgi');
  await expect(preview).toContainText('Every zone change on web4.example.net is sent to ns2.example.net.');
  await page.getByTestId('plan-confirm').check();
  await page.getByTestId('plan-apply').click();
  await expect(page.locator('[data-testid=role-outcome][data-state=verified]')).toBeVisible();
  expect(await memberRole(nameward, 'web4', 'ns2.example.net')).toBe('sync');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-link-id="web4>ns2"][data-role=sync]')).toBeAttached();

  await clickOnMap(page, { node: 'web4' });
  await page.getByTestId('inspector').getByRole('button', { name: /tail/i }).click();
  await expect(page.getByTestId('log-dock')).toContainText(/live/i);
  const zone = Object.keys((await lab.state()).servers['web4']?.zones ?? {}).find(
    (name) => name !== 'moved-customer.example',
  );
  expect(zone).toBeDefined();
  const { cursor } = await lab.state();
  await lab.changeZone('web4', zone ?? '');
  const pushed = await lab.awaitEvent(
    (event) => event.kind === 'zone-pushed' && event.server === 'web4' && event.ok,
    10_000,
    cursor,
  );
  const uniqid = pushed.kind === 'zone-pushed' ? pushed.uniqid : '';
  const line = page.getByTestId('log-line').filter({ hasText: uniqid }).first();
  await expect(line).toBeVisible({ timeout: 5000 });
  const seen = Date.now();
  const { events } = await lab.events(cursor);
  const written = events.find(
    (event) => event.kind === 'log-written' && event.server === 'web4' && event.line.includes(uniqid),
  );
  expect(written).toBeDefined();
  expect(seen - (written?.at ?? 0)).toBeLessThan(1000);
});

/** The role as the simulated server itself has it. */
async function memberRole({ lab }: Opened, server: string, hostname: string): Promise<string | null | undefined> {
  const { servers } = await lab.state();
  return servers[server]?.cluster.members.find((member) => member.host === hostname)?.role;
}
