/** Nameward is closed in the middle of a plan: it asks, does what is answered, and the next start says what stopped. */
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { becomeLive, clickOnMap, newHome, openNameward, type Opened } from './nameward.ts';

const webs = Array.from({ length: 12 }, (_, at) => `web${String(at + 1)}`);
const home = newHome();
let nameward: Opened;

const open = async (): Promise<void> => {
  nameward = await openNameward({ home, args: ['--lab-scenario', 'pairs', '--lab-servers', String(webs.length + 5)] });
  await becomeLive(nameward.page);
};

test.describe.configure({ mode: 'serial' });
test.beforeAll(open);
test.afterAll(async () => {
  await nameward.close();
  rmSync(home, { recursive: true, force: true });
});

/** Answers the questions of the desktop from here on with one of their buttons. */
async function answer(app: ElectronApplication, button: string): Promise<void> {
  await app.evaluate(({ dialog }, wanted) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (...given: unknown[]) => {
      const box = given.at(-1) as { message: string; buttons: string[] };
      asked.push(`${box.message} [${box.buttons.join('|')}]`);
      return Promise.resolve({ response: box.buttons.indexOf(wanted), checkboxChecked: false });
    };
  }, button);
}
const asked = async (app: ElectronApplication): Promise<string[]> =>
  await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);

async function beginPlan(): Promise<void> {
  const { page, lab } = nameward;
  await page.getByTestId('nav-map').click();
  await clickOnMap(page, { node: 'ns1' });
  await page.getByTestId('inspector').getByTestId('replace-nameserver').click();
  const form = page.getByTestId('replace-nameserver-form');
  await form.locator('select[name=next]').selectOption('ns3');
  await form.getByTestId('dialog-preview').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'ready');
  for (const web of webs) await lab.setFault(web, { fault: { kind: 'slow', delayMs: 700 } });
  await page.getByTestId('plan-confirm').check();
  await page.getByTestId('plan-apply').click();
  await expect(page.locator('[data-testid=plan-step][data-state=running]').first()).toBeVisible();
}

const closeWindow = async (app: ElectronApplication): Promise<void> =>
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

async function expectStopped(page: Page): Promise<void> {
  const bar = page.getByTestId('stopped-plan');
  await expect(bar).toContainText(/A plan stopped at \d+ of \d+ steps/);
  await expect(bar.getByRole('button')).toHaveText(['Resume', 'Undo', 'Look', '']);
  await expect(page.getByTestId('changes-badge')).toContainText('a plan has stopped');
}

test('asks when the window is closed, and stays where it was', async () => {
  const { page, app } = nameward;
  await answer(app, 'Cancel');
  await beginPlan();
  await closeWindow(app);
  await expect.poll(async () => await asked(app)).toHaveLength(1);
  expect((await asked(app))[0]).toMatch(
    /^A plan is being carried out: \d+ of \d+ steps have ended\. \[Stop After This Step and Quit\|Keep Going, Quit When It Has Ended\|Cancel\]$/,
  );
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'running');
});

test('asks before another profile is opened in its place', async () => {
  const { page, app } = nameward;
  await app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File');
    file?.submenu?.items.find(({ label }) => label === 'My Servers')?.click();
  });
  await expect.poll(async () => await asked(app)).toHaveLength(2);
  expect((await asked(app))[1]).toContain('Stop After This Step and Open the Other');
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'running');
});

test('stops after the step under way and ends, when told so at a SIGTERM', async () => {
  const { app } = nameward;
  await answer(app, 'Stop After This Step and Quit');
  const ended = app.waitForEvent('close', { timeout: 60_000 });
  app.process().kill('SIGTERM');
  await ended;
});

test('says at the next start what stopped, and shows it', async () => {
  await open();
  const { page } = nameward;
  await expectStopped(page);
  await page.getByTestId('stopped-plan').getByRole('button', { name: 'Look' }).click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-state', 'stopped');
  await page.getByTestId('stopped-plan').getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByTestId('stopped-plan')).toHaveCount(0);
  await expect(page.getByTestId('changes-badge')).toHaveCount(0);
});

test('ends when the plan has ended, when told to keep going', async () => {
  const { app } = nameward;
  await answer(app, 'Keep Going, Quit When It Has Ended');
  await beginPlan();
  const ended = app.waitForEvent('close', { timeout: 120_000 });
  await closeWindow(app);
  await ended;
  await open();
  const { page } = nameward;
  await page.getByTestId('nav-changes').click();
  await expect(page.locator('[data-testid^=plan-]').filter({ hasText: 'Done' }).first()).toBeVisible();
  await expect(page.getByTestId('stopped-plan')).toHaveCount(0);
});

test('does not ask without a plan', async () => {
  const { app } = nameward;
  const ended = app.waitForEvent('close', { timeout: 30_000 });
  await closeWindow(app);
  await ended;
  await open();
});
