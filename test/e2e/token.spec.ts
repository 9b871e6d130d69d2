/** The way of an API token: from the keyboard into the keychain, and nowhere else. */
import { expect, test, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, type PeerCertificate } from 'node:tls';
import { startFleet, type Fleet, type RecordedEvent, type TokenRecord } from '#simulator/index.ts';
import { argumentsWith, filesWith, heapOf, recordedFrames, recordFrames } from './leaks.ts';
import { becomeLive, clickOnMap, newHome, openNameward, type Opened } from './nameward.ts';
import { pollEvery } from './settings.ts';
import { forgetSecrets, services, storedAccounts, storedSecret } from './secret-service.ts';

/** A token as WHM makes them, unlike any other in the world. */
function newToken(): string {
  return `SENTINEL${randomBytes(12).toString('hex').toUpperCase()}`;
}

/** Gives a simulated server one more token with every right of root. */
function addToken(fleet: Fleet, id: string, name: string, token: string): void {
  const record: TokenRecord = {
    name,
    token,
    user: 'root',
    acls: null,
    createTime: Math.floor(Date.now() / 1000),
    expiresAt: null,
    whitelistAddresses: null,
  };
  fleet.servers.get(id)?.tokens.set(name, record);
}

/** What reached a server over HTTP from outside of the fleet. */
function asked(fleet: Fleet, id: string, after = 0): readonly RecordedEvent[] {
  return fleet
    .events(after)
    .events.filter(
      (event) =>
        event.server === id &&
        (event.kind === 'authentication-failed' || (event.kind === 'request' && event.from === null)),
    );
}

function refusals(fleet: Fleet, id: string, after = 0): number {
  return asked(fleet, id, after).filter((event) => event.kind === 'authentication-failed').length;
}

/** The id that the app gives a server that is added by its address. */
function idOf(fleet: Fleet, id: string): string {
  return placeOf(fleet, id).host;
}

function placeOf(fleet: Fleet, id: string): { readonly host: string; readonly port: number; readonly sha256: string } {
  const found = fleet.inventory().servers.find((server) => server.id === id);
  if (!found) throw new Error(`The fleet has no ${id}.`);
  return { host: found.host, port: found.port, sha256: found.certificate.sha256 };
}

/** The certificate as any TLS client sees it. */
function certificateOf({ host, port }: { host: string; port: number }): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

/** Fills the form with nothing but the keyboard, beginning in the field of the host. */
async function typeServer(page: Page, host: string, port: number, user: string, token: string): Promise<void> {
  await expect(page.getByLabel('Host', { exact: true })).toBeFocused();
  for (const [index, text] of [host, String(port), user, token].entries()) {
    if (index > 0) await page.keyboard.press('Tab');
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
  }
}

/** Waits until a server was asked so many more times who it is. */
async function refreshed(fleet: Fleet, id: string, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await fleet.awaitEvent(
      (event) => event.server === id && event.kind === 'request' && event.path === '/json-api/batch',
      20_000,
    );
  }
}

/** From the card that shows the certificate to the button that accepts it: past Cancel. */
async function acceptCertificate(page: Page): Promise<void> {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('accept-certificate')).toBeFocused();
  await page.keyboard.press('Enter');
}

/** Epoch ms as the page words it. */
async function moment(page: Page, at: string): Promise<string> {
  return await page.evaluate(
    (ms) => new Date(ms).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }),
    Date.parse(at),
  );
}

