import { z } from 'zod';
import { errorCodes } from '#shared/errors/index.ts';

/** The outer shapes of what crosses between page and main. */

const idSchema = z.string().min(1).max(64);

/** A call, or the opening of a stream. */
export const requestSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(64),
  input: z.unknown(),
});
export type Request = z.output<typeof requestSchema>;

export const cancelSchema = idSchema;

/** An error as it may cross: nothing but the named fields. */
export const errorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  requestId: z.string().optional(),
});

/** What the page may say on the port of a stream. */
export const borrowerMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledge'), count: z.number() }),
  z.object({ kind: z.literal('close') }),
]);
