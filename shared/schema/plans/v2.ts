import { z } from 'zod';
import { madeTokenV1, planV1, failureV1 } from './v1.ts';

const madeToken = madeTokenV1.extend({
  /** Print of the token, by which an entry that carries it is recognised; null: not known, or never made. */
  print: z.string().nullable().default(null),
});

/**
 * The plan as in version 1; beside it stands a journal from the beginning, so that one which is missing has been lost.
 */
export const planV2 = planV1.extend({
  /**
   * The journal was opened before the plan was written. False: the plan comes from version 1, whose journal begins with
   * the first step.
   */
  journalled: z.boolean(),
  details: z.array(
    planV1.shape.details.element.extend({
      revokes: madeToken.nullable(),
      reverse: madeToken.nullable().default(null),
    }),
  ),
});

/**
 * What happened to a plan, a line each; the order is that of happening. Each line carries the check sum of itself and
 * of the line before.
 */
export const journalEntryV2 = z.discriminatedUnion('kind', [
  /** Applied or resumed. */
  z.object({ kind: z.literal('started'), at: z.number() }),
  /**
   * On disk before the first request of the step. `made`: the token that the step makes for an entry, recorded before
   * it is made.
   */
  z.object({
    kind: z.literal('begun'),
    at: z.number(),
    step: z.string(),
    made: madeToken.nullable(),
    /** Where WHM sets up reverse trust: names of the tokens that it had made for that until then; null: not known. */
    reverseTokens: z.array(z.string()).nullable().default(null),
    /** Addresses of the entries that were in the list before the step; null: not known. */
    listed: z.array(z.string()).nullable().default(null),
    /** The address of the entry that the step goes for, where it is another one than the plan has. */
    address: z.string().nullable().default(null),
    /** The token that is made is told by an entry `made` before it is sent anywhere. */
    tells: z.boolean().default(false),
  }),
  /** The token of the step is made; from here on it may stand in an entry. */
  z.object({ kind: z.literal('made'), at: z.number(), step: z.string(), print: z.string() }),
  z.object({
    kind: z.literal('ended'),
    at: z.number(),
    step: z.string(),
    state: z.enum(['verified', 'unverified', 'failed']),
    error: failureV1.nullable(),
    /** The token that WHM made for the reverse trust that it set up, where that stands or may stand. */
    reverse: madeToken.nullable().default(null),
    /**
     * The address under which the entry stands that the step has made; null: it made none, or it stands where it was
     * expected.
     */
    address: z.string().nullable().default(null),
    /** What was seen, and who said so; a sentence. */
    seen: z.string().nullable().default(null),
  }),
  /** A token that the plan made is gone. */
  z.object({ kind: z.literal('revoked'), at: z.number(), made: madeToken }),
  z.object({ kind: z.literal('finished'), at: z.number(), state: z.enum(['done', 'failed', 'stopped']) }),
]);
