/** What may be asked over the control socket; `model.ts` has the same shapes as types. */
import { z } from 'zod';

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), delayMs: z.number().nonnegative() }),
  z.strictObject({ kind: z.literal('refuse') }),
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('half-answer') }),
  z.strictObject({ kind: z.literal('not-json') }),
  z.strictObject({ kind: z.literal('changed-certificate') }),
  z.strictObject({ kind: z.literal('status'), status: z.literal([401, 403, 429, 500, 503]) }),
  z.strictObject({ kind: z.literal('partition'), from: z.string() }),
]);

const server = z.string();

export const bodies = {
  '/fault': z.strictObject({
    server,
    rule: z.strictObject({
      fault,
      path: z.string().startsWith('/').exactOptional(),
      times: z.number().int().positive().exactOptional(),
    }),
  }),
  '/clear-faults': z.strictObject({ server: server.exactOptional() }),
  '/stop-server': z.strictObject({ server }),
  '/start-server': z.strictObject({ server }),
  '/change-zone': z.strictObject({ server, zone: z.string() }),
  '/revoke-token': z.strictObject({ server, name: z.string() }),
};

export type ControlPath = keyof typeof bodies;
export type ControlBody<Path extends ControlPath> = z.infer<(typeof bodies)[Path]>;

/** `GET /events`: events after a number, waiting up to `waitMs` for the first. */
export const eventsQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  waitMs: z.coerce.number().nonnegative().max(60_000).default(0),
});
