import { z } from 'zod';
import { changeSchema, intentionSchema } from '#shared/contract/changes.ts';

/**
 * What the user wants to change and has not applied. No secret is in it: a typed token stands in the keychain, under
 * the id that is here.
 */
export const pendingV1 = z.object({
  changes: z.array(changeSchema).default([]),
  intentions: z.array(intentionSchema).default([]),
});
