import { z } from 'zod';

/** What crosses between main and the process of the lab. */

/** First argument of the process, as JSON. */
export const labRequestSchema = z.object({
  directory: z.string().nullable(),
  servers: z.number().int().nullable(),
  scenario: z.string().nullable(),
  seed: z.number().int().nullable(),
});
export type LabRequest = z.infer<typeof labRequestSchema>;

export const labMessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    /** As in inventory.json. */
    inventory: z.unknown(),
    /** By server id. They cross here and are in no file. */
    tokens: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type LabMessage = z.infer<typeof labMessageSchema>;
