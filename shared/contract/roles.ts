import { z } from 'zod';
import { command, query } from './definition.ts';
import { channelSchema, roleSchema } from './topology.ts';

const roleChangeSchema = z.object({
  /** Id of the link's `from` server. */
  server: z.string().min(1).max(128),
  /** Address of the member in that server's list. */
  member: z.string().min(1).max(64),
  role: roleSchema,
});
const changesSchema = z.array(roleChangeSchema).min(1).max(2000);

/** A request as it will be sent, secrets masked. */
export const requestDescriptionSchema = z.object({
  method: z.enum(['GET', 'POST']),
  url: z.string(),
  body: z.string().nullable(),
  /** Header lines that matter, `Authorization: whm root:••••`. */
  headers: z.array(z.string()).optional(),
});

const refusalSchema = z.object({ code: z.string(), message: z.string() });

export const rolePreviewSchema = roleChangeSchema.extend({
  /** Host names for people. */
  serverName: z.string(),
  memberName: z.string(),
  current: roleSchema.nullable(),
  /** What the role will do to which zones, a sentence each. */
  effects: z.array(z.string()),
  /** Sentences that warn: what is overwritten or pulled, what trust is missing. */
  risks: z.array(z.string()),
  channel: channelSchema.nullable(),
  requests: z.array(requestDescriptionSchema),
  /** Why it cannot be done; null when it can. */
  refusal: refusalSchema.nullable(),
});

export const roleOutcomeSchema = roleChangeSchema.extend({
  /** `verified`: read back and true. `unverified`: sent, but what is there now could not be read. `failed`: it is not so. `skipped`: nothing was sent. */
  state: z.enum(['verified', 'unverified', 'failed', 'skipped']),
  /** The role read back; null when it could not be read. */
  roleNow: roleSchema.nullable(),
  error: refusalSchema.nullable(),
});

export const rolesContract = {
  'roles.preview': query(z.object({ changes: changesSchema }), z.array(rolePreviewSchema)),
  'roles.apply': command(z.object({ changes: changesSchema }), z.array(roleOutcomeSchema)),
};

export type RoleChange = z.infer<typeof roleChangeSchema>;
export type RolePreview = z.infer<typeof rolePreviewSchema>;
export type RoleOutcome = z.infer<typeof roleOutcomeSchema>;
export type RequestDescription = z.infer<typeof requestDescriptionSchema>;
