import type { Topology } from '#shared/domain/topology/topology.ts';
import { freshnessOf, outageWords } from '#shared/domain/trust/freshness.ts';
import type { CommandIo } from './io.ts';

/** @param at epoch ms @returns ISO 8601, UTC */
export function isoMoment(at: number): string {
  return new Date(at).toISOString();
}

/**
 * Says once on standard error that it is rather this machine than its servers, after all of them were asked.
 * @param asked the servers that the command was about
 */
export function noteOutage(io: CommandIo, topology: Topology, asked: ReadonlySet<string>): void {
  const observations = Object.values(topology.nodes).flatMap(({ id, observation }) =>
    observation !== null && asked.has(id) ? [observation] : [],
  );
  const everything = { everyoneTried: true, askedSince: null, now: 0, staleAfterMs: Number.POSITIVE_INFINITY };
  const words = outageWords(freshnessOf({ observations, ...everything }));
  if (words !== null) io.note(`${words}\n`);
}
