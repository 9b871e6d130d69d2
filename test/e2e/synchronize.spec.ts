/**
 * A member that WHM has disabled, and whose zones are old, is enabled and resynchronized from the inspector: how far it
 * is shows zone by zone, and in the end the serials in the simulator's own state are equal.
 */
import { expect, test, type Page } from '@playwright/test';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';
import { startPlan } from './plan.ts';

const link = 'web1>ns1';
/** Long enough to be seen in three places while it goes on; shorter than a peer waits for an answer. */
const slowMs = 5000;
/** Failed commands until a member is disabled (`whm-protocol 4`). */
const threshold = 10;

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward({ args: ['--lab-scenario', 'pairs', '--lab-servers', '6'] });
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

async function inspectLink(page: Page) {
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link });
  return page.getByTestId('inspector').getByTestId(`link-direction-${link}`);
}

const doneWithin = { timeout: 90_000 };

/** Written to without a look, zone by zone. */
async function makeWriteOnly(page: Page): Promise<void> {
  const direction = await inspectLink(page);
  await direction.getByTestId('edit-role').click();
  await page.getByTestId('role-option-write-only').click();
  await page.getByTestId('role-add-to-changes').click();
  await page.getByTestId('pending-count').click();
  await page.getByTestId('preview').click();
  await startPlan(page);
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'done', doneWithin);
}

/** Serials of the zones that web1 has, on a server. */
async function serialsOn({ lab }: Opened, id: string): Promise<readonly (number | undefined)[]> {
  const { servers } = await lab.state();
  return Object.keys(servers['web1']?.zones ?? {}).map((zone) => servers[id]?.zones[zone]);
}

/** web1 does not reach ns1 while its zones change, until it gives up. */
async function disableMember({ lab }: Opened): Promise<void> {
  const before = await lab.state();
  const zones = Object.keys(before.servers['web1']?.zones ?? {});
  await lab.setFault('ns1', { fault: { kind: 'partition', from: 'web1' } });
  for (let at = 0; at < Math.max(threshold, zones.length); at += 1) {
    await lab.changeZone('web1', zones[at % zones.length] ?? '');
  }
  await lab.awaitEvent((event) => event.kind === 'member-disabled' && event.server === 'web1', 60_000, before.cursor);
  await lab.clearFaults('ns1');
}

test('enables a disabled member with old zones and shows them arrive, one by one', async () => {
  test.setTimeout(240_000);
  const { page, lab } = nameward;
  await makeWriteOnly(page);
  await disableMember(nameward);
  const own = await serialsOn(nameward, 'web1');
  const total = own.length;
  expect(total).toBeGreaterThan(3);
  for (const [at, serial] of (await serialsOn(nameward, 'ns1')).entries()) expect(serial).toBeLessThan(own[at] ?? 0);

  await page.keyboard.press('F5');
  const direction = await inspectLink(page);
  await expect(direction).toContainText('Disabled', doneWithin);
  await direction.getByTestId('enable-member').click();
  await lab.setFault('ns1', { fault: { kind: 'slow', delayMs: slowMs }, path: '/scripts2/savezone_local' });
  await startPlan(page);
  const progress = new RegExp(`[0-${total - 1}] of ${total} zones arrived, waiting for \\S+ on ns1\\.pairs\\.example`);
  const step = page.locator('[data-testid=plan-step][data-kind=synchronize]');
  await expect(step.getByTestId('step-progress')).toHaveText(progress, doneWithin);

  // The place where the member was shown disabled tells the same, and goes on.
  const there = (await inspectLink(page)).getByTestId('link-progress');
  await expect(there).toContainText(progress);
  // What is being done is not offered again.
  await expect(direction.getByTestId('enable-member')).toHaveCount(0);
  const first = await there.textContent();
  await expect(there).not.toHaveText(first ?? '', doneWithin);
  await expect(there).toContainText(progress);

  // So does the member's row in the table.
  await page.getByTestId('nav-members').click();
  const row = page.locator(`[role=row][data-link="${link}"]`);
  await expect(row.getByTestId('row-progress')).toHaveText(new RegExp(`Synchronizing: ${progress.source}`));
  await expect(row.getByTestId('enable-member')).toHaveCount(0);
  await page.getByTestId('inspector').getByRole('button', { name: 'Show plan' }).click();
  await lab.clearFaults('ns1');
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'done', doneWithin);
  await expect(step).toHaveAttribute('data-state', 'verified');

  // Zones of the lab change now and then by themselves; what has just been changed is on its way for a moment.
  await expect(async () => {
    const now = await serialsOn(nameward, 'web1');
    expect(await serialsOn(nameward, 'ns1')).toEqual(now);
    for (const [at, serial] of now.entries()) expect(serial).toBeGreaterThanOrEqual(own[at] ?? Infinity);
  }).toPass({ timeout: 30_000 });
  const after = await inspectLink(page);
  await expect(page.getByTestId('pair-verdict')).toBeVisible();
  await expect(after.getByTestId('enable-member')).toHaveCount(0, doneWithin);
  await expect(after.getByTestId('link-progress')).toHaveCount(0);
  await page.getByTestId('nav-members').click();
  await expect(page.locator(`[role=row][data-link="${link}"]`)).toBeVisible();
  await expect(page.getByTestId('row-progress')).toHaveCount(0);
});
