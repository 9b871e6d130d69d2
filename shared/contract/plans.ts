import { z } from 'zod';
import { serverIdSchema, text } from './bounds.ts';
import { safetyLevelSchema } from './settings.ts';
import { changeSchema, intentionSchema } from './changes.ts';
import { command, query, stream } from './definition.ts';
import { flows } from './flows.ts';
import { requestDescriptionSchema } from './requests.ts';
import { userSchema } from './servers.ts';
import { channelSchema, roleSchema } from './topology.ts';

const refusalSchema = z.object({ code: z.string(), message: z.string() });

export const planStepSchema = z.object({
  /** `s1`, `s2` … in the order of carrying out. */
  id: z.string(),
  change: changeSchema,
  /** What the step does, a sentence. */
  words: z.string(),
  /** What it comes to for zones and members, a sentence each. */
  effects: z.array(z.string()),
  /** What may go wrong or is lost, a sentence each. */
  risks: z.array(z.string()),
  channel: channelSchema.nullable(),
  /** The exact requests, secrets masked. */
  requests: z.array(requestDescriptionSchema),
  /** How it is verified by reading back, a sentence. */
  verification: z.string(),
  /** How it is undone, a sentence; null: it cannot be undone, and the risks say so. */
  undo: z.string().nullable(),
  /** Why it cannot be done; null when it can. A plan with a refusal cannot be applied. */
  refusal: refusalSchema.nullable(),
});

export const planSchema = z.object({
  id: z.string(),
  /** What it is for, in a few words. */
  title: z.string(),
  /** Epoch ms. */
  createdAt: z.number(),
  /** Of the settings that it was computed from. */
  fingerprint: z.string(),
  steps: z.array(planStepSchema),
  /** About the plan as a whole: the guide's advice where it applies. */
  warnings: z.array(z.string()),
  /** How the most careful cluster that it touches wants to be asked; `name`: what has to be typed for `type-name`. */
  safety: z.object({ level: safetyLevelSchema, name: z.string() }).optional(),
  /** Id of the plan that it undoes. */
  undoes: z.string().nullable(),
});

export const stepStateSchema = z.enum(['waiting', 'running', 'verified', 'unverified', 'failed', 'undone']);

export const planRunSchema = z.object({
  plan: planSchema,
  /**
   * `interrupted`: Nameward ended in the middle; it can be resumed. `partial`: carried out to its end, and not every
   * step was seen done. `unknown`: its journal is missing or damaged, so that nobody knows what was done; it can only
   * be looked at.
   */
  state: z.enum([
    'ready',
    'running',
    'stopping',
    'stopped',
    'interrupted',
    'failed',
    'done',
    'partial',
    'undone',
    'unknown',
  ]),
  /** Why nothing can be done with the plan, or why it was not carried out although it was to be; null: neither. */
  trouble: refusalSchema.nullable(),
  steps: z.array(
    z.object({
      id: z.string(),
      state: stepStateSchema,
      error: refusalSchema.nullable(),
      /** What was seen at its end, and who said so; null: nothing was. */
      seen: z.string().nullable(),
      /** What is going on, e.g. the zone that is being synchronized. */
      progress: z.string().nullable(),
      /** Epoch ms. */
      at: z.number().nullable(),
    }),
  ),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
});

const planId = text(64).min(1);
const wishes = z.object({
  changes: z.array(changeSchema).max(5000),
  intentions: z.array(intentionSchema).max(500),
});

export const serverSettingsSchema = z.object({
  /** The service named is monitored. */
  monitored: z.boolean().nullable(),
  /** `dnsadmin_log`, 0 to 9. */
  logLevel: z.number().nullable(),
  verboseSync: z.boolean().nullable(),
  /** `/etc/ips.dnsmaster` and `/etc/ips.remotedns`. */
  trusted: z.object({ dnsmaster: z.array(z.string()).nullable(), remotedns: z.array(z.string()) }).nullable(),
  /** Resellers with unique DNS clustering. */
  unique: z.array(z.string()).nullable(),
  /** Resellers who have the ACL clustering. */
  resellers: z.array(z.string()).nullable(),
});

/** An entry of a cluster user's list, as far as it can be changed. */
const listedMemberSchema = z.object({
  address: z.string(),
  hostname: z.string().nullable(),
  user: z.string().nullable(),
  module: z.string().nullable(),
  role: roleSchema.nullable(),
  debug: z.boolean().nullable(),
  disabled: z.boolean().nullable(),
});

export const plansContract = {
  /**
   * Computes a plan and keeps it, ready to be applied. `keep` false: only for the dialog that asks, until it is applied
   * or others were asked for.
   */
  'plans.preview': command(wishes.extend({ keep: z.boolean().optional() }), planSchema),
  /** The changes that intentions come to now, for the map and the count of pending changes. */
  'plans.expand': query(wishes, z.object({ changes: z.array(changeSchema), warnings: z.array(z.string()) })),
  /** Begins; progress comes by `plans.watch`. `confirmation`: the name typed, where the cluster asks for it. */
  'plans.apply': command(z.object({ id: planId, confirmation: text(253).nullable() }), z.object({})),
  /** What was gathered in this profile and not applied, also before the last start. */
  'plans.pending': query(z.object({}), wishes),
  /**
   * Keeps what is pending now in place of what was. `discarded`: ids of tokens that were typed for changes which can
   * still be brought back.
   */
  'plans.keepPending': command(wishes.extend({ discarded: z.array(text(64)).max(5000).default([]) }), z.object({})),
  /** Stops before the next step. */
  'plans.stop': command(z.object({ id: planId }), z.object({})),
  'plans.resume': command(z.object({ id: planId }), z.object({})),
  /**
   * A plan that undoes what was done, to be previewed and applied like any other. `contact` false: entries are written
   * without asking their members, for those that are down.
   */
  'plans.undo': command(z.object({ id: planId, contact: z.boolean().default(true) }), planSchema),
  /** Every plan of the profile, the newest first; whole runs, since one is small. */
  'plans.watch': stream(z.object({}), z.array(planRunSchema), flows['plans.watch']),
  /** The report as text, without any secret. */
  'plans.report': query(z.object({ id: planId }), z.object({ name: z.string(), text: z.string() })),
  /**
   * What the polls do not read of one server, read from it now. Null fields could not be read by any of its channels.
   */
  'plans.settings': query(z.object({ server: serverIdSchema }), serverSettingsSchema),
  /**
   * The members of one cluster user of a server, read from it now: those of his own, and root's others, which he only
   * sees; null: could not be read.
   */
  'plans.members': query(
    z.object({ server: serverIdSchema, as: userSchema }),
    z.object({ own: z.array(listedMemberSchema), inherited: z.array(listedMemberSchema).nullable() }),
  ),
  /** Holds a token that the user typed for a new member; it crosses once, inward. */
  'plans.holdToken': command(z.object({ token: text(8192).trim().min(1) }), z.object({ id: z.string() })),
};

export type Plan = z.infer<typeof planSchema>;
export type PlanStep = z.infer<typeof planStepSchema>;
export type PlanRun = z.infer<typeof planRunSchema>;
export type ServerSettings = z.infer<typeof serverSettingsSchema>;
export type ListedMember = z.infer<typeof listedMemberSchema>;
export type StepState = z.infer<typeof stepStateSchema>;
