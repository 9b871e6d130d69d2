/** The lock of the vault: nothing is asked and nothing of the fleet is on the page until it is opened again. */
import { expect, test } from '@playwright/test';
import { rmSync } from 'node:fs';
import { becomeLive, newHome, openNameward, type Opened } from './nameward.ts';
import { forgetSecrets, services } from './secret-service.ts';
import { pollEvery } from './settings.ts';

const passphrase = 'correct horse battery';
const home = newHome();
let nameward: Opened;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  nameward = await openNameward({ home });
  await becomeLive(nameward.page);
  await pollEvery(nameward.page, 5);
});
test.afterAll(async () => {
  await nameward.close();
  rmSync(home, { recursive: true, force: true });
  // With the check of the passphrase: it would lock every lab that follows.
  await forgetSecrets(services.lab);
});

/** Requests that came from the app, not from the servers among themselves. */
async function askedSince(cursor: number): Promise<number> {
  const { events } = await nameward.lab.events(cursor);
  return events.filter((event) => event.kind === 'request' && event.from === null).length;
}

async function expectNothingOfTheFleet(): Promise<void> {
  const { page } = nameward;
  await expect(page.getByTestId('lock-screen')).toBeVisible();
  await expect(page.getByTestId('app-shell')).toHaveCount(0);
  expect(await page.locator('html').innerHTML()).not.toMatch(/example\.(net|org)|127\.\d+\.\d+\.\d+/);
}

test('empties the page and ends all polling', async () => {
  const { page, lab } = nameward;
  await page.keyboard.press('Control+l');
  await expectNothingOfTheFleet();
  // What was on its way has ended by then.
  await page.waitForTimeout(500);
  const { cursor } = await lab.state();
  for (const keys of ['F5', 'Control+k', 'Control+2', '/']) await page.keyboard.press(keys);
  await page.waitForTimeout(7000);
  expect(await askedSince(cursor)).toBe(0);
  await expectNothingOfTheFleet();

  await page.getByTestId('unlock').click();
  await becomeLive(page);
  await expect.poll(async () => await askedSince(cursor)).toBeGreaterThan(14);
});

test('opens with the right passphrase only', async () => {
  const { page } = nameward;
  await page.getByTestId('nav-vault').click();
  await page.getByTestId('set-passphrase').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New passphrase', { exact: true }).fill(passphrase);
  await dialog.getByLabel('New passphrase again').fill(passphrase);
  await dialog.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByTestId('lock-button').click();
  await expect(page.getByTestId('unlock-passphrase')).toBeFocused();
  await page.keyboard.type('wrong horse');
  await page.keyboard.press('Enter');
  await expect(page.locator('[role=alert][data-code="vault.passphrase"]')).toBeVisible();
  await expectNothingOfTheFleet();
  await expect(page.getByTestId('unlock-passphrase')).toBeFocused();
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  // Where the user was.
  await expect(page.getByRole('table', { name: 'Servers and their tokens' })).toBeVisible();
});

test('is closed from the next start on', async () => {
  await nameward.close();
  nameward = await openNameward({ home });
  const { page } = nameward;
  await expectNothingOfTheFleet();
  await page.waitForTimeout(3000);
  await expectNothingOfTheFleet();
  await page.getByTestId('unlock-passphrase').fill(passphrase);
  await page.getByTestId('unlock').click();
  await becomeLive(page);
  await expect(page.getByTestId('server-count')).toHaveText('14 servers');
});
