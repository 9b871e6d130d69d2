/** Trouble: each has its own code and words, and stays with the server that has it. */
import { expect, test, type Locator } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultRule, RecordedEvent } from '#simulator/index.ts';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';
import { pollEvery } from './settings.ts';

interface Trouble {
  readonly fault: FaultRule['fault'];
  readonly code: string;
  /** Of the server's own failure. */
  readonly words: string;
  /** What the app calls all failures of this code. */
  readonly title: string;
}

const cannotBeReached = { code: 'whm.unreachable', title: 'The server cannot be reached' };
const notUnderstood = { code: 'whm.protocol', title: 'The answer was not understood' };
const busy = { code: 'whm.busy', title: 'The server is busy' };
const refused = { code: 'whm.unauthorized', title: 'WHM refused the API token', words: 'did not accept the token' };

/**
 * One server each, all at one time: ns4 is slow as well, ns5 is down by itself, only ns3 and web7 are left in peace.
 */
const troubles: Readonly<Record<string, Trouble>> = {
  web6: { fault: { kind: 'refuse' }, ...cannotBeReached, words: 'refused the connection' },
  web1: { fault: { kind: 'reset' }, ...cannotBeReached, words: 'cut the connection before it answered' },
  web2: { fault: { kind: 'half-answer' }, ...cannotBeReached, words: 'broke off in the middle of its answer' },
  web3: { fault: { kind: 'not-json' }, ...notUnderstood, words: 'reports a problem with its licence' },
  ns1: { fault: { kind: 'status', status: 500 }, ...notUnderstood, words: 'HTTP 500' },
  web4: { fault: { kind: 'status', status: 401 }, ...refused },
  web5: { fault: { kind: 'status', status: 403 }, ...refused },
  hub1: { fault: { kind: 'status', status: 429 }, ...busy, words: 'HTTP 429' },
  ns2: { fault: { kind: 'status', status: 503 }, ...busy, words: 'HTTP 503' },
  web8: {
    fault: { kind: 'changed-certificate' },
    code: 'whm.tls-changed',
    title: 'The certificate has changed',
    words: 'certificate',
  },
};

const slow: Trouble = {
  fault: { kind: 'slow', delayMs: 60_000 },
  ...cannotBeReached,
  words: 'did not answer in time',
};

let nameward: Opened;
/** When the slow server became slow. */
let slowSince = { at: 0, cursor: 0 };

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  nameward = await openNameward();
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

/** From the app: what servers ask of each other says where from. */
function isFromApp(event: RecordedEvent, server: string): boolean {
  return event.kind === 'request' && event.server === server && event.from === null;
}

/** Waits until the app has asked a server so many more times who it is. */
async function asked(server: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await nameward.lab.awaitEvent(
      (event) => isFromApp(event, server) && event.kind === 'request' && event.path === '/json-api/batch',
      20_000,
    );
  }
}

async function inspectServer(server: string): Promise<Locator> {
  await clickOnMap(nameward.page, { node: server });
  return nameward.page.getByTestId('inspector');
}

/** When the inspector says that the server was asked last, epoch ms. */
async function lastAsked(inspector: Locator): Promise<number> {
  const time = inspector.getByText('Last asked').locator('xpath=following::time[1]');
  return Date.parse((await time.getAttribute('datetime')) ?? '');
}

/** The server's own failure, with its code and in its words, in the inspector. */
async function expectFailure(server: string, { code, words, title }: Trouble): Promise<void> {
  const alert = (await inspectServer(server)).locator(`[role=alert][data-code="${code}"]`);
  await expect(alert, server).toContainText(words, { timeout: 45_000 });
  await expect(alert, server).toContainText(title);
  await expect(alert, server).not.toContainText('••••');
}

test('asks as often as the user wants', async () => {
  const { page, home, lab } = nameward;
  await pollEvery(page, 5);
  const settings = JSON.parse(readFileSync(join(home, 'profiles', 'lab', 'settings.json'), 'utf8')) as {
    data: { pollSeconds: number };
  };
  expect(settings.data.pollSeconds).toBe(5);
  const { cursor } = await lab.state();
  const began = Date.now();
  await asked('ns3', 3);
  // Three rounds with a fifth of jitter, and what was left of the round of 30 s, which ends with the new pace.
  expect(Date.now() - began).toBeLessThan(20_000);
  expect((await lab.events(cursor)).missed).toBe(0);
});

