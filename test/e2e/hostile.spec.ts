/** What a server sends is shown as text, whatever it is: markup, control characters, or far too much. */
import { expect, test, type Page } from '@playwright/test';
import { appendFile } from 'node:fs/promises';
import { startFleet, type Fleet } from '#simulator/index.ts';
import type { Bridge } from '#shared/contract/channels.ts';
import { becomeLive, openNameward, type Opened } from './nameward.ts';
import { forgetSecrets, services } from './secret-service.ts';

const markup = '<img src=x onerror="globalThis.struck=true"><script>globalThis.struck=true</script>';
/** An escape sequence, a bell, a mark that turns the direction of the text, and a blank of no width. */
const controls = '\u001b[31mred\u0007 \u202egnp.exe \u200bzero';
const shownControls = '\u241b[31mred\u2407 ⟨U+202E⟩gnp.exe ⟨U+200B⟩zero';
const endless = 'A'.repeat(10_000);

type WithBridge = typeof globalThis & { readonly nameward: Bridge };

let fleet: Fleet;
let nameward: Opened;

test.beforeAll(async () => {
  await forgetSecrets(services.default);
  fleet = await startFleet();
  const web1 = fleet.servers.get('web1');
  const ns1 = fleet.servers.get('ns1');
  const ns2 = fleet.servers.get('ns2');
  if (!web1 || !ns1 || !ns2) throw new Error('The lab has changed.');
  const members = [...web1.cluster.members.values()];
  const entryOf = (address: string) => members.find((member) => member.address === address);
  const [first, second] = [entryOf(ns1.address), entryOf(ns2.address)];
  if (!first?.state || !second?.state) throw new Error('web1 has other members.');
  // What web1 says of its members: one of them is nobody that Nameward knows.
  first.host = `${markup}${controls}`;
  first.state = { ...first.state, version: `11.126.0.28${markup}` };
  second.host = endless;
  web1.version = `11.126.0.28 ${markup}`;
  nameward = await openNameward({ profile: 'default' });
  // Only web1: its members have no other name than the one in the entry.
  const place = fleet.inventory().servers.find((server) => server.id === 'web1');
  const added = await nameward.page.evaluate(
    async (input) =>
      (await (globalThis as WithBridge).nameward.call({ id: crypto.randomUUID(), name: 'servers.add', input })) as {
        ok: boolean;
      },
    {
      name: 'hostile',
      host: place?.host ?? '',
      port: place?.port ?? 0,
      user: 'root',
      token: fleet.tokens().tokens['web1'] ?? '',
      tags: [],
      certificateSha256: place?.certificate.sha256 ?? '',
    },
  );
  expect(added).toMatchObject({ ok: true });
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
  await fleet.close();
  await forgetSecrets(services.default);
});

/** Nothing that was sent has become an element or a program, and nothing is shown at its full length. */
async function expectOnlyText(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    struck: 'struck' in globalThis,
    images: document.querySelectorAll('img[src="x"]').length,
    scripts: [...document.querySelectorAll('script')].filter((script) => script.textContent?.includes('struck')).length,
    controls: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u200b]/.test(document.body.textContent ?? ''),
    longest: Math.max(
      ...[...document.querySelectorAll('*')]
        .flatMap((element) => [...element.childNodes])
        .filter((node) => node.nodeType === Node.TEXT_NODE && node.parentElement?.tagName !== 'STYLE')
        .map((node) => node.textContent?.length ?? 0),
    ),
    wide: document.documentElement.scrollWidth > innerWidth,
  }));
  expect(found).toMatchObject({ struck: false, images: 0, scripts: 0, controls: false, wide: false });
  expect(found.longest).toBeLessThan(9000);
}

test('host names, versions and status texts on the map, in the inspector and in the table', async () => {
  const { page } = nameward;
  await expectOnlyText(page);
  const links = page.locator('[data-testid=map-twin] [data-link-id]');
  await expect.poll(async () => await links.count()).toBeGreaterThanOrEqual(2);
  let seen = '';
  for (const id of await links.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-link-id') ?? ''))) {
    // By the table that a screen reader reads: it is there for the canvas.
    await page.locator(`[data-link-id=${JSON.stringify(id)}] button`).dispatchEvent('click');
    await expect(page.getByTestId('inspector')).toContainText('Status in WHM');
    seen += await page.getByTestId('inspector').innerText();
    await expectOnlyText(page);
  }
  expect(seen).toContain('<img src=x onerror=');
  await page.locator('[data-node-id="hostile"] button').dispatchEvent('click');
  await expect(page.getByTestId('inspector')).toContainText('Details');
  await expectOnlyText(page);
  await page.getByTestId('nav-members').click();
  await expect(page.getByTestId('members-table')).toContainText('<img src=x');
  await expectOnlyText(page);
  await page.keyboard.press('Control+k');
  await expect(page.getByTestId('palette-search')).toBeFocused();
  await page.keyboard.type('img src');
  await expectOnlyText(page);
  await page.keyboard.press('Escape');
  await page.getByTestId('nav-map').click();
});

test('log lines', async () => {
  const { page } = nameward;
  await page.locator('[data-node-id="hostile"] button').dispatchEvent('click');
  await page.getByTestId('inspector').getByRole('button', { name: /tail/i }).click();
  await expect(page.getByTestId('log-dock')).toContainText(/live/i);
  const file = fleet.servers.get('web1')?.dnsadminLogFile ?? '';
  const start = `[${new Date().toISOString().slice(0, 19).replace('T', ' ')} +0000] info [dnsadmin] `;
  await appendFile(file, `${start}marked ${markup}\n${start}controlled ${controls}\n${start}endless ${endless}\n`);
  const line = (text: string) => page.getByTestId('log-line').filter({ hasText: text }).first();
  await expect(line('marked')).toContainText('<img src=x onerror="globalThis.struck=true">');
  await expect(line('controlled')).toContainText(shownControls);
  await expect(line('endless')).toContainText('characters more)');
  await expectOnlyText(page);
  await line('marked').click();
  await expectOnlyText(page);
});
