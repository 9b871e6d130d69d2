import { z } from 'zod';

/**
 * The last known observation of every server, for a start on what was known. Written out here in full and not shared
 * with the contract: a version on disk stays what it was when the contract moves on.
 */

const channelNames = ['api', 'peer', 'pages', 'command', 'ssh', 'browser'] as const;
const roleSchema = z.enum(['standalone', 'sync', 'write-only']);
const nameserverSchema = z.enum(['bind', 'powerdns', 'disabled']);
const failureSchema = z.object({ code: z.string(), message: z.string() });

const fact = <T extends z.ZodType>(value: T) =>
  z.object({ value, source: z.enum([...channelNames, 'user']), at: z.number() });
const known = <T extends z.ZodType>(value: T) => fact(value).nullable();

const channelState = z.object({ available: z.boolean().nullable(), reason: z.string().nullable() });

const memberSchema = z.object({
  address: z.string(),
  hostname: z.string().nullable(),
  user: z.string().nullable(),
  module: z.string().nullable(),
  role: roleSchema.nullable(),
  disabled: z.boolean().nullable(),
  status: z.enum(['active', 'warning', 'error', 'disabled']).nullable(),
  statusText: z.string().nullable(),
  version: z.string().nullable(),
  nameserver: nameserverSchema.nullable(),
  reverseTrust: z.boolean().nullable(),
  debug: z.boolean().nullable(),
  inherited: z.boolean(),
});

const observationSchema = z.object({
  id: z.string(),
  contact: z.object({
    state: z.enum(['never', 'reachable', 'failed', 'suspended']),
    at: z.number().nullable(),
    since: z.number().nullable(),
    failure: failureSchema.nullable(),
  }),
  channels: z.object({
    api: channelState,
    peer: channelState,
    pages: channelState,
    command: channelState,
    ssh: channelState,
    browser: channelState,
  }),
  hostname: known(z.string()),
  addresses: known(z.array(z.string())),
  version: known(z.string()),
  product: known(z.enum(['cpanel', 'dnsonly', 'unknown'])),
  nameserver: known(nameserverSchema),
  namedRunning: known(z.boolean().nullable()),
  clustering: known(
    z.object({ enabled: z.boolean(), threshold: z.number().nullable(), notify: z.boolean().nullable() }),
  ),
  members: known(z.object({ records: z.array(memberSchema), partial: z.boolean() })),
  entriesFor: z.record(z.string(), fact(z.boolean())),
  failures: z.record(z.string(), failureSchema),
});

export const fleetV1 = z.object({
  /** When it was written, epoch ms. */
  savedAt: z.number(),
  /** By server id. */
  observations: z.record(z.string(), observationSchema),
  /** When the channels of a server were found out, epoch ms. */
  probedAt: z.record(z.string(), z.number()),
});
