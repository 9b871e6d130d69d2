import { z } from 'zod';
import { serverIdSchema } from './bounds.ts';
import type { LogLine } from '#shared/domain/logs/line.ts';
import { stream } from './definition.ts';
import { flows, mostTailed } from './flows.ts';

export const logLineSchema = z.object({
  server: z.string(),
  at: z.number().nullable(),
  level: z.enum(['debug', 'info', 'warn', 'die', 'unknown']),
  source: z.string().nullable(),
  message: z.string(),
  uniqid: z.string().nullable(),
  continuation: z.boolean(),
});

/** A line, or a word on the tail of one server. */
export const logItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('line'), line: logLineSchema }),
  z.object({
    kind: z.literal('tail'),
    server: z.string(),
    state: z.enum(['connecting', 'live', 'waiting', 'ended']),
    /** Why it waits or ended; null when there is nothing to say. */
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
]);

export const logsContract = {
  'logs.tail': stream(
    z.object({
      servers: z.array(serverIdSchema).min(1).max(mostTailed),
      /** Lines of the past to begin with. */
      lines: z.number().int().min(0).max(10_000),
    }),
    logItemSchema,
    flows['logs.tail'],
  ),
};

export type LogItem = z.infer<typeof logItemSchema>;
type Same<A, B> = A extends B ? true : never;
/** Held by the compiler alone. @public */
export const logLineMirrorsDomain: Same<z.infer<typeof logLineSchema>, LogLine> = true;
