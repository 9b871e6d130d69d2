import { z } from 'zod';
import { nsConfigurations } from '#shared/domain/plan/back-ends.ts';
import type { Change, Intention } from '#shared/domain/plan/change.ts';
import { serverIdSchema, text } from './bounds.ts';
import { roleSchema } from './topology.ts';

/**
 * Schemas of changes and intentions, for the page, for plan files of the command line and for plans on disk. They
 * mirror shared/domain/plan/change.ts.
 */

const server = serverIdSchema;
/** Name of a member's config file (`whm-protocol 4`). */
const address = text(64).regex(/^[A-Za-z0-9:.-]{1,64}$/);
const linkId = text(300).min(3);
const user = text(64)
  .regex(/^[A-Za-z0-9._-]{1,64}$/)
  .refine((name) => name !== '__proto__', { message: 'not a user name' });
/** Whose list is meant; root's when a plan file does not say. */
const as = user.default('root');
const zone = text(253).regex(
  /^(?:[A-Za-z0-9_*](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
);
const nameserver = z.enum(['bind', 'powerdns', 'disabled']);

const tokenSourceSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('made'), on: server }),
  z.object({ from: z.literal('held'), id: text(64).min(1) }),
  z.object({ from: z.literal('entry') }),
]);

/** A plan file that does not say lets WHM ask the member, which fails before anything is written where that is down. */
const contact = z.enum(['none', 'name', 'trust']).default('name');

/** SoftLayer's alone (`whm-protocol 3.6`); absent: as WHM proposes it, or as the entry has it. */
const nsConfig = z.enum(nsConfigurations).nullable().default(null);

const newMemberSchema = z.object({
  address,
  host: text(253).regex(/^[A-Za-z0-9:.-]{1,253}$/),
  user,
  module: text(64).regex(/^[A-Za-z0-9_]{1,64}$/),
  role: roleSchema,
  debug: z.boolean(),
  contact,
  nsConfig,
  token: tokenSourceSchema,
});

const scopeSchema = z.discriminatedUnion('zones', [
  z.object({ zones: z.literal('one'), zone, where: z.enum(['here', 'everywhere']) }),
  z.object({ zones: z.literal('all'), where: z.enum(['here', 'everywhere']), full: z.boolean() }),
]);

export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('clustering'), server, enabled: z.boolean() }),
  z.object({
    kind: z.literal('threshold'),
    server,
    threshold: z.number().int().min(0).max(1_000_000),
    notify: z.boolean(),
  }),
  z.object({ kind: z.literal('member.add'), server, as, member: newMemberSchema }),
  z.object({
    kind: z.literal('member.edit'),
    server,
    as,
    address,
    user,
    debug: z.boolean(),
    contact,
    hostname: text(253).nullable().default(null),
    nsConfig,
    token: tokenSourceSchema,
  }),
  z.object({ kind: z.literal('member.remove'), server, as, address, revoke: z.boolean().optional() }),
  z.object({ kind: z.literal('member.enable'), server, as, address }),
  z.object({ kind: z.literal('role'), server, as, address, role: roleSchema }),
  z.object({ kind: z.literal('synchronize'), server, scope: scopeSchema }),
  z.object({ kind: z.literal('software'), server, nameserver }),
  z.object({ kind: z.literal('monitoring'), server, monitored: z.boolean() }),
  z.object({ kind: z.literal('unique'), server, reseller: user, enabled: z.boolean() }),
  z.object({ kind: z.literal('trusted'), server, address, trusted: z.boolean() }),
  z.object({
    kind: z.literal('logging'),
    server,
    level: z.number().int().min(0).max(9),
    verboseSync: z.boolean(),
  }),
]);

export const intentionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('trust.set-up'), a: server, b: server, roleAtA: roleSchema, roleAtB: roleSchema }),
  z.object({ kind: z.literal('trust.mend'), link: linkId }),
  z.object({
    kind: z.literal('nameserver.add'),
    nameserver: server,
    to: z.array(server).min(1).max(2000),
    role: roleSchema,
    synchronize: z.boolean(),
  }),
  z.object({ kind: z.literal('nameserver.replace'), old: server, next: server }),
  z.object({ kind: z.literal('links.direct'), intermediary: server }),
  z.object({ kind: z.literal('server.leave'), server, entries: z.boolean().optional() }),
  z.object({
    kind: z.literal('members.remove'),
    links: z.array(linkId).min(1).max(5000),
    back: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('roles.switch'), links: z.array(linkId).min(1).max(5000), role: roleSchema }),
  z.object({
    kind: z.literal('members.enable'),
    links: z.array(linkId).min(1).max(5000),
    synchronize: z.boolean(),
  }),
]);

type Same<A, B> = A extends B ? (B extends A ? true : never) : never;
/** Held by the compiler alone. @public */
export const changesMirrorDomain: [
  Same<z.infer<typeof changeSchema>, Change>,
  Same<z.infer<typeof intentionSchema>, Intention>,
] = [true, true];
