/** What the command line does to the plans of a profile stands in its open window at once. */
import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { becomeLive, newHome, openNameward, type Opened } from './nameward.ts';

/** The command line finds profiles where the desktop keeps settings. */
const settings = newHome();
const home = join(settings, 'Nameward');
let nameward: Opened;

test.beforeAll(async () => {
  mkdirSync(home);
  nameward = await openNameward({ home, args: ['--lab-scenario', 'pairs', '--lab-servers', '7'] });
  await becomeLive(nameward.page);
});
test.afterAll(async () => {
  await nameward.close();
  rmSync(settings, { recursive: true, force: true });
});

async function commandLine(...args: string[]): Promise<{ plan: { id: string; state: string } }> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['electron/cli/bin.js', ...args, '--profile', 'lab', '--json'],
    { env: { ...process.env, XDG_CONFIG_HOME: settings } },
  );
  return JSON.parse(stdout) as { plan: { id: string; state: string } };
}

test('shows a plan that the command line applies and undoes', async () => {
  const { page, lab } = nameward;
  await page.getByTestId('nav-changes').click();
  await expect(page.getByText('Plans that were previewed or applied stand here')).toBeVisible();
  const { servers } = await lab.state();
  const file = join(settings, 'plan.json');
  const address = servers['ns1']?.address;
  writeFileSync(
    file,
    JSON.stringify({
      version: 1,
      changes: [{ kind: 'role', server: 'web1', as: 'root', address, role: 'write-only' }],
    }),
  );

  const applied = await commandLine('apply', file, '--yes');
  expect(applied.plan.state).toBe('done');
  const row = page.getByTestId(`plan-${applied.plan.id}`);
  await expect(row).toContainText(/done/i);

  const undoing = await commandLine('undo', applied.plan.id);
  await expect(page.getByTestId(`plan-${undoing.plan.id}`)).toContainText(/done/i);
  await expect(row).toContainText(/undone/i);
  const now = await lab.state();
  expect(now.servers['web1']?.cluster.members.find((member) => member.address === address)?.role).toBe('sync');
});
