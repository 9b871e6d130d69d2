import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readContent, writeContent, type DocumentDefinition } from './definition.ts';
import { fleetDocument } from '#shared/schema/fleet/index.ts';
import { inventoryDocument } from '#shared/schema/inventory/index.ts';
import { pendingDocument } from '#shared/schema/pending/index.ts';
import { planDocument } from '#shared/schema/plans/index.ts';
import { settingsDocument } from '#shared/schema/settings/index.ts';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';

const documents: readonly DocumentDefinition<never>[] = [
  inventoryDocument,
  settingsDocument,
  fleetDocument,
  pendingDocument,
  // Every plan has a file of its own, named by its id.
  planDocument('plan'),
] as never;
const fixtures = new URL('../../test/fixtures/schema/', import.meta.url);
const fixture = (path: string): unknown => JSON.parse(readFileSync(new URL(path, fixtures), 'utf8'));

describe.each(documents.map((document) => [document.name, document] as const))('the document %s', (name, document) => {
  it('has a fixture of every version that was shipped, and reads each', () => {
    const files = readdirSync(new URL(`${name}/`, fixtures));
    expect(files.toSorted()).toEqual(document.versions.map((_, index) => `v${index + 1}.json`));
    for (const file of files) expect(readContent(document, fixture(`${name}/${file}`)).state).toBe('ok');
  });

  it('comes back as it was written', () => {
    const read = readContent(document, fixture(`${name}/v${document.versions.length}.json`));
    if (read.state !== 'ok') throw new Error('the fixture cannot be read');
    const written: unknown = JSON.parse(JSON.stringify(writeContent(document, read.data)));
    expect(readContent(document, written)).toEqual(read);
  });

  it('has a step from every version to the next', () => {
    expect(document.migrations).toHaveLength(document.versions.length - 1);
  });

  it('tells a newer file from a broken one', () => {
    const current = fixture(`${name}/v${document.versions.length}.json`) as { version: number };
    expect(readContent(document, { ...current, version: document.versions.length + 1 })).toMatchObject({
      state: 'newer',
      version: document.versions.length + 1,
    });
    for (const broken of [null, [], 'text', {}, { ...current, version: '1' }, { ...current, version: 0 }]) {
      expect(readContent(document, broken).state).toBe('invalid');
    }
  });
});

it('fills in what the inventory may leave out', () => {
  const read = readContent(inventoryDocument, { version: 1, servers: [{ id: 'a', host: 'a.example.net' }] });
  expect(read).toEqual({
    state: 'ok',
    data: { servers: [{ id: 'a', name: 'a.example.net', host: 'a.example.net', port: 2087, user: 'root', tags: [] }] },
  });
});

it('refuses an inventory that uses an id twice, and says where', () => {
  const servers = [
    { id: 'a', host: 'a.example.net' },
    { id: 'a', host: 'b.example.net' },
  ];
  expect(readContent(inventoryDocument, { version: 1, servers })).toEqual({
    state: 'invalid',
    reason: 'Version 1: servers.1.id: the id is used twice.',
  });
});

it('drops what it does not know, a token above all', () => {
  const read = readContent(inventoryDocument, {
    version: 1,
    servers: [{ id: 'a', host: 'a.example.net', token: 'SENTINEL' }],
  });
  expect(JSON.stringify(read)).not.toContain('SENTINEL');
});

it('has settings before the user has chosen any, and keeps single ones', () => {
  expect(readContent(settingsDocument, { version: 1, data: {} })).toEqual({ state: 'ok', data: defaultSettings });
  expect(readContent(settingsDocument, { version: 1, data: { theme: 'light' } })).toEqual({
    state: 'ok',
    data: { ...defaultSettings, theme: 'light' },
  });
});
