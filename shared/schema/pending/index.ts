import type { z } from 'zod';
import type { DocumentDefinition } from '#shared/schema/definition.ts';
import { pendingV1 } from './v1.ts';

export type PendingData = z.output<typeof pendingV1>;

export const pendingDocument: DocumentDefinition<PendingData> = {
  name: 'pending',
  form: 'wrapped',
  versions: [pendingV1],
  migrations: [],
};
