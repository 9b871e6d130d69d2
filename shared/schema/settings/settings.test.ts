import { expect, it } from 'vitest';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';
import { settingsV1 } from './v1.ts';

it('has the defaults that the page shows before it has read any', () => {
  expect(settingsV1.parse({})).toEqual(defaultSettings);
});
