import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKeychain } from './index.ts';
import { AlteredProgram, checkFiles } from './native-part.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nameward-native-'));
  file = join(folder, 'keyring.node');
  writeFileSync(file, 'native');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const sums = { keyring: createHash('sha256').update('native').digest('hex') };

it('lets a file pass that is what it was', () => {
  expect(() => checkFiles(sums, () => file)).not.toThrow();
  expect(() => checkFiles(sums, () => null)).not.toThrow();
});

it.each(['natives', 'nativf', ''])('does not let pass a file that is now %j', (content) => {
  writeFileSync(file, content);
  expect(() => checkFiles(sums, () => file)).toThrow(AlteredProgram);
});

it('makes the keychain one that is not used, and says why', async () => {
  writeFileSync(file, 'other');
  const keychain = createKeychain({
    service: 'Nameward',
    open: async () => {
      checkFiles(sums, () => file);
      throw new Error('it was let pass');
    },
  });
  const state = await keychain.state();
  expect(state).toMatchObject({ state: 'session' });
  expect(state).toHaveProperty(
    'message',
    expect.stringMatching(/is not used: the file \S+keyring\.node of Nameward is not the one.*Install Nameward anew/),
  );
});
