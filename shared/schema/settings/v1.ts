import { z } from 'zod';

/** What the user chose. Every field has a default, so that a file with only some of them is fine. */
export const settingsV1 = z.object({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  lockAfterMinutes: z.number().int().min(0).max(1440).default(0),
  pollSeconds: z.number().int().min(5).max(3600).default(30),
  layout: z
    .object({
      inspectorWidth: z.number().min(200).max(1200).default(360),
      dockHeight: z.number().min(80).max(1200).default(240),
      dockOpen: z.boolean().default(false),
      inspectorOpen: z.boolean().default(true),
    })
    .prefault({}),
  /** By server id. */
  safety: z.record(z.string(), z.enum(['open', 'confirm', 'type-name', 'read-only'])).default({}),
});
