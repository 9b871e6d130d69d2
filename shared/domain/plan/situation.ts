import type { Topology } from '#shared/domain/topology/topology.ts';
import type { PlanNames } from './names.ts';

/** What a plan looks at beside the settings. */
export interface PlanSituation {
  readonly topology: Topology;
  readonly names: PlanNames;
}
