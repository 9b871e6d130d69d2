/** `--trace-requests` in a real window: every request to a server on standard error and in the log, and no secret. */
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomeLive, openNameward } from './nameward.ts';

test('tells every request at the terminal and in the log, and no secret', async () => {
  const nameward = await openNameward({ args: ['--trace-requests'] });
  try {
    await becomeLive(nameward.page);
    await expect
      .poll(nameward.printed)
      .toMatch(/^nameward: web1 GET \/json-api\/\S+ 200 in \d+ ms, 0 bytes out, \d+ in$/m);
    expect(nameward.printed()).toMatch(/^nameward: web1 COMMAND \/usr\/bin\/find .+ exit \d+ in \d+ ms/m);
    const log = join(nameward.home, 'profiles', 'lab', 'logs', 'nameward.log');
    await expect.poll(() => readFileSync(log, 'utf8')).toContain('A request was answered or failed');
    for (const told of [nameward.printed(), readFileSync(log, 'utf8')]) {
      // Tokens of WHM are 32 characters of 0-9A-Z; a session has its number behind cpsess.
      expect(told).not.toMatch(/\b[0-9A-Z]{32}\b|cpsess\d/);
    }
  } finally {
    await nameward.close();
  }
});

test('is silent without it', async () => {
  const nameward = await openNameward();
  try {
    await becomeLive(nameward.page);
    expect(nameward.printed()).not.toContain('/json-api/');
  } finally {
    await nameward.close();
  }
});
