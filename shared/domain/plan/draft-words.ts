import type { Change } from './change.ts';
import { composePlan } from './compose.ts';
import { farEndRisks } from './far-end.ts';
import { planNames } from './names.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { configurationOf } from './known-configuration.ts';
import type { Pending } from './pending.ts';

/** A step in the words of the plan that main will make. */
export interface DraftWords {
  readonly change: Change;
  readonly does: string;
  readonly effects: readonly string[];
  readonly risks: readonly string[];
}

/**
 * What wishes come to, said by the same rules as main's preview says it, from what the polls know.
 * @param now epoch ms, for how long a server has been silent
 */
export function draftWords(
  { changes, intentions }: Pending,
  topology: Topology,
  now: number,
): { readonly steps: readonly DraftWords[]; readonly warnings: readonly string[] } {
  const fleet = configurationOf(topology);
  const names = planNames(topology);
  const draft = composePlan(changes, intentions, fleet, { topology, names });
  return {
    warnings: draft.warnings,
    steps: draft.steps.map(({ change, words, effects, risks }) => ({
      change,
      does: words.does,
      effects,
      risks: [...risks, ...farEndRisks(change, fleet, { topology, names, now })],
    })),
  };
}
