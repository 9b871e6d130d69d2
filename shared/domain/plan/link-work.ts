import type { Link } from '#shared/domain/topology/topology.ts';
import type { Change } from './change.ts';

/** A plan under way, as far as it tells what is done to a link. */
interface Run {
  readonly plan: { readonly id: string; readonly steps: readonly { readonly id: string; readonly change: Change }[] };
  readonly state: string;
  readonly steps: readonly { readonly id: string; readonly state: string; readonly progress: string | null }[];
}

/** What a plan is doing right now for the zones of a link. */
export interface LinkWork {
  /** Id of the plan. */
  readonly plan: string;
  readonly kind: 'member.enable' | 'synchronize';
  /** E.g. `3 of 14 zones arrived, waiting for example.com on ns1.example.net`; null: nothing has been told yet. */
  readonly progress: string | null;
}

/**
 * @returns the step under way that enables the link's member or synchronizes the zones of the server that has it; null:
 *   there is none
 */
export function linkWork(runs: readonly Run[] | null, link: Pick<Link, 'from' | 'member'>): LinkWork | null {
  for (const { plan, steps, state } of runs ?? []) {
    if (state !== 'running' && state !== 'stopping') continue;
    const running = new Map(steps.filter((step) => step.state === 'running').map((step) => [step.id, step.progress]));
    for (const { id, change } of plan.steps) {
      const progress = running.get(id);
      if (progress === undefined || change.server !== link.from) continue;
      if (change.kind === 'synchronize' || (change.kind === 'member.enable' && change.address === link.member.address))
        return { plan: plan.id, kind: change.kind, progress };
    }
  }
  return null;
}
