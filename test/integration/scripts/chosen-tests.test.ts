/**
 * `npm test -- unit FILE…` and `--watch`: no program besides Node can be found, so none can have been asked for a
 * desktop.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

const checkout = join(import.meta.dirname, '../../..');
let script: ChildProcess | undefined;
let words = '';

function start(...args: string[]): Promise<number | null> {
  words = '';
  const started = spawn(process.execPath, ['scripts/test.js', 'unit', ...args], {
    cwd: checkout,
    env: { PATH: '/nowhere', HOME: process.env['HOME'], NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  script = started;
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (part: Buffer) => (words += part.toString()));
  }
  return new Promise((resolve) => started.once('close', resolve));
}

afterEach(async () => {
  if (script?.exitCode !== null) return;
  const ended = new Promise((resolve) => script?.once('close', resolve));
  script.kill('SIGTERM');
  await ended;
});

describe('npm test -- unit', () => {
  it('runs the tests that are named, by path or part of it, without a desktop', async () => {
    expect(await start('shared/domain/text/', 'shared/flow/flow.test.ts')).toBe(0);
    expect(words).toContain('shared/flow/flow.test.ts');
    expect(words).toMatch(/Test Files +\d+ passed/);
    expect(words).not.toMatch(/left out|session\.test/);
  });

  it('says by name which of them it leaves out because they need a desktop', async () => {
    expect(await start('keychain-restart', 'shared/flow/flow')).toBe(0);
    expect(words).toContain('left out: test/integration/keychain-restart.test.ts, which needs a desktop');
    expect(words).toMatch(/Test Files +1 passed/);
  });

  it('ends with 1 when nothing is left, and with 2 for what is not there', async () => {
    expect(await start('integration/keychain')).toBe(1);
    expect(words).toContain('name the files');
    expect(await start('no-such-test')).toBe(2);
    expect(words).toContain("There is no test whose path has 'no-such-test' in it");
    expect(await start('shared/flow/flow.test.ts', '--no-such-option')).toBe(2);
  });

  it('runs the tests beside the sources of a source that is named', async () => {
    expect(await start('shared/flow/item-queue.ts')).toBe(0);
    expect(words).toContain('shared/flow/flow.test.ts');
  });

  it('watches: runs a test again when a file that it concerns is saved', async () => {
    void start('shared/flow/flow.test.ts', '--watch');
    await vi.waitFor(() => expect(words).toContain('Waiting for file changes'), { timeout: 25_000 });
    const now = new Date();
    utimesSync(join(checkout, 'shared/flow/item-queue.ts'), now, now);
    await vi.waitFor(() => expect(words).toMatch(/RERUN[\s\S]*Tests +\d+ passed/), { timeout: 25_000 });
  }, 60_000);

  it('watches the tests beside the sources when nothing is named', async () => {
    void start('--watch');
    await vi.waitFor(() => expect(words).toMatch(/✓ [a-z]+\/\S+\.test\.ts/), { timeout: 55_000 });
    expect(words).toContain('test/ is left out');
    expect(words).not.toMatch(/✓ test\//);
  }, 60_000);
});
