import { z } from 'zod';
import { text } from './bounds.ts';
import { command, query, stream } from './definition.ts';
import { flows } from './flows.ts';
import { windowActionNames, type WindowActionId } from './window-actions.ts';
import { errorSchema } from './reply.ts';
import { keychainStateSchema } from './vault.ts';

export const noticeSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** Full path of the file that was set aside, when one was. */
  file: z.string().nullable(),
});

/** How the simulated fleet of this profile is doing. */
export const labStateSchema = z.discriminatedUnion('state', [
  /** The profile's servers are real. */
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('starting'),
    /** How many were asked for; null: as many as the lab has by itself. */
    servers: z.number().int().nullable(),
    /** Its servers are started first, then their API tokens are stored in the keychain. */
    step: z.enum(['servers', 'tokens']),
    /** How many tokens are in the keychain so far. */
    stored: z.number().int(),
  }),
  z.object({ state: z.literal('running') }),
  /** It could not be started, or has stopped by itself. What was last known of its servers is still there. */
  z.object({ state: z.literal('failed'), error: errorSchema }),
]);

export const appDescriptionSchema = z.object({
  version: z.string(),
  /** `YYYY-MM-DD`; null: it runs from its sources. */
  builtOn: z.string().nullable(),
  profile: z.string(),
  lab: z.boolean(),
  platform: z.string(),
  electron: z.string(),
  keychain: keychainStateSchema,
  notices: z.array(noticeSchema),
});

const windowActionIds = windowActionNames.map(({ id }) => id) as [WindowActionId, ...WindowActionId[]];

export const appContract = {
  'app.describe': query(z.object({}), appDescriptionSchema),
  'app.openProfile': command(z.object({ profile: z.enum(['default', 'lab']) }), z.object({})),
  'app.watchLab': stream(z.object({}), labStateSchema, flows['app.watchLab']),
  /** What is chosen in the native menu, by the id of the window's action. */
  'app.watchMenu': stream(z.object({}), z.object({ action: z.enum(windowActionIds) }), flows['app.watchMenu']),
  /** Starts a lab that has failed once more; `app.watchLab` tells what becomes of it. */
  'app.startLab': command(z.object({}), z.object({})),
  'app.openExternal': command(z.object({ url: text(2048).pipe(z.url()) }), z.object({})),
  /** Asks the user where to save a text, and saves it there; `saved: false` when the user thought better of it. */
  'app.saveText': command(
    z.object({ name: text(121).regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,120}$/), text: text(20_000_000) }),
    z.object({ saved: z.boolean() }),
  ),
  /**
   * The page tells when the map has been painted: the first time, and the first time with live facts. Main measures the
   * start by it.
   */
  'app.painted': command(z.object({ servers: z.number().int().min(0), live: z.boolean() }), z.object({})),
};

export type AppDescription = z.infer<typeof appDescriptionSchema>;
export type LabState = z.infer<typeof labStateSchema>;
export type Notice = z.infer<typeof noticeSchema>;
