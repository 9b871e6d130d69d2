import { defineConfig } from '@playwright/test';

/** Set by `npm test`: the packaged app to try. */
const packaged = process.env['NAMEWARD_PACKAGED'];

/**
 * The app in a real window. Run by `npm test -- e2e`, which brings Electron, a display and a Secret Service; or, for
 * one file, `node scripts/desktop.js -- npx playwright test test/e2e/NAME.spec.ts` after a build.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // One window at a time: the tests measure times, and all windows share one keychain.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A test that passes only the second time has found something.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  projects: [
    { name: 'window', testIgnore: 'packaged.spec.ts' },
    ...(packaged === undefined ? [] : [{ name: 'packaged', testMatch: 'packaged.spec.ts' }]),
  ],
});
