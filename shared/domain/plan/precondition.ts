import { refusal, type Refusal, type RefusalSubject } from '#shared/domain/refusals/refusal.ts';
import { lookUp } from '#shared/domain/table.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration, MemberConfiguration } from './configuration.ts';
import { resellerObstacle } from '#shared/domain/plan/kinds/entry.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';
import type { Obstacle } from '#shared/domain/plan/kinds/kind.ts';
import type { PlanNames } from './names.ts';

/**
 * Why a reseller may not give his entry a role: a synchronizing one must be root's first (`whm-protocol 8`).
 * @param ofRoot root's entry for the address, if there is one
 */
export function resellerRefusal(
  ofRoot: Pick<MemberConfiguration, 'role'> | undefined,
  entry: { readonly server: string; readonly as: string; readonly address: string },
  role: Role,
): Refusal | null {
  const found = resellerObstacle(ofRoot, entry.as, entry.address, role);
  return found && refusal(found.code, { kind: 'entry', ...entry }, found.message);
}

/**
 * Why a change cannot be made, given the settings just before it.
 * @returns null when nothing stands against it
 */
export function changeRefusal(change: Change, fleet: FleetConfiguration, names: PlanNames): Refusal | null {
  const found = obstacleTo(change, fleet, names);
  return found && refusal(found.code, subjectOf(change), found.message);
}

function subjectOf(change: Change): RefusalSubject {
  const address = kindOf(change).entry(change);
  return address !== null && 'as' in change
    ? { kind: 'entry', server: change.server, as: change.as, address }
    : { kind: 'server', id: change.server };
}

function obstacleTo(change: Change, fleet: FleetConfiguration, names: PlanNames): Obstacle | null {
  const server = lookUp(fleet, change.server);
  return server
    ? kindOf(change).obstacle(change, server, names)
    : { code: 'server.unknown', message: `There is no server ${change.server} here.` };
}
