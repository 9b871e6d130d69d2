import { roles } from '#shared/domain/roles/roles.ts';
import { z } from 'zod';
import { reasonCodes } from '#shared/domain/topology/reason-codes.ts';
import type { Topology, TopologyDelta } from '#shared/domain/topology/topology.ts';
import { channels } from '#shared/domain/topology/observation.ts';

/**
 * Schemas of the topology as it crosses to the page. They mirror shared/domain/topology; the assignments at the end
 * make the compiler hold them together.
 */

export const roleSchema = z.enum(roles);
const nameserverSchema = z.enum(['bind', 'powerdns', 'disabled']);
const productSchema = z.enum(['cpanel', 'dnsonly', 'unknown']);
export const channelSchema = z.enum(channels);
const sourceSchema = z.enum([...channels, 'user']);
const stateSchema = z.enum(['ok', 'warning', 'broken', 'disabled', 'unknown']);
const failureSchema = z.object({ code: z.string(), message: z.string() });
const reasonSchema = z.object({ code: z.enum(reasonCodes), message: z.string(), since: z.number().optional() });

const factSchema = <T extends z.ZodType>(value: T) => z.object({ value, source: sourceSchema, at: z.number() });
const knownSchema = <T extends z.ZodType>(value: T) => factSchema(value).nullable();

const channelStateSchema = z.object({ available: z.boolean().nullable(), reason: z.string().nullable() });
export const channelStatesSchema = z.object({
  api: channelStateSchema,
  peer: channelStateSchema,
  pages: channelStateSchema,
  command: channelStateSchema,
  ssh: channelStateSchema,
  browser: channelStateSchema,
});

const memberRecordSchema = z.object({
  address: z.string(),
  hostname: z.string().nullable(),
  polledHostname: z.string().nullable(),
  user: z.string().nullable(),
  module: z.string().nullable(),
  role: roleSchema.nullable(),
  roleText: z.string().nullable(),
  disabled: z.boolean().nullable(),
  status: z.enum(['active', 'warning', 'error', 'disabled']).nullable(),
  statusText: z.string().nullable(),
  version: z.string().nullable(),
  nameserver: nameserverSchema.nullable(),
  reverseTrust: z.boolean().nullable(),
  debug: z.boolean().nullable(),
  inherited: z.boolean(),
});

export const observationSchema = z.object({
  id: z.string(),
  contact: z.object({
    state: z.enum(['never', 'reachable', 'failed', 'suspended']),
    at: z.number().nullable(),
    since: z.number().nullable(),
    failure: failureSchema.nullable(),
  }),
  channels: channelStatesSchema,
  hostname: knownSchema(z.string()),
  addresses: knownSchema(z.array(z.string())),
  version: knownSchema(z.string()),
  product: knownSchema(productSchema),
  nameserver: knownSchema(nameserverSchema),
  namedRunning: knownSchema(z.boolean().nullable()),
  clustering: knownSchema(
    z.object({ enabled: z.boolean(), threshold: z.number().nullable(), notify: z.boolean().nullable() }),
  ),
  members: knownSchema(
    z.object({
      records: z.array(memberRecordSchema),
      partial: z.boolean(),
      cut: z.boolean(),
      strays: z.array(z.object({ kind: z.enum(['role', 'mark', 'other']), path: z.string() })),
    }),
  ),
  entriesFor: z.record(z.string(), factSchema(z.boolean())),
  failures: z.record(z.string(), failureSchema),
});

export const knownServerSchema = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  port: z.number(),
  user: z.string(),
  tags: z.array(z.string()),
  product: productSchema.nullable(),
});

const nodeSchema = z.object({
  id: z.string(),
  kind: z.enum(['server', 'unknown', 'foreign']),
  label: z.string(),
  addresses: z.array(z.string()),
  product: productSchema,
  tier: z.enum(['web', 'intermediary', 'nameserver']),
  state: stateSchema,
  reasons: z.array(reasonSchema),
  cluster: z.number().nullable(),
  server: knownServerSchema.nullable(),
  observation: observationSchema.nullable(),
});

const linkSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  role: roleSchema.nullable(),
  reverseTrust: z.enum(['yes', 'no', 'unknown', 'not-required']),
  state: stateSchema,
  reasons: z.array(reasonSchema),
  member: memberRecordSchema,
  source: sourceSchema,
  at: z.number(),
});

const clustersSchema = z.array(z.array(z.string()));

export const topologySchema = z.object({
  nodes: z.record(z.string(), nodeSchema),
  links: z.record(z.string(), linkSchema),
  clusters: clustersSchema,
});

export const topologyDeltaSchema = z.object({
  nodes: z.record(z.string(), nodeSchema),
  removedNodes: z.array(z.string()),
  links: z.record(z.string(), linkSchema),
  removedLinks: z.array(z.string()),
  clusters: clustersSchema.nullable(),
});

type Same<A, B> = A extends B ? true : never;
/** Held by the compiler alone. @public */
export const topologyMirrorsDomain: [
  Same<z.infer<typeof topologySchema>, Topology>,
  Same<z.infer<typeof topologyDeltaSchema>, TopologyDelta>,
] = [true, true];