test('shows that servers do not reach each other, although it reaches both', async () => {
  const { page, lab } = nameward;
  const { address = '' } = (await lab.state()).servers['ns1'] ?? {};
  await lab.setFault('ns1', { fault: { kind: 'partition', from: 'web1' } });
  await lab.pollMember('web1', address);
  await clickOnMap(page, { link: 'web1>ns1' });
  const direction = page.getByTestId('link-direction-web1>ns1');
  await expect(direction).toContainText('Could not communicate with remote API server.');
  await expect(direction).toContainText('Broken');
  const inspector = await inspectServer('ns1');
  await expect(inspector.locator('[role=alert]')).toHaveCount(0);

  await lab.clearFaults('ns1');
  await lab.pollMember('web1', address);
  await clickOnMap(page, { link: 'web1>ns1' });
  await expect(direction).not.toContainText('Broken');
});

test('names each fault, and goes on asking the servers that have none', async () => {
  const { page, lab } = nameward;
  const before = await lastAsked(await inspectServer('ns3'));
  slowSince = { at: Date.now(), cursor: (await lab.state()).cursor };
  await lab.setFault('ns4', { fault: slow.fault });
  for (const [server, { fault }] of Object.entries(troubles)) await lab.setFault(server, { fault });
  await asked('ns3', 2);
  await asked('web7', 1);

  for (const [server, trouble] of Object.entries(troubles)) await expectFailure(server, trouble);
  await expect(page.getByTestId('freshness')).toContainText('Live');
  const inspector = await inspectServer('ns3');
  await expect(inspector.locator('[role=alert]')).toHaveCount(0);
  expect(await lastAsked(inspector)).toBeGreaterThan(Math.max(before, Date.now() - 10_000));
});

test('sends nothing after the certificate has changed until the user accepts the new one', async () => {
  const { page, lab } = nameward;
  const { cursor } = await lab.state();
  const inspector = await inspectServer('web8');
  await expect(inspector.locator('[data-code="whm.tls-changed"]')).toBeVisible();
  await inspector.getByRole('button', { name: 'Try again', exact: true }).click();
  await asked('ns3', 2);
  await expect(inspector.locator('[data-code="whm.tls-changed"]')).toBeVisible();
  const sent = (await lab.events(cursor)).events.filter((event) => isFromApp(event, 'web8'));
  expect(sent).toEqual([]);

  await inspector.getByRole('button', { name: 'Edit server', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const accepted = dialog.getByRole('region', { name: 'Accepted certificate' });
  const old = await accepted.getByTestId('certificate-sha256').getAttribute('data-sha256');
  await dialog.getByRole('button', { name: 'Look at the certificate now' }).click();
  const card = dialog.getByRole('region', { name: /^Certificate of/ });
  const seen = await card.getByTestId('certificate-sha256').getAttribute('data-sha256');
  expect(seen).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(seen).not.toBe(old);
  expect((await lab.events(cursor)).events.filter((event) => isFromApp(event, 'web8'))).toEqual([]);

  await dialog.getByTestId('accept-certificate').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(inspector.locator('[data-code="whm.tls-changed"]')).toHaveCount(0);
  expect((await lab.events(cursor)).events.some((event) => isFromApp(event, 'web8'))).toBe(true);
});

test('waits for a server that answers nothing, and keeps nobody else waiting', async () => {
  await expectFailure('ns4', slow);
  const { events, missed } = await nameward.lab.events(slowSince.cursor);
  expect(missed).toBe(0);
  const rounds = events.filter(
    (event) => isFromApp(event, 'ns3') && event.kind === 'request' && event.path === '/json-api/batch',
  );
  // A round every 5 s with a fifth of jitter, and the time that a round takes.
  expect(rounds.length).toBeGreaterThanOrEqual(Math.floor((Date.now() - slowSince.at) / 8000));
});

test('gets over all of it', async () => {
  const { page, lab } = nameward;
  await lab.clearFaults();
  for (const server of ['web4', 'web5']) {
    const inspector = await inspectServer(server);
    await inspector.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(inspector.locator('[role=alert]')).toHaveCount(0);
  }
  // web8 shows its first certificate again: another change.
  const inspector = await inspectServer('web8');
  await expect(inspector.locator('[data-code="whm.tls-changed"]')).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('Escape');
});
