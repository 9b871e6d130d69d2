/**
 * Whole plans in a real window, on a fleet without trouble: trust made, a nameserver replaced on all servers, a server
 * that dies in the middle. What the window says is held against the simulator's own state.
 */
import { expect, test, type Page } from '@playwright/test';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetSnapshot, MemberSnapshot } from '#simulator/snapshot.ts';
import { becomeLive, clickOnMap, newHome, openNameward, type Opened } from './nameward.ts';

const webs = Array.from({ length: 12 }, (_, at) => `web${String(at + 1)}`);

let nameward: Opened;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  nameward = await openNameward({ args: ['--lab-scenario', 'pairs', '--lab-servers', String(webs.length + 5)] });
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
});

type Entry = Pick<MemberSnapshot, 'address' | 'user' | 'host' | 'module' | 'debug' | 'role' | 'down'>;

interface Settings {
  readonly enabled: boolean;
  readonly threshold: number;
  readonly members: readonly Entry[];
  /** Names of the API tokens: none of our own is left over, none of the fleet's is lost. */
  readonly tokens: readonly string[];
}

/** What a plan can change, of every server, as the simulator has it; polls and their results are left out. */
async function settingsOf({ lab }: Opened): Promise<Readonly<Record<string, Settings>>> {
  const { servers } = await lab.state();
  return Object.fromEntries(
    Object.values(servers).map(({ id, cluster, tokens }) => [
      id,
      {
        enabled: cluster.enabled,
        threshold: cluster.threshold,
        members: cluster.members
          .map(({ address, user, host, module, debug, role, down }) => ({
            address,
            user,
            host,
            module,
            debug,
            role,
            down,
          }))
          .toSorted((a, b) => a.address.localeCompare(b.address)),
        tokens: tokens.map(({ name }) => name).toSorted(),
      },
    ]),
  );
}

function entryFor({ servers }: FleetSnapshot, server: string, member: string): MemberSnapshot | undefined {
  return servers[server]?.cluster.members.find(({ address }) => address === servers[member]?.address);
}

function stepsIn(page: Page, state: string) {
  return page.locator(`[data-testid=plan-step][data-state=${state}]`);
}

/** Looks at the plan that is shown, and applies it. */
async function apply(page: Page, steps: number): Promise<void> {
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId('plan-step')).toHaveCount(steps);
  await expect(page.getByTestId('plan-refusal')).toHaveCount(0);
  await page.getByTestId('plan-confirm').check();
  await page.getByTestId('plan-apply').click();
}

/** Waits for the plan that is shown to be done, every step verified. */
async function done(page: Page, steps: number): Promise<void> {
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await expect(stepsIn(page, 'verified')).toHaveCount(steps);
}

/** Clicks Undo beside a plan in the history: the plan that takes it back is shown. */
async function undoFromHistory(page: Page, title: string): Promise<void> {
  await page.getByTestId('nav-changes').click();
  await page
    .getByRole('button', { name: `Undo ${title}`, exact: true })
    .first()
    .click();
  await expect(page.getByRole('article', { name: `Undo: ${title}`, exact: true })).toBeVisible();
}

async function titleShown(page: Page): Promise<string> {
  return (await page.getByRole('article').getAttribute('aria-label')) ?? '';
}

function half(page: Page, link: string) {
  return page.locator(`[data-testid=map-twin] [data-link-id="${link}"]`);
}

async function addRoleToChanges(page: Page, link: string, role: string): Promise<void> {
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { link });
  const direction = page.getByTestId('inspector').getByTestId(`link-direction-${link}`);
  await direction.getByTestId('edit-role').click();
  await page.getByTestId(`role-option-${role}`).click();
  await page.getByTestId('role-add-to-changes').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** From the inspector of the nameserver that goes. */
async function previewReplacement(page: Page, old: string, next: string): Promise<void> {
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { node: old });
  await page.getByTestId('inspector').getByTestId('replace-nameserver').click();
  const form = page.getByTestId('replace-nameserver-form');
  await form.locator('select[name=next]').selectOption(next);
  await expect(form).toContainText('12 servers have it as a member');
  await form.getByTestId('dialog-preview').click();
}

