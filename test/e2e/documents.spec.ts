/** Files of the profile that cannot be used are set aside and named; those of a newer Nameward are left alone. */
import { expect, test, type Page } from '@playwright/test';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomeLive, newHome, openNameward, type Opened } from './nameward.ts';
import { forgetSecrets, services } from './secret-service.ts';

const inventory = {
  version: 1,
  servers: [{ id: 'web1', name: 'web1.example.net', host: '127.0.0.9', port: 1, user: 'root', tags: [] }],
};

/** Writes the files of a profile before Nameward is started on it. */
function profileWith(profile: 'default' | 'lab', files: Readonly<Record<string, Buffer | string>>) {
  const home = newHome();
  const folder = join(home, 'profiles', profile);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, `${name}.json`), content);
  return { home, folder };
}

/** The notice on screen that names a file. */
function noticeOf(page: Page, file: string) {
  return page.getByTestId('notice').filter({ hasText: file });
}

test.describe('Half-written and corrupt files', () => {
  const files = {
    inventory: JSON.stringify(inventory).slice(0, 60),
    settings: JSON.stringify({ version: 1, data: { theme: 'dark', pollSeconds: -1 } }),
    fleet: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x00, 0x01, 0x80]),
    pending: JSON.stringify({ version: 1, data: { changes: [{ kind: 'invented', server: 'web1' }] } }),
  };

  for (const profile of ['default', 'lab'] as const) {
    test(`are set aside and named in the profile ${profile}`, async () => {
      const { home, folder } = profileWith(profile, files);
      const { page, close } = await openNameward({ profile, home });
      if (profile === 'default') await expect(page.getByTestId('first-screen')).toBeVisible();
      else await becomeLive(page);
      const there = readdirSync(folder);
      for (const [name, content] of Object.entries(files)) {
        const aside = there.filter((file) => file.startsWith(`${name}.corrupt-`));
        expect(aside, name).toHaveLength(1);
        const path = join(folder, aside[0] ?? '');
        expect(readFileSync(path).equals(Buffer.from(content)), name).toBe(true);
        await expect(noticeOf(page, path), name).toBeVisible();
        await expect(noticeOf(page, path), name).toContainText('A file of the profile could not be read');
      }
      await close();
      // What the app wrote in their place can be read again, and what was set aside is still there.
      for (const name of Object.keys(files)) {
        const now = readdirSync(folder).filter((file) => file.startsWith(`${name}.`));
        expect(
          now.filter((file) => file.includes('corrupt')),
          name,
        ).toHaveLength(1);
        if (now.includes(`${name}.json`)) JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
      }
      rmSync(home, { recursive: true, force: true });
    });
  }
});

test.describe('Files of a newer Nameward', () => {
  test.describe.configure({ mode: 'serial' });
  const files = {
    inventory: JSON.stringify({ ...inventory, version: 99, invented: 'later' }),
    settings: JSON.stringify({ version: 99, data: { theme: 'dark', pollSeconds: 60, invented: 'later' } }),
    fleet: JSON.stringify({ version: 99, data: { form: 'another' } }),
  };
  const { home, folder } = profileWith('default', files);
  let nameward: Opened;

  test.beforeAll(async () => {
    nameward = await openNameward({ profile: 'default', home });
  });
  test.afterAll(async () => {
    await nameward.close();
    rmSync(home, { recursive: true, force: true });
    await forgetSecrets(services.default);
  });

  test('are said to be so, and shown as far as they are understood', async () => {
    const { page } = nameward;
    for (const name of Object.keys(files)) {
      const notice = noticeOf(page, join(folder, `${name}.json`));
      await expect(notice, name).toContainText('A file was written by a newer Nameward');
    }
    await expect(page.locator('[data-node-id="web1"]')).toBeAttached();
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await page.getByTestId('nav-settings').click();
    await expect(page.getByLabel('Seconds between two rounds')).toHaveValue('60');
  });

  test('are not changed, and the user is told', async () => {
    const { page } = nameward;
    await page.getByText('Light', { exact: true }).click();
    await expect(page.locator('[role=alert][data-code="store.newer"]').first()).toBeVisible();
    await page.getByTestId('nav-vault').click();
    await page.getByRole('button', { name: 'Remove server web1.example.net' }).click();
    await page.getByTestId('confirm-remove').click();
    await expect(page.getByRole('dialog').locator('[data-code="store.newer"]')).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await nameward.app.close();
    for (const [name, content] of Object.entries(files)) {
      expect(readFileSync(join(folder, `${name}.json`), 'utf8'), name).toBe(content);
    }
  });
});

test.describe('When the session of the desktop ends', () => {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    test(`what is known is written down first (${signal})`, async () => {
      const { home, folder } = profileWith('lab', {});
      const { app, page, close } = await openNameward({ home });
      await becomeLive(page);
      expect(readdirSync(folder)).not.toContain('fleet.json');
      const child = app.process();
      const ended = new Promise((resolve) => child.once('exit', (code, by) => resolve(by ?? code)));
      child.kill(signal);
      expect(await ended).toBe(0);
      const { data } = JSON.parse(readFileSync(join(folder, 'fleet.json'), 'utf8')) as {
        data: { observations: object };
      };
      expect(Object.keys(data.observations)).toHaveLength(14);
      await close();
      rmSync(home, { recursive: true, force: true });
    });
  }
});
