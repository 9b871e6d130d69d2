/** Settings as the user changes them. */
import type { Page } from '@playwright/test';

/** @param seconds between two rounds of asking a server */
export async function pollEvery(page: Page, seconds: number): Promise<void> {
  await page.getByTestId('nav-settings').click();
  const field = page.getByLabel('Seconds between two rounds');
  await field.fill(String(seconds));
  await field.press('Enter');
  await page.getByTestId('nav-map').click();
}
