/** The plan that is shown, used as a user does. */
import { expect, type Page } from '@playwright/test';

/** Confirms the plan and starts it, once it can be. */
export async function startPlan(page: Page): Promise<void> {
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'ready');
  await page.getByTestId('plan-confirm').check();
  await page.getByTestId('plan-apply').click();
}

/** Carries the plan out and waits until it is done. */
export async function applyPlan(page: Page): Promise<void> {
  await startPlan(page);
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
}
