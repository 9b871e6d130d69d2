import { z } from 'zod';

/** A request as it will be sent, secrets masked. */
export const requestDescriptionSchema = z.object({
  method: z.enum(['GET', 'POST']),
  url: z.string(),
  body: z.string().nullable(),
  /** Header lines that matter, `Authorization: whm root:••••`. */
  headers: z.array(z.string()).optional(),
});

export type RequestDescription = z.infer<typeof requestDescriptionSchema>;
