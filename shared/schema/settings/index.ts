import type { z } from 'zod';
import type { DocumentDefinition } from '#shared/schema/definition.ts';
import { settingsV1 } from './v1.ts';

export type SettingsData = z.output<typeof settingsV1>;

export const settingsDocument: DocumentDefinition<SettingsData> = {
  name: 'settings',
  form: 'wrapped',
  versions: [settingsV1],
  migrations: [],
};
