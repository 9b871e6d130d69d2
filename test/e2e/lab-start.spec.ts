/** While the lab is not there yet, or the keychain keeps it from being there: the window says so, and what to do. */
import { expect, test } from '@playwright/test';
import { seriousViolations } from './axe.ts';
import { becomeLive, openNameward } from './nameward.ts';
import { lockSecrets, restartSecretService } from './secret-service.ts';
import { pollEvery } from './settings.ts';

const themes = ['dark', 'light'] as const;

test('a locked keychain is named, not a first screen shown; then the lab is said to start', async () => {
  test.setTimeout(180_000);
  // Whatever ran before has left something in the keyring or not: locked it gives and takes nothing.
  await lockSecrets();
  // So many that their start is there to be seen.
  const { page, close } = await openNameward({ args: ['--lab-servers', '60'] });
  const screen = page.getByTestId('lab-screen');
  await expect(screen).toHaveAttribute('data-state', 'failed', { timeout: 30_000 });
  await expect(page.getByTestId('first-screen')).toHaveCount(0);
  const alert = screen.getByRole('alert');
  await expect(alert).toHaveAttribute('data-code', 'keychain.locked');
  await expect(alert).toContainText('Secret Service');
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await seriousViolations(page), `failed, ${colorScheme}`).toEqual([]);
  }

  // Nobody has unlocked it: the same again.
  await page.getByTestId('start-lab').click();
  await expect(screen).toHaveAttribute('data-state', 'starting');
  await expect(screen.getByRole('status')).toContainText('A simulated fleet of 60 servers is being started');
  await expect(screen).toHaveAttribute('data-state', 'failed', { timeout: 30_000 });

  await restartSecretService();
  await page.getByTestId('start-lab').click();
  await expect(screen).toHaveAttribute('data-state', 'starting');
  expect.soft(await seriousViolations(page), 'starting').toEqual([]);
  await expect(page.getByTestId('server-count')).toHaveText('60 servers', { timeout: 90_000 });
  await expect(screen).toHaveCount(0);
  await close();
});

test('a keychain that is locked while Nameward runs is said to be, and asked again when the user wants it', async () => {
  const { page, close } = await openNameward();
  await becomeLive(page);
  await pollEvery(page, 5);
  await lockSecrets();
  const bar = page.getByTestId('keychain-locked');
  await expect(bar).toContainText('The keychain gives no API tokens.', { timeout: 30_000 });
  await expect(bar).toContainText('Secret Service');
  // Nobody was asked, which says nothing of the servers.
  await expect(page.locator('[data-node-id="web1"]')).toHaveAttribute('data-state', 'unknown');
  await expect(page.locator('[data-node-id="web1"]')).toContainText('could not be asked');
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await seriousViolations(page), colorScheme).toEqual([]);
  }

  await restartSecretService();
  await bar.getByRole('button', { name: 'Try again' }).click();
  await expect(bar).toHaveCount(0, { timeout: 30_000 });
  await becomeLive(page);
  await close();
});
