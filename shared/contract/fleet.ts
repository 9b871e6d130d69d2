import { z } from 'zod';
import { serverIdSchema } from './bounds.ts';
import { command, stream } from './definition.ts';
import { flows } from './flows.ts';
import { topologyDeltaSchema, topologySchema } from './topology.ts';

/** A snapshot first, then deltas; a delta whose `from` is not our revision means: subscribe again. */
export const fleetEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    revision: z.number().int(),
    topology: topologySchema,
    /** False until every server was asked once since the start. How fresh the picture is, `freshnessOf` says. */
    live: z.boolean(),
    /** Since when servers are asked, epoch ms; null: they are not. */
    askedSince: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('delta'),
    from: z.number().int(),
    to: z.number().int(),
    delta: topologyDeltaSchema,
    live: z.boolean(),
    askedSince: z.number().nullable(),
  }),
]);

export const fleetContract = {
  'fleet.watch': stream(z.object({}), fleetEventSchema, flows['fleet.watch']),
  /** Polls now; null: all servers. */
  'fleet.refresh': command(z.object({ ids: z.array(serverIdSchema).max(10_000).nullable() }), z.object({})),
};

export type FleetEvent = z.infer<typeof fleetEventSchema>;
