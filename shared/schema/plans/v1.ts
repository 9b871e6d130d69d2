import { z } from 'zod';

/**
 * A plan with everything that is needed to resume and to undo it. Written out here in full and not shared with the
 * contract: a version on disk stays what it was when the contract moves on. No secret is in it: tokens stand in the
 * keychain under the accounts named here.
 */

const role = z.enum(['standalone', 'sync', 'write-only']);
const nameserver = z.enum(['bind', 'powerdns', 'disabled']);
const channel = z.enum(['api', 'peer', 'pages', 'command', 'ssh', 'browser']);
export const failureV1 = z.object({ code: z.string(), message: z.string() });

const tokenSource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('made'), on: z.string() }),
  z.object({ from: z.literal('held'), id: z.string() }),
  z.object({ from: z.literal('entry') }),
]);
const contact = z.enum(['none', 'name', 'trust']).default('none');
const nsConfig = z.enum(['default', 'ensure', 'force']).nullable().default(null);
const newMember = z.object({
  address: z.string(),
  host: z.string(),
  user: z.string(),
  module: z.string(),
  role,
  debug: z.boolean(),
  contact,
  nsConfig,
  token: tokenSource,
});
const scope = z.discriminatedUnion('zones', [
  z.object({ zones: z.literal('one'), zone: z.string(), where: z.enum(['here', 'everywhere']) }),
  z.object({ zones: z.literal('all'), where: z.enum(['here', 'everywhere']), full: z.boolean() }),
]);
const server = z.string();
const as = z.string();
const address = z.string();
const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('clustering'), server, enabled: z.boolean() }),
  z.object({ kind: z.literal('threshold'), server, threshold: z.number(), notify: z.boolean() }),
  z.object({ kind: z.literal('member.add'), server, as, member: newMember }),
  z.object({
    kind: z.literal('member.edit'),
    server,
    as,
    address,
    user: z.string(),
    debug: z.boolean(),
    contact,
    hostname: z.string().nullable().default(null),
    nsConfig,
    token: tokenSource,
  }),
  z.object({ kind: z.literal('member.remove'), server, as, address, revoke: z.boolean().optional() }),
  z.object({ kind: z.literal('member.enable'), server, as: as.default('root'), address }),
  z.object({ kind: z.literal('role'), server, as, address, role }),
  z.object({ kind: z.literal('synchronize'), server, scope }),
  z.object({ kind: z.literal('software'), server, nameserver }),
  z.object({ kind: z.literal('monitoring'), server, monitored: z.boolean() }),
  z.object({ kind: z.literal('unique'), server, reseller: z.string(), enabled: z.boolean() }),
  z.object({ kind: z.literal('trusted'), server, address, trusted: z.boolean() }),
  z.object({ kind: z.literal('logging'), server, level: z.number(), verboseSync: z.boolean() }),
]);

const step = z.object({
  id: z.string(),
  change,
  words: z.string(),
  effects: z.array(z.string()).default([]),
  risks: z.array(z.string()),
  channel: channel.nullable(),
  requests: z.array(
    z.object({
      method: z.enum(['GET', 'POST']),
      url: z.string(),
      body: z.string().nullable(),
      headers: z.array(z.string()).optional(),
    }),
  ),
  verification: z.string(),
  undo: z.string().nullable(),
  refusal: failureV1.nullable(),
});

export const madeTokenV1 = z.object({
  /** Id of the server that it was made on. */
  on: z.string(),
  name: z.string(),
});

const member = z.object({
  address: z.string(),
  hostname: z.string().nullable(),
  user: z.string().nullable(),
  module: z.string().nullable(),
  role: role.nullable(),
  debug: z.boolean().nullable(),
  disabled: z.boolean().nullable(),
  nsConfig,
});
const configuration = z.object({
  clustering: z.boolean().nullable(),
  threshold: z.number().nullable(),
  notify: z.boolean().nullable(),
  nameserver: nameserver.nullable(),
  monitored: z.boolean().nullable(),
  logLevel: z.number().nullable(),
  verboseSync: z.boolean().nullable(),
  members: z.record(z.string(), z.record(z.string(), member).nullable()),
  /**
   * `dnsmaster` null: no page of WHM shows it. Version 1 has always been written so, and was refused when read back.
   */
  trusted: z.object({ dnsmaster: z.array(z.string()).nullable(), remotedns: z.array(z.string()) }).nullable(),
  unique: z.array(z.string()).nullable(),
});

export const planV1 = z.object({
  plan: z.object({
    id: z.string(),
    title: z.string(),
    createdAt: z.number(),
    fingerprint: z.string(),
    steps: z.array(step),
    warnings: z.array(z.string()),
    safety: z.object({ level: z.enum(['open', 'confirm', 'type-name', 'read-only']), name: z.string() }).optional(),
    undoes: z.string().nullable(),
  }),
  /** The settings that it was computed from, of the servers that it touches. */
  base: z.record(z.string(), configuration),
  /** What the runner needs beside the plan, one for each step in the same order. */
  details: z.array(
    z.object({
      /** The change that takes the step back; null: it cannot be taken back. */
      inverse: change.nullable(),
      /**
       * Keychain account under which the token that the entry carried before the step is kept; null: the step replaces
       * none.
       */
      keeps: z.string().nullable(),
      /** Keychain account of the token that the step writes; null: made, or the one that the entry carries. */
      writes: z.string().nullable(),
      /** Token that nobody needs once the step is done. */
      revokes: madeTokenV1.nullable(),
      /** Token that WHM made when it set up reverse trust, revoked with the entry. */
      reverse: madeTokenV1.nullable().default(null),
      /** The step of the other plan that this one takes back. */
      undoes: z.string().nullable(),
    }),
  ),
});
