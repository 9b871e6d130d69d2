/**
 * Plans that do what they say, in a real window: a fleet that has got other addresses since the last start, and a
 * member that is known to be down. What the window says is held against the simulator's own state.
 */
import { expect, test, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { startFleet } from '#simulator/index.ts';
import { becomeLive, clickOnMap, newHome, openNameward, type Opened } from './nameward.ts';
import { applyPlan, startPlan } from './plan.ts';

test.describe.configure({ mode: 'serial' });

async function mend(page: Page): Promise<void> {
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link: 'web7>ns4' });
  await page.getByTestId('inspector').getByTestId('mend-trust').click();
  await page.getByTestId('nav-changes').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'ready');
}

/** What ns4 has for web7, wherever it stands. */
async function entryOfWeb7({ lab }: Opened) {
  const { servers } = await lab.state();
  return servers['ns4']?.cluster.members.find(({ host }) => host === servers['web7']?.hostname);
}

test('mends trust in a fleet that was renumbered between two starts, and takes it back', async () => {
  const home = newHome();
  try {
    const first = await openNameward({ home });
    await becomeLive(first.page);
    const old = (await first.lab.state()).servers['web7']?.address;
    await first.close();
    // The addresses of before are somebody else's now, so that the lab takes others.
    const others = await startFleet({ scenario: 'pairs', servers: 6 });
    const second = await openNameward({ home });
    try {
      await becomeLive(second.page);
      const { address } = (await second.lab.state()).servers['web7'] ?? {};
      expect(address).not.toBe(old);
      await mend(second.page);
      await applyPlan(second.page);
      const { page } = second;
      await expect(page.getByTestId('plan-state')).toContainText('Done 1 of 1 step verified.');
      await expect(page.getByTestId('step-seen')).toContainText(`lists the entry under ${address ?? ''}`);
      const entry = await entryOfWeb7(second);
      expect(entry).toMatchObject({ address, role: 'standalone' });
      await second.lab.pollMember('ns4', address ?? '');
      expect((await entryOfWeb7(second))?.state?.error).toBeNull();

      await page.getByTestId('plan-undo').click();
      await expect(page.getByRole('article', { name: /^Undo: / })).toBeVisible();
      await applyPlan(page);
      expect(await entryOfWeb7(second)).toBeUndefined();
      const tokens = (await second.lab.state()).servers['web7']?.tokens.map(({ name }) => name) ?? [];
      expect(tokens.filter((name) => name.startsWith('nameward_'))).toEqual([]);
    } finally {
      await second.close();
      await others.close();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('warns of enabling a member that is down, and what was not seen is amber everywhere', async () => {
  const nameward = await openNameward();
  try {
    const { page } = nameward;
    await becomeLive(page);
    await clickOnMap(page, { link: 'web6>ns5' });
    await page.getByTestId('inspector').getByTestId('enable-member').click();
    await page.getByTestId('nav-changes').click();
    const enable = page.locator('[data-testid=plan-step][data-kind="member.enable"]');
    await expect(enable).toContainText(/ns5\.example\.org has not answered for \d+ (s|min)/);
    await expect(enable).toContainText('WHM will disable it again after 10 failed commands.');
    await startPlan(page);
    const state = page.getByTestId('plan-state');
    await expect(state).toHaveAttribute('data-state', 'partial', { timeout: 90_000 });
    await expect(state).toContainText('Done, 1 not verified');
    await expect(state.locator('[data-state=warning]')).toBeVisible();
    const step = page.locator('[data-testid=plan-step][data-kind=synchronize]');
    await expect(step).toHaveAttribute('data-state', 'unverified');
    await expect(step).toContainText('ns5.example.org');
    // Nothing has failed: what was sent was not seen done.
    await expect(step.getByRole('alert')).toHaveAttribute('data-tone', 'warning');
    await expect(step.getByRole('alert')).toContainText('Sent, and not seen done');
    const row = page.getByRole('region', { name: 'Plans' }).getByRole('listitem').first();
    await expect(row).toContainText('Done, 1 not verified');
    await expect(row.locator('[data-state=warning]')).toBeVisible();
    await expect(page.getByRole('article').locator('[data-state=ok]')).toHaveCount(1);
  } finally {
    await nameward.close();
  }
});
