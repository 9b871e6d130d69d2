import type { Change } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import { allKinds } from '#shared/domain/plan/kinds/index.ts';
import { orderByNames, orderChanges } from './order.ts';

/**
 * The changes that lead from one fleet's settings to another's. Only what is known on both sides differs; no change
 * disables a member. Law: `applyChanges(from, diffConfigurations(from, to))` equals `to`, for every `to` that changes
 * can reach.
 */
export function diffConfigurations(from: FleetConfiguration, to: FleetConfiguration): readonly Change[] {
  const changes = Object.entries(to).flatMap(([id, server]) => {
    const before = from[id];
    return before ? allKinds.flatMap((kind) => kind.differences(id, before, server)) : [];
  });
  return orderByNames(orderChanges(changes), from);
}