test('shows pending changes as they will be, counts them, and discards them unsent', async () => {
  const { page, lab } = nameward;
  const before = await settingsOf(nameward);
  const { cursor } = await lab.state();
  await addRoleToChanges(page, 'web1>ns1', 'write-only');
  await expect(page.getByTestId('pending-count')).toHaveText('1 pending');
  await addRoleToChanges(page, 'web2>ns2', 'standalone');
  await expect(page.getByTestId('pending-count')).toHaveText('2 pending');

  await expect(half(page, 'web1>ns1')).toHaveAttribute('data-pending', 'role');
  await expect(half(page, 'web1>ns1')).toContainText('Pending: Synchronize becomes Write-only.');
  await expect(half(page, 'web2>ns2')).toContainText('Pending: Synchronize becomes Standalone.');
  await expect(page.locator('[data-testid=map-twin] [data-pending]')).toHaveCount(2);
  // As it is until the plan is applied.
  await expect(half(page, 'web1>ns1')).toHaveAttribute('data-role', 'sync');

  await page.getByTestId('pending-count').click();
  await expect(page.getByTestId('pending-item')).toHaveCount(2);
  await page.getByTestId('discard').click();
  await expect(page.getByTestId('pending-count')).toHaveCount(0);
  await page.getByTestId('nav-map').click();
  await expect(page.locator('[data-testid=map-twin] [data-pending]')).toHaveCount(0);
  const { events, missed } = await lab.events(cursor);
  expect(missed).toBe(0);
  expect(events.filter(({ kind }) => kind === 'role-changed')).toEqual([]);
  expect(await settingsOf(nameward)).toEqual(before);
});

test('sets up trust between two servers that know nobody, and takes it back from the history', async () => {
  const { page, lab } = nameward;
  const before = await settingsOf(nameward);
  await expect(half(page, 'alone1>alone2')).toHaveCount(0);
  await clickOnMap(page, { node: 'alone1' });
  await page.getByTestId('inspector').getByRole('button', { name: 'Set up trust', exact: true }).click();
  const form = page.getByTestId('set-up-trust-form');
  await expect(form.locator('select[name=a]')).toHaveValue('alone1');
  await form.locator('select[name=b]').selectOption('alone2');
  await form.getByTestId('dialog-preview').click();

  const steps = page.getByTestId('plan-step');
  await expect(steps).toHaveCount(2);
  await expect(page.locator('[data-testid=plan-step][data-kind="member.add"][data-server=alone1]')).toHaveCount(1);
  await expect(page.locator('[data-testid=plan-step][data-kind="member.add"][data-server=alone2]')).toHaveCount(1);
  for (const step of await steps.all()) {
    await step.locator('summary').click();
    await expect(step).toContainText('/cgi/activate_remote_nameservers.cgi');
    await expect(step).toContainText('••••');
    // The token of the entry is made on the other server.
    await expect(step).toContainText('/json-api/api_token_create');
  }
  expect(await settingsOf(nameward)).toEqual(before);
  const title = await titleShown(page);
  await apply(page, 2);
  await done(page, 2);

  const after = await lab.state();
  expect(entryFor(after, 'alone1', 'alone2')).toMatchObject({ user: 'root', role: 'sync', down: false });
  expect(entryFor(after, 'alone2', 'alone1')).toMatchObject({ user: 'root', role: 'standalone', down: false });
  await page.getByTestId('nav-map').click();
  for (const link of ['alone1>alone2', 'alone2>alone1']) {
    await expect(half(page, link)).toHaveAttribute('data-state', 'ok');
    await expect(half(page, link)).toContainText('trust both ways');
  }
  await clickOnMap(page, { link: 'alone1>alone2' });
  await expect(page.getByTestId('pair-verdict')).toHaveText('Trust both ways');

  await undoFromHistory(page, title);
  for (const step of await steps.all()) {
    await step.locator('summary').click();
    await expect(step).toContainText('/cgi/remclusterserver.cgi');
    await expect(step).toContainText('/json-api/api_token_revoke');
  }
  await apply(page, 2);
  await done(page, 2);
  expect(await settingsOf(nameward)).toEqual(before);
  await page.getByTestId('nav-map').click();
  await expect(half(page, 'alone1>alone2')).toHaveCount(0);
  await expect(half(page, 'alone2>alone1')).toHaveCount(0);
});

