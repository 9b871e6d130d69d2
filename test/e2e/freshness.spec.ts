/**
 * How true the picture is now: who answers, how old the oldest is, and what is said when rather this machine is cut
 * off.
 */
import { expect, test } from '@playwright/test';
import type { FaultRule } from '#simulator/index.ts';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';
import { pollEvery } from './settings.ts';

let nameward: Opened;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  nameward = await openNameward();
  await becomeLive(nameward.page);
  await pollEvery(nameward.page, 5);
});
test.afterAll(async () => {
  await nameward.close();
});

/** The server lets nobody ask who it is. */
const cutOff: FaultRule = { fault: { kind: 'reset' }, path: '/json-api/batch' };
const everybody = async (): Promise<string[]> => Object.keys((await nameward.lab.state()).servers);
const linkStates = async (): Promise<string[]> =>
  await nameward.page.locator('[data-link-id]').evaluateAll((rows) => rows.map((row) => row.dataset['state'] ?? ''));

test('counts who answers', async () => {
  // ns5 of the lab is down.
  await expect(nameward.page.getByTestId('freshness')).toContainText('Live, 13 of 14 answer');
});

test('does not call a link broken because its far side does not answer here', async () => {
  const { page, lab } = nameward;
  await lab.setFault('ns1', cutOff);
  await expect(page.locator('[data-node-id=ns1]')).toHaveAttribute('data-state', 'broken', { timeout: 20_000 });
  // The servers of the lab cannot reach it either, and sooner or later say so themselves; nobody else calls the link
  // broken.
  const links = await page
    .locator('[data-link-id$=">ns1"]')
    .evaluateAll((rows) => rows.map((row) => ({ state: row.dataset['state'], words: row.textContent })));
  expect(links.length).toBeGreaterThan(3);
  for (const { state, words } of links) {
    expect(words).toContain('ns1.example.net does not answer Nameward');
    if (state === 'broken') expect(words).toContain('shows an error for this member');
  }
  await expect(page.getByTestId('freshness')).toContainText('12 of 14 answer');
  await expect(page.getByTestId('outage')).toHaveCount(0);
  await lab.clearFaults('ns1');
  await expect(page.getByTestId('freshness')).toContainText('13 of 14 answer', { timeout: 30_000 });
});

test('says once that nobody answers, and breaks neither servers nor links', async () => {
  const { page, lab } = nameward;
  for (const server of await everybody()) await lab.setFault(server, cutOff);
  const began = Date.now();
  await page.keyboard.press('F5');
  const outage = page.getByTestId('outage');
  await expect(outage).toContainText('0 of 14 servers answer; is this machine online?', { timeout: 30_000 });
  await expect(outage).toHaveCount(1);
  const freshness = page.getByTestId('freshness');
  await expect(freshness).not.toContainText('Live');
  await expect(freshness).toContainText('0 of 14 answer');
  const states = await linkStates();
  expect(states.length).toBeGreaterThan(20);
  expect(new Set(states)).toEqual(new Set(['unknown']));
  const broken = await page.locator('[data-node-id][data-state=broken]').count();
  expect(broken).toBe(0);
  // The oldest answer ages; attempts that fail make nothing fresher.
  const age = async (): Promise<number> => Date.parse((await freshness.locator('time').getAttribute('datetime')) ?? '');
  expect(await age()).toBeLessThan(began);
  await page.waitForTimeout(6000);
  expect(await age()).toBeLessThan(began);
  await clickOnMap(page, { link: 'web1>ns1' });
  const direction = page.getByTestId('link-direction-web1>ns1');
  await expect(direction).toContainText('Unknown');
  await expect(direction).toContainText('Last answered');
});

test('comes back by itself', async () => {
  const { page, lab } = nameward;
  await lab.clearFaults();
  await page.keyboard.press('F5');
  await expect(page.getByTestId('outage')).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByTestId('freshness')).toContainText('Live', { timeout: 60_000 });
  await lab.pollMember('web1', (await lab.state()).servers['ns1']?.address ?? '');
  await page.keyboard.press('F5');
  await expect(page.locator('[data-link-id="web1>ns1"]')).toHaveAttribute('data-state', 'ok');
});

test('asks the same when many fall silent at once, and takes it for no outage when they answer oddly', async () => {
  const { page, lab } = nameward;
  const many = ['web1', 'web2', 'web3', 'web4', 'web5', 'hub1'];
  for (const server of many) await lab.setFault(server, { fault: { kind: 'status', status: 500 } });
  await page.keyboard.press('F5');
  await expect(page.locator('[data-node-id=web5]')).toHaveAttribute('data-state', 'broken', { timeout: 30_000 });
  await expect(page.getByTestId('outage')).toHaveCount(0);
  await lab.clearFaults();
  await page.keyboard.press('F5');
  await expect(page.locator('[data-node-id=web5]')).not.toHaveAttribute('data-state', 'broken', { timeout: 60_000 });

  for (const server of many) await lab.setFault(server, cutOff);
  await page.keyboard.press('F5');
  await expect(page.getByTestId('outage')).toContainText('7 of 14 servers answer; is this machine online?', {
    timeout: 30_000,
  });
  for (const server of many) await expect(page.locator(`[data-node-id=${server}]`)).toHaveAttribute('data-state', 'unknown'); // prettier-ignore
});
