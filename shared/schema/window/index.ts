import type { z } from 'zod';
import type { DocumentDefinition } from '#shared/schema/definition.ts';
import { windowV1 } from './v1.ts';

export type WindowData = z.output<typeof windowV1>;

export const windowDocument: DocumentDefinition<WindowData> = {
  name: 'window',
  form: 'wrapped',
  versions: [windowV1],
  migrations: [],
};

/** Before the window was opened for the first time. */
export const firstWindow: WindowData = windowV1.parse({});
