import { z } from 'zod';

/** How the window was left. */
export const windowV1 = z.object({
  /** Screen coordinates of the window when it is not maximised, px; null: never moved. */
  bounds: z
    .object({
      x: z.number().int(),
      y: z.number().int(),
      width: z.number().int().min(1),
      height: z.number().int().min(1),
    })
    .nullable()
    .default(null),
  maximised: z.boolean().default(false),
  /** The user's choice, repeated here so that the window has its colour before the settings are read. */
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  /** Until then the machine counts as one without graphics hardware, epoch ms; null: it has some, or nobody knows. */
  softwareUntil: z.number().int().nullable().default(null),
});
