import { defineConfig } from 'vitest/config';

/** Unit tests stand beside their source; contract, integration and architecture tests under test/. */
export default defineConfig({
  test: {
    environment: 'node',
    include: [
      '{shared,electron,renderer,simulator}/**/*.test.{ts,tsx}',
      'test/{contract,integration,architecture}/**/*.test.ts',
    ],
    setupFiles: ['test/fixtures/laws/set-up.ts'],
    testTimeout: 30_000 * Number(process.env['NAMEWARD_LAWS'] ?? '1'),
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
