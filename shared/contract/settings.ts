import { z } from 'zod';
import { safetyLevels } from '#shared/domain/refusals/safety.ts';
import { serverIdSchema, table } from './bounds.ts';
import { command, query } from './definition.ts';

/** How careful Nameward is with a cluster; what has no level is `confirm`. */
export const safetyLevelSchema = z.enum(safetyLevels);

export const settingsSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  /** Idle minutes before the vault locks; 0: never. */
  lockAfterMinutes: z.number().int().min(0).max(1440),
  /** Seconds between two rounds of polling a server. */
  pollSeconds: z.number().int().min(5).max(3600),
  /** Sizes of the panels in px and what is open, as the user left them. */
  layout: z.object({
    inspectorWidth: z.number().min(200).max(1200),
    dockHeight: z.number().min(80).max(1200),
    dockOpen: z.boolean(),
    inspectorOpen: z.boolean(),
  }),
  /**
   * Levels by server id. The level of a cluster is the strictest among its servers, so that it outlives whoever joins
   * or leaves; the page writes it for every server of the cluster.
   */
  safety: table(serverIdSchema, safetyLevelSchema, 10_000),
});

export const settingsContract = {
  'settings.read': query(z.object({}), settingsSchema),
  'settings.write': command(settingsSchema.partial(), settingsSchema),
};

export type SafetyLevel = z.infer<typeof safetyLevelSchema>;
export type Settings = z.infer<typeof settingsSchema>;
