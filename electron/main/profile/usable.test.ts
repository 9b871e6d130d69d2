import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { profileFolder } from '#electron/profile/folder.ts';
import { makeUsable } from './usable.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'nameward-usable-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

it('makes the folders and leaves nothing behind in them', () => {
  const folder = profileFolder(join(home, 'deep', 'down'), 'default');
  expect(makeUsable(folder)).toBeNull();
  expect(readdirSync(folder.directory)).toEqual(['logs']);
  expect(makeUsable(folder)).toBeNull();
});

it('says which folder cannot be made, and why', () => {
  writeFileSync(join(home, 'file'), '');
  const folder = profileFolder(join(home, 'file'), 'default');
  expect(makeUsable(folder)).toBe(
    `The folder ${folder.directory} cannot be made: a part of the path is a file. Nothing was opened. Make it writable, or start with another folder: --home FOLDER.`,
  );
  symlinkSync('loop', join(home, 'loop'));
  expect(makeUsable(profileFolder(join(home, 'loop'), 'default'))).toContain('its links lead in a circle');
});

it('says of a folder that is there that it cannot be written to', () => {
  const folder = profileFolder(home, 'default');
  mkdirSync(folder.logs, { recursive: true });
  mkdirSync(join(folder.directory, `.writable-${process.pid}`));
  expect(makeUsable(folder)).toContain(`The folder ${folder.directory} cannot be written to: `);
});
