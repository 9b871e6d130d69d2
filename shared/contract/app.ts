import { z } from 'zod';
import { safetyLevels } from '#shared/domain/refusals/safety.ts';
import { serverIdSchema, table, text } from './bounds.ts';
import { command, query, stream } from './definition.ts';
import { flows } from './flows.ts';
import { errorSchema } from './reply.ts';

export const noticeSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** Full path of the file that was set aside, when one was. */
  file: z.string().nullable(),
});

export const keychainStateSchema = z.object({
  /** `session`: no keychain here, tokens live until Nameward is closed. `locked`: it does not give them now, for the reason of the message. */
  state: z.enum(['ready', 'locked', 'session']),
  /** Name of the store, e.g. `Secret Service`, or why there is none. */
  message: z.string(),
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
  profile: z.string(),
  lab: z.boolean(),
  platform: z.string(),
  electron: z.string(),
  keychain: keychainStateSchema,
  notices: z.array(noticeSchema),
});

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
   * Levels by server id. The level of a cluster is the strictest among its servers, so that it outlives whoever joins or leaves; the page
   * writes it for every server of the cluster.
   */
  safety: table(serverIdSchema, safetyLevelSchema, 10_000),
});

export const vaultStateSchema = z.object({
  locked: z.boolean(),
  /** Unlocking asks for it. */
  passphraseSet: z.boolean(),
  keychain: keychainStateSchema,
  /** Ids of servers whose token is stored. */
  stored: z.array(z.string()),
});

/** A passphrase typed by the user: crosses once, inward. */
const passphraseInput = text(1024).min(1);

export const appContract = {
  'app.describe': query(z.object({}), appDescriptionSchema),
  'app.openProfile': command(z.object({ profile: z.enum(['default', 'lab']) }), z.object({})),
  'app.watchLab': stream(z.object({}), labStateSchema, flows['app.watchLab']),
  /** Starts a lab that has failed once more; `app.watchLab` tells what becomes of it. */
  'app.startLab': command(z.object({}), z.object({})),
  'app.openExternal': command(z.object({ url: text(2048).pipe(z.url()) }), z.object({})),
  /** Asks the user where to save a text, and saves it there; `saved: false` when the user thought better of it. */
  'app.saveText': command(
    z.object({ name: text(121).regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,120}$/), text: text(20_000_000) }),
    z.object({ saved: z.boolean() }),
  ),
  /** The page tells when the map has been painted: the first time, and the first time with live facts. Main measures the start by it. */
  'app.painted': command(z.object({ servers: z.number().int().min(0), live: z.boolean() }), z.object({})),
  'settings.read': query(z.object({}), settingsSchema),
  'settings.write': command(settingsSchema.partial(), settingsSchema),
  'vault.watch': stream(z.object({}), vaultStateSchema, flows['vault.watch']),
  'vault.lock': command(z.object({}), z.object({})),
  /** Also when the vault is open: a keychain that was refused or did not answer is then asked again. */
  'vault.unlock': command(z.object({ passphrase: passphraseInput.nullable() }), z.object({})),
  /** `next: null` takes the passphrase away. */
  'vault.setPassphrase': command(
    z.object({ current: passphraseInput.nullable(), next: passphraseInput.min(8).nullable() }),
    z.object({}),
  ),
  /** The page tells that the user is there; main counts the idle time. */
  'vault.touch': command(z.object({}), z.object({})),
};

export type AppDescription = z.infer<typeof appDescriptionSchema>;
export type LabState = z.infer<typeof labStateSchema>;
export type KeychainState = z.infer<typeof keychainStateSchema>;
export type Notice = z.infer<typeof noticeSchema>;
export type SafetyLevel = z.infer<typeof safetyLevelSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type VaultState = z.infer<typeof vaultStateSchema>;