test('replaces a nameserver on 12 web servers in one plan, each with its role and debug mode as before', async () => {
  const { page, lab } = nameward;
  // So that not all entries are alike.
  await addRoleToChanges(page, 'web3>ns1', 'write-only');
  await clickOnMap(page, { link: 'web5>ns1' });
  await page.getByTestId('link-direction-web5>ns1').getByTestId('edit-member').click();
  await page.getByLabel('Debug mode').check();
  await page.getByTestId('add-to-changes').click();
  await page.getByTestId('preview').click();
  await apply(page, 2);
  await done(page, 2);
  const before = await settingsOf(nameward);
  const old = await lab.state();
  expect(entryFor(old, 'web3', 'ns1')?.role).toBe('write-only');
  expect(entryFor(old, 'web5', 'ns1')?.debug).toBe(true);

  await previewReplacement(page, 'ns1', 'ns3');
  await expect(page.locator('[data-testid=plan-step][data-kind="member.remove"]')).toHaveCount(12);
  await expect(page.locator('[data-testid=plan-step][data-kind="member.add"]')).toHaveCount(12);
  const title = await titleShown(page);
  const all = await page.getByTestId('plan-step').count();
  await apply(page, all);
  await done(page, all);
  await expect(page.getByTestId('pending-count')).toHaveCount(0);

  const now = await lab.state();
  const next = now.servers['ns3'];
  for (const web of webs) {
    const gone = entryFor(old, web, 'ns1');
    expect(entryFor(now, web, 'ns1'), web).toBeUndefined();
    expect(entryFor(now, web, 'ns3'), web).toMatchObject({ user: 'root', role: gone?.role, debug: gone?.debug });
    // What it sends has arrived: with `sync` and `write-only` alike.
    for (const [zone, serial] of Object.entries(now.servers[web]?.zones ?? {}))
      expect(next?.zones[zone], `${zone} of ${web}`).toBe(serial);
  }
  await page.getByTestId('nav-map').click();
  for (const web of webs) {
    await expect(half(page, `${web}>ns3`)).toHaveAttribute('data-state', 'ok');
    await expect(half(page, `${web}>ns1`)).toHaveCount(0);
  }

  await undoFromHistory(page, title);
  await apply(page, 24);
  await done(page, 24);
  expect(await settingsOf(nameward)).toEqual(before);
});

