/** From the first screen to the lab and back, in one window. */
import { expect, test } from '@playwright/test';
import { becomeLive, openNameward } from './nameward.ts';
import { services, storedAccounts } from './secret-service.ts';

test('opens the lab in place of the empty profile, and the other way round', async () => {
  const { app, page, close, lab } = await openNameward({ profile: 'default' });
  await expect(page.getByTestId('first-screen')).toBeVisible();
  await page.getByTestId('open-lab').click();
  await becomeLive(page);
  await expect(page.getByTestId('server-count')).toHaveText('14 servers');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Lab');
  expect(Object.keys((await lab.state()).servers)).toHaveLength(15);
  expect(app.windows()).toHaveLength(1);
  expect(await storedAccounts(services.default)).toEqual([]);

  await app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items.find((item) => item.label === 'File');
    file?.submenu?.items.find((item) => item.label === 'My Servers')?.click();
  });
  await expect(page.getByTestId('first-screen')).toBeVisible();
  await expect(page.getByTestId('app-shell')).toHaveCount(0);
  // The lab has gone with its profile.
  await expect
    .poll(
      async () =>
        await lab.state().then(
          () => 'there',
          () => 'gone',
        ),
    )
    .toBe('gone');
  await close();
});
