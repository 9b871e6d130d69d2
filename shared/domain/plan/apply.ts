import { lookUp } from '#shared/domain/table.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';

/** What a fleet's settings are after a change; the order of lists does not matter and is kept sorted. */

/** @returns the fleet's settings after the change; untouched servers are shared with the given ones */
export function applyChange(fleet: FleetConfiguration, change: Change): FleetConfiguration {
  const server = lookUp(fleet, change.server);
  return server ? { ...fleet, [change.server]: kindOf(change).apply(change, server) } : fleet;
}

export function applyChanges(fleet: FleetConfiguration, changes: readonly Change[]): FleetConfiguration {
  return changes.reduce(applyChange, fleet);
}
