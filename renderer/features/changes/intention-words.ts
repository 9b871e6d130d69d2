import type { Intention } from '#shared/domain/plan/change.ts';
import { intentionKindOf } from '#shared/domain/plan/intentions/index.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/** What a user wants, a sentence; which changes it comes to is worked out by the preview. */
export function intentionWords(intention: Intention, names: PlanNames, topology: Topology): string {
  return intentionKindOf(intention).words(intention, names, topology);
}

/** Ids of the servers on which an intention changes something or that it is about, as far as it names them. */
export function serversOf(intention: Intention, { links }: Topology): readonly string[] {
  return intentionKindOf(intention).changed(intention, links);
}
