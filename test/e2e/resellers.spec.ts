/** A reseller's own list in a real window: listed, changed, found in the simulator's state, and taken back. */
import { expect, test, type Page } from '@playwright/test';
import { seriousViolations } from './axe.ts';
import { becomeLive, clickOnMap, openNameward, type Opened } from './nameward.ts';
import { applyPlan } from './plan.ts';

let nameward: Opened;

test.beforeAll(async () => {
  nameward = await openNameward({ args: ['--lab-scenario', 'resellers'] });
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

/** What the simulator has of agency's cluster on a server, and of root's. */
async function clusterOf(server: string) {
  const { servers } = await nameward.lab.state();
  const found = servers[server];
  if (!found) throw new Error(server);
  const own = found.cluster.resellers['agency'];
  const entries = (members: readonly { address: string; role: string | null; host: string }[] = []) =>
    members.map(({ address, role, host }) => [address, role, host] as const).toSorted(([a], [b]) => a.localeCompare(b));
  return { unique: own?.unique, own: entries(own?.members), root: entries(found.cluster.members) };
}

async function addressOf(server: string): Promise<string> {
  return (await nameward.lab.state()).servers[server]?.address ?? '';
}

async function manageAs(page: Page, server: string, reseller: string): Promise<void> {
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { node: server });
  await page.getByTestId('inspector').getByTestId('managing-as-reseller').click();
  await page.locator('[data-testid=managing-as]').selectOption(reseller);
}

for (const server of ['web1', 'web2']) {
  test(`lists the members of a reseller on ${server}, changes them and takes it back`, async () => {
    const { page } = nameward;
    const before = await clusterOf(server);
    const [ns1, ns2, ns3] = [await addressOf('ns1'), await addressOf('ns2'), await addressOf('ns3')];
    await manageAs(page, server, 'agency');
    const table = page.getByTestId('reseller-members');
    await expect(table.getByTestId(`inherited-${ns1}`)).toContainText('This server is inherited.');
    await expect(page.getByTestId('unique-clustering')).toBeChecked();
    const row = table.getByTestId(`entry-${ns2}`);
    await expect(row.locator('select[name=role]')).toHaveValue('sync');
    // ns3 is none of root's members, so that agency may not send to it.
    const other = table.getByTestId(`entry-${ns3}`);
    await expect(other.locator('option[value=sync]')).toBeDisabled();
    await expect(other).toContainText('Root must have');
    expect(await seriousViolations(page)).toEqual([]);

    await row.locator('select[name=role]').selectOption('write-only');
    await other.getByTestId('remove-entry').click();
    await page.getByTestId('dialog-preview').click();
    await expect(page.getByTestId('plan-step')).toHaveCount(2);
    await expect(page.getByTestId('plan-step').first()).toContainText('of the reseller agency');
    await applyPlan(page);
    const after = await clusterOf(server);
    expect(after.root).toEqual(before.root);
    expect(after.own).toEqual([[ns2, 'write-only', 'ns2.resellers.example']]);

    await page.getByTestId('plan-undo').click();
    await applyPlan(page);
    expect(await clusterOf(server)).toEqual(before);
  });
}

test('switches unique DNS clustering of a reseller, and says what it means', async () => {
  const { page } = nameward;
  await manageAs(page, 'web1', 'agency');
  const unique = page.getByTestId('unique-clustering');
  await expect(unique).toBeChecked();
  await unique.uncheck();
  await expect(page.getByTestId('reseller-form')).toContainText('a list of agency is not used');
  await page.getByTestId('dialog-preview').click();
  await applyPlan(page);
  expect(await clusterOf('web1')).toMatchObject({ unique: false });
  await page.getByTestId('plan-undo').click();
  await applyPlan(page);
  expect(await clusterOf('web1')).toMatchObject({ unique: true });
});

test('edits an entry of a reseller, which keeps its host name', async () => {
  const { page } = nameward;
  const before = await clusterOf('web1');
  await manageAs(page, 'web1', 'agency');
  await page
    .getByTestId(`entry-${await addressOf('ns3')}`)
    .getByTestId('edit-entry')
    .click();
  await page.getByTestId('edit-member-form').getByLabel('Debug mode').check();
  await page.getByTestId('dialog-preview').click();
  await expect(page.getByTestId('plan-step')).toHaveCount(1);
  await applyPlan(page);
  const { servers } = await nameward.lab.state();
  const edited = servers['web1']?.cluster.resellers['agency']?.members.find(({ debug }) => debug);
  expect(edited?.host).toBe('ns3.resellers.example');
  await page.getByTestId('plan-undo').click();
  await applyPlan(page);
  expect(await clusterOf('web1')).toEqual(before);
});
