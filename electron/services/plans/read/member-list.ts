import type { ParsedInputOf } from '#shared/contract/index.ts';
import type { ListedMember } from '#shared/contract/plans.ts';
import { memberConfiguration } from '#shared/domain/plan/configuration.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import { suspends } from '#electron/services/fleet/failures.ts';
import type { ClusterReading } from '#electron/services/ports.ts';
import { openAccess, type PlanGround } from './reading.ts';

/** What the page shows of a cluster user. */
interface MemberList {
  readonly own: ListedMember[];
  readonly inherited: ListedMember[] | null;
}

function listed({ members }: ClusterReading): ListedMember[] {
  return members.records.filter((record) => !record.inherited).map(memberConfiguration);
}

/**
 * Reads the members of one cluster user, and root's beside them, which a reseller sees and cannot edit
 * (`whm-protocol 3.3`). A token of the reseller himself does not read root's list.
 * @returns `whm.unsupported` where no channel shows the whole list, with the reason; a refused token suspends the
 *   server as elsewhere
 */
export async function readMemberList(
  ground: PlanGround,
  { server, as }: ParsedInputOf<'plans.members'>,
): Promise<Result<MemberList>> {
  const access = await openAccess(ground, server);
  if (!access.ok) return access;
  const { changes } = access.value;
  const own = await changes.readMembersAs(as);
  if (!own.ok) {
    if (suspends(own.error)) ground.fleet.refused(server, own.error);
    return own;
  }
  const mine = listed(own.value);
  if (as === 'root') return ok({ own: mine, inherited: [] });
  const root = await changes.readMembersAs('root');
  if (!root.ok) return ok({ own: mine, inherited: null });
  const taken = new Set(mine.map(({ address }) => address));
  return ok({ own: mine, inherited: listed(root.value).filter(({ address }) => !taken.has(address)) });
}
