/** What was gathered and not applied is there again after the end of Nameward, until it is discarded. */
import { expect, test } from '@playwright/test';
import { rmSync } from 'node:fs';
import { becomeLive, clickOnMap, newHome, openNameward } from './nameward.ts';

const home = newHome();

test.afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

test('keeps pending changes over the end of Nameward, and their discard', async () => {
  const first = await openNameward({ home });
  await becomeLive(first.page);
  await clickOnMap(first.page, { link: 'web4>ns2' });
  await first.page.getByTestId('inspector').getByTestId('edit-role').first().click();
  await first.page.getByTestId('role-option-write-only').click();
  await first.page.getByTestId('role-add-to-changes').click();
  await expect(first.page.getByTestId('pending-count')).toContainText('1 pending');
  await first.close();

  const second = await openNameward({ home });
  await expect(second.page.getByTestId('pending-count')).toContainText('1 pending');
  await becomeLive(second.page);
  await expect(second.page.locator('[data-link-id="web4>ns2"][data-pending]')).toHaveCount(1);
  await second.page.getByTestId('discard').click();
  await expect(second.page.getByTestId('pending-count')).toHaveCount(0);
  await second.close();

  const third = await openNameward({ home });
  await becomeLive(third.page);
  await expect(third.page.getByTestId('pending-count')).toHaveCount(0);
  await third.close();
});
