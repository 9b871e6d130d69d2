import { expect, it } from 'vitest';
import { ok } from '#shared/errors/index.ts';
import type { SettingsData } from '#shared/schema/settings/index.ts';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';
import { createNoticeBoard } from '#electron/services/notices.ts';
import type { DocumentReading } from '#electron/services/ports.ts';
import { openSettings } from './settings.ts';

async function open(reading: DocumentReading<SettingsData>) {
  const notices = createNoticeBoard();
  const written: SettingsData[] = [];
  const write = (data: SettingsData) => {
    written.push(data);
    return Promise.resolve(ok(undefined));
  };
  const settings = await openSettings({ read: () => Promise.resolve(reading), write }, notices);
  settings.protectLost(['web1', 'web2']);
  return { settings, written, notices };
}

it.each<DocumentReading<SettingsData>>([
  { state: 'set-aside', file: '/p/settings.corrupt', reason: 'It is no JSON.' },
  { state: 'newer', file: '/p/settings.json', data: null },
])('protects every server where the settings are lost ($state), until the user says otherwise', async (reading) => {
  const { settings, written, notices } = await open(reading);
  const all = { web1: 'read-only', web2: 'read-only' };
  expect(settings.current().safety).toEqual(all);
  expect(notices.all()[0]?.message).toContain('Every server is read-only');
  await settings.write({ theme: 'dark' });
  expect(written.at(-1)?.safety).toEqual(all);
  await settings.write({ safety: { web1: 'confirm' } });
  expect(settings.current().safety).toEqual({ web1: 'confirm' });
});

it.each<DocumentReading<SettingsData>>([
  { state: 'absent' },
  { state: 'ok', data: { ...defaultSettings, safety: { web2: 'open' } } },
  { state: 'newer', file: '/p/settings.json', data: { ...defaultSettings, safety: { web2: 'open' } } },
])('changes nothing where there were none, or they were read ($state)', async (reading) => {
  const { settings } = await open(reading);
  expect(settings.current().safety).toEqual(reading.state === 'absent' ? {} : { web2: 'open' });
});
