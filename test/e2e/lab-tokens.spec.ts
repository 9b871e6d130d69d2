/** The tokens of a whole fleet stay where they belong. */
import { expect, test } from '@playwright/test';
import { rmSync } from 'node:fs';
import { argumentsWith, filesWith, heapOf, recordedFrames, recordFrames } from './leaks.ts';
import { becomeLive, clickOnMap, newHome, openNameward } from './nameward.ts';
import { forgetSecrets, services, storedSecret } from './secret-service.ts';

const home = newHome();

test.afterAll(async () => {
  await forgetSecrets(services.lab);
  rmSync(home, { recursive: true, force: true });
});

test('every token of the lab is in the Secret Service and nowhere else', async () => {
  const { page, app, lab, printed, close } = await openNameward({ home });
  await recordFrames(app);
  // What was sent before the recording is sent again.
  await page.reload();
  await becomeLive(page);
  const accounts = Object.keys((await lab.state()).servers).filter((id) => id !== 'ns6');
  const tokens = await Promise.all(accounts.map(async (id) => (await storedSecret(services.lab, id)) ?? id));
  expect(tokens.filter((token) => !/^[0-9A-Z]{32}$/.test(token))).toEqual([]);
  expect(new Set(tokens).size).toBe(14);

  // Where requests are shown, logs are tailed and errors are worded.
  await clickOnMap(page, { link: 'web4>ns2' });
  await page.getByTestId('edit-role').first().click();
  await page.getByTestId('role-option-sync').click();
  await expect(page.getByTestId('role-preview')).toContainText('changeclusterdns.cgi');
  await page.keyboard.press('Escape');
  await clickOnMap(page, { node: 'web1' });
  await page.getByTestId('inspector').getByRole('button', { name: /tail/i }).click();
  await expect(page.getByTestId('log-line').first()).toBeVisible();
  await lab.setFault('web1', { fault: { kind: 'status', status: 500 } });
  await page.getByTestId('inspector').getByRole('button', { name: 'Ask now' }).click();
  await expect(page.getByTestId('inspector').getByRole('alert')).toBeVisible();

  const holds = (text: string): boolean => tokens.some((token) => text.includes(token));
  const frames = await recordedFrames(app);
  // Replies and streams both were recorded.
  for (const kind of ['reply', 'postMessage']) expect(frames.some((frame) => frame.startsWith(kind))).toBe(true);
  expect(frames.some((frame) => frame.includes('web7.example.org'))).toBe(true);
  expect(frames.filter(holds)).toEqual([]);
  const heap = await heapOf(page);
  expect(heap).toContain('web7.example.org');
  expect(holds(heap)).toBe(false);
  expect(argumentsWith(tokens)).toEqual([]);
  await close();
  expect(holds(printed())).toBe(false);
  expect(filesWith(home, tokens).holding).toEqual([]);
});