test('stops at a server that dies in the middle, says what is done, and takes it back', async () => {
  const { page, lab } = nameward;
  const before = await settingsOf(nameward);
  await previewReplacement(page, 'ns1', 'ns3');
  const title = await titleShown(page);
  const all = await page.getByTestId('plan-step').count();
  // Slow enough to die between carrying out the request and being asked what became of it.
  await lab.setFault('web12', { fault: { kind: 'slow', delayMs: 5000 } });
  const { cursor } = await lab.state();
  await apply(page, all);
  await lab.awaitEvent((event) => event.kind === 'member-removed' && event.server === 'web12', 60_000, cursor);
  await lab.stopServer('web12');
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'failed', { timeout: 60_000 });

  const dead = page.locator('[data-testid=plan-step][data-server=web12][data-kind="member.remove"]');
  await expect(dead).toHaveAttribute('data-state', 'unverified');
  await expect(dead.getByRole('alert')).toHaveAttribute('data-code', 'whm.unreachable');
  await expect(dead.getByRole('alert')).toContainText('Resume or Undo finds out first what became of this step.');
  await expect(dead.getByRole('alert')).not.toContainText('keeps trying');
  // It is brought into sight, and the headline leads to it.
  await expect(dead).toBeInViewport();
  await stepsIn(page, 'waiting').last().scrollIntoViewIfNeeded();
  await expect(dead).not.toBeInViewport();
  await page.getByTestId('plan-stopped-at').click();
  await expect(dead).toBeInViewport();
  await expect(dead).toBeFocused();
  await expect(page.locator('[data-testid=server-progress][data-server=web12]')).toContainText(
    /^.*0 \/ \d+, 1 not verified$/,
  );
  await expect(stepsIn(page, 'verified')).toHaveCount(11);
  await expect(stepsIn(page, 'waiting')).toHaveCount(all - 12);
  await expect(page.getByTestId('plan-state')).toContainText(
    `11 of ${String(all)} steps verified, 1 sent and not verified, ${String(all - 12)} not begun.`,
  );
  const halfway = await lab.state();
  for (const web of webs) {
    // Removed where it says verified, and as it happens on the dead one; nothing was added anywhere.
    expect(entryFor(halfway, web, 'ns1'), web).toBeUndefined();
    expect(entryFor(halfway, web, 'ns3'), web).toBeUndefined();
  }

  await lab.clearFaults('web12');
  await lab.startServer('web12');
  await page.keyboard.press('F5');
  await page.getByTestId('nav-map').click();
  await expect(page.locator('[data-testid=map-twin] [data-node-id=web12]')).toHaveAttribute('data-state', 'ok', {
    timeout: 45_000,
  });
  await undoFromHistory(page, title);
  // What became of the step that nobody saw the end of has been read back: it is taken back with the others.
  await apply(page, 12);
  await done(page, 12);
  expect(await settingsOf(nameward)).toEqual(before);
  await page.getByTestId('nav-map').click();
  for (const web of webs) await expect(half(page, `${web}>ns1`)).toHaveAttribute('data-state', 'ok');
});

test('is stopped between steps, says what is done and what is not, is resumed and taken back', async () => {
  const { page, app, lab } = nameward;
  const before = await settingsOf(nameward);
  const old = await lab.state();
  await previewReplacement(page, 'ns1', 'ns3');
  const title = await titleShown(page);
  const all = await page.getByTestId('plan-step').count();
  // Time to press the button while the first steps are under way.
  for (const web of webs) await lab.setFault(web, { fault: { kind: 'slow', delayMs: 700 } });
  await apply(page, all);
  await expect(stepsIn(page, 'running').first()).toBeVisible();
  await page.getByTestId('plan-stop').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'stopped', { timeout: 60_000 });
  await expect(stepsIn(page, 'running')).toHaveCount(0);
  const verified = await stepsIn(page, 'verified').count();
  const waiting = await stepsIn(page, 'waiting').count();
  expect(verified).toBeGreaterThan(0);
  expect(waiting).toBeGreaterThan(0);
  expect(verified + waiting).toBe(all);
  await expect(page.getByTestId('plan-state')).toContainText(
    `Stopped ${String(verified)} of ${String(all)} steps verified, ${String(waiting)} not begun.`,
  );
  const halfway = await lab.state();
  const gone = webs.filter((web) => entryFor(halfway, web, 'ns1') === undefined);
  const added = webs.filter((web) => entryFor(halfway, web, 'ns3') !== undefined);
  expect(gone.length + added.length).toBe(verified);

  const folder = newHome();
  const file = join(folder, 'report.md');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await page.getByTestId('plan-report').click();
  await expect.poll(() => existsSync(file)).toBe(true);
  const report = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true, force: true });
  expect(report).toContain('State: stopped between steps');
  expect(report.match(/State: done and verified/g)).toHaveLength(verified);
  expect(report.match(/State: not begun/g)).toHaveLength(waiting);

  await lab.clearFaults();
  await page.getByTestId('plan-resume').click();
  await done(page, all);
  const now = await lab.state();
  for (const web of webs) {
    expect(entryFor(now, web, 'ns1'), web).toBeUndefined();
    expect(entryFor(now, web, 'ns3'), web).toMatchObject({ role: entryFor(old, web, 'ns1')?.role, down: false });
  }
  const listed = page.getByRole('region', { name: 'Plans' }).getByRole('listitem').first();
  await expect(listed).toContainText(title);
  await expect(listed).toContainText('Done');

  await undoFromHistory(page, title);
  await apply(page, 24);
  await done(page, 24);
  expect(await settingsOf(nameward)).toEqual(before);
});