test.describe('of a server that the user adds', () => {
  // One story: each test goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  const home = newHome();
  const token = newToken();
  const secondToken = newToken();
  let fleet: Fleet;
  let nameward: Opened;

  test.beforeAll(async () => {
    await forgetSecrets(services.default);
    fleet = await startFleet();
    addToken(fleet, 'web1', 'typed', token);
    nameward = await openNameward({ profile: 'default', home });
    await recordFrames(nameward.app);
  });
  test.afterAll(async () => {
    await nameward.close();
    await fleet.close();
    await forgetSecrets(services.default);
    rmSync(home, { recursive: true, force: true });
  });

  test('offers two things on the first screen', async () => {
    const { page } = nameward;
    await expect(page.getByTestId('first-screen')).toBeVisible();
    await expect(page.getByRole('button')).toHaveText(['Add a server', 'Open the lab']);
    // In the middle of the window, not stuck to its top.
    const heading = await page.getByRole('heading', { name: 'Nameward' }).boundingBox();
    const height = await page.evaluate(() => innerHeight);
    expect(heading?.y).toBeGreaterThan(height / 5);
  });

  test('shows the certificate before anything is sent', async () => {
    const { page } = nameward;
    const place = placeOf(fleet, 'web1');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Add a server' })).toBeFocused();
    await page.keyboard.press('Enter');
    await typeServer(page, place.host, place.port, 'root', token);
    await page.keyboard.press('Enter');

    const card = page.getByRole('region', { name: `Certificate of ${place.host}` });
    await expect(card).toBeVisible();
    const seen = await certificateOf(place);
    expect(seen.fingerprint256).toBe(place.sha256);
    await expect(card.getByTestId('certificate-sha256')).toHaveAttribute('data-sha256', place.sha256);
    const shown = await card.getByTestId('certificate-sha256').innerText();
    expect(shown.replaceAll(/[^0-9A-F]/g, '')).toBe(place.sha256.replaceAll(':', ''));
    await expect(card).toContainText(`SubjectCN=${String(seen.subject.CN)}`);
    await expect(card).toContainText(`IssuerCN=${String(seen.issuer.CN)}`);
    await expect(card).toContainText(
      `Valid${await moment(page, seen.valid_from)} to ${await moment(page, seen.valid_to)}`,
    );
    await expect(card).toBeFocused();
    await page.waitForTimeout(1000);
    expect(asked(fleet, 'web1')).toEqual([]);
    expect(await storedAccounts(services.default)).toEqual([]);
  });

  test('lists the channels with reasons once it was accepted, and puts the server on the map', async () => {
    const { page } = nameward;
    await acceptCertificate(page);
    const dialog = page.getByRole('dialog');
    for (const channel of ['api', 'peer', 'pages', 'command', 'browser']) {
      await expect(dialog.locator(`[data-channel=${channel}]`)).toHaveAttribute('data-available', 'true');
    }
    await expect(dialog.locator('[data-channel=ssh]')).toContainText('SSH is not set up for this server');
    expect(asked(fleet, 'web1').length).toBeGreaterThan(0);

    await dialog.getByRole('button', { name: 'Add another' }).click();
    const second = placeOf(fleet, 'ns3');
    await typeServer(page, second.host, second.port, 'root', fleet.tokens().tokens['ns3'] ?? '');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('certificate-sha256')).toHaveAttribute('data-sha256', second.sha256);
    await acceptCertificate(page);
    await expect(dialog.locator('[data-channel=api]')).toHaveAttribute('data-available', 'true');
    await expect(dialog.locator('[data-channel=command]')).toContainText('needs a root token with every right');
    await expect(dialog.locator('[data-channel=pages]')).toHaveAttribute('data-available', 'false');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByTestId('inspector-title')).toContainText('ns3');
    await becomeLive(page);
    await expect(page.getByTestId('server-count')).toHaveText('2 servers');
  });

  test('keeps the token in the Secret Service and nowhere else', async () => {
    const { page, app, printed } = nameward;
    const secrets = await Promise.all(
      (await storedAccounts(services.default)).map(async (account) => await storedSecret(services.default, account)),
    );
    expect(secrets).toContain(token);

    const frames = await recordedFrames(app);
    expect(frames.length).toBeGreaterThan(10);
    expect(frames.join('\n')).toContain(placeOf(fleet, 'web1').sha256);
    expect(frames.filter((frame) => frame.includes(token))).toEqual([]);

    // A text that only the page has put together proves that the search would find one.
    const mark = newToken();
    await page.evaluate(
      (parts) => Object.assign(globalThis, { kept: { mark: parts.toReversed().join('') } }),
      mark.split('').toReversed(),
    );
    const heap = await heapOf(page);
    expect(heap.includes(mark), 'the mark is in the heap of the page').toBe(true);
    expect(heap.includes(token), 'the token is in the heap of the page').toBe(false);

    expect(argumentsWith([token])).toEqual([]);
    expect(printed()).not.toContain(token);
    const { holding, looked } = filesWith(home, [token]);
    expect(looked).toBeGreaterThan(5);
    expect(holding).toEqual([]);
  });

  test('tries a wrong token of a new server once', async () => {
    const { page } = nameward;
    const place = placeOf(fleet, 'web2');
    await page.keyboard.press('Control+n');
    await typeServer(page, place.host, place.port, 'root', newToken());
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('certificate-sha256')).toBeVisible();
    await acceptCertificate(page);
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator('[data-code="whm.unauthorized"]')).toContainText('WHM refused the API token');
    await expect(dialog.locator('[data-code="whm.unauthorized"]')).toBeInViewport({ ratio: 1 });
    expect(asked(fleet, 'web2').map((event) => event.kind)).toEqual(['authentication-failed', 'request']);
    expect(await storedAccounts(services.default)).toHaveLength(2);

    await expect(page.getByLabel('API token')).toBeFocused();
    await page.keyboard.type(fleet.tokens().tokens['web2'] ?? '');
    await page.keyboard.press('Enter');
    await expect(dialog.locator('[data-channel=api]')).toHaveAttribute('data-available', 'true');
    await expect(page.getByTestId('add-server-done')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByTestId('server-count')).toHaveText('3 servers');
    expect(refusals(fleet, 'web2')).toBe(1);
  });

  test('does not go on with a token that was revoked until the user acts', async () => {
    const { page } = nameward;
    await pollEvery(page, 5);
    fleet.revokeToken('web1', 'typed');
    await expect.poll(() => refusals(fleet, 'web1'), { timeout: 30_000 }).toBe(1);
    await refreshed(fleet, 'ns3', 3);
    expect(refusals(fleet, 'web1')).toBe(1);

    await clickOnMap(page, { node: idOf(fleet, 'web1') });
    const inspector = page.getByTestId('inspector');
    const alert = inspector.locator('[data-code="whm.unauthorized"]');
    await expect(alert).toContainText('WHM refused the API token');
    await expect(alert).toContainText(/it is not tried again/i);
    await expect(alert).not.toContainText('••••');
    await expect(inspector.getByRole('button', { name: 'Ask now' })).toHaveAttribute('aria-disabled', 'true');

    await inspector.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect.poll(() => refusals(fleet, 'web1')).toBe(2);
    await refreshed(fleet, 'ns3', 2);
    expect(refusals(fleet, 'web1')).toBe(2);
  });

  test('takes a new token, but not a wrong one', async () => {
    const { page } = nameward;
    const inspector = page.getByTestId('inspector');
    const dialog = page.getByRole('dialog');
    const account = idOf(fleet, 'web1');
    await inspector.getByRole('button', { name: 'Edit server', exact: true }).click();
    await dialog.getByLabel('New API token').focus();
    await page.keyboard.type(newToken());
    await page.keyboard.press('Enter');
    await expect(dialog.locator('[data-code="whm.unauthorized"]')).toBeVisible();
    expect(refusals(fleet, 'web1')).toBe(3);
    expect(await storedSecret(services.default, account)).toBe(token);

    addToken(fleet, 'web1', 'second', secondToken);
    await dialog.getByLabel('New API token').focus();
    await page.keyboard.type(secondToken);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    expect(await storedSecret(services.default, account)).toBe(secondToken);
    await expect(inspector.getByRole('alert')).toHaveCount(0);
    await expect(inspector.locator('[data-channel=api]')).toHaveAttribute('data-available', 'true');
    await refreshed(fleet, 'web1', 1);
    expect(refusals(fleet, 'web1')).toBe(3);
  });

  test('removes the token with the server', async () => {
    const { page, app, printed } = nameward;
    const account = idOf(fleet, 'web1');
    await page.getByTestId('inspector').getByRole('button', { name: 'Remove server', exact: true }).click();
    await page.getByTestId('confirm-remove').click();
    await expect(page.getByTestId('server-count')).toHaveText('2 servers');
    expect(await storedSecret(services.default, account)).toBeNull();
    expect(await storedAccounts(services.default)).toHaveLength(2);
    const { cursor } = fleet.events();
    await refreshed(fleet, 'ns3', 1);
    expect(asked(fleet, 'web1', cursor)).toEqual([]);

    const secrets = [token, secondToken];
    expect((await recordedFrames(app)).filter((frame) => secrets.some((secret) => frame.includes(secret)))).toEqual([]);
    const heap = await heapOf(page);
    expect(secrets.filter((secret) => heap.includes(secret))).toEqual([]);
    await app.close();
    expect(secrets.filter((secret) => printed().includes(secret))).toEqual([]);
    expect(filesWith(home, secrets).holding).toEqual([]);
  });
});
