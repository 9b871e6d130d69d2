import { hasNsConfiguration } from '#shared/domain/plan/back-ends.ts';
import type { Change, ClusterUser } from '#shared/domain/plan/change.ts';
import type { MemberConfiguration, MemberTable } from '#shared/domain/plan/configuration.ts';
import { lookUp } from '#shared/domain/table.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import type { ChangeClient } from '#electron/services/change-ports.ts';

/** What no list shows of the entries that a plan writes or deletes: it stands in the form by which WHM edits them. */

/** What is missing for this entry alone; a failure that speaks of the server as a whole ends the reading. */
const ofTheEntry: ReadonlySet<string> = new Set(['whm.forbidden', 'whm.unsupported', 'whm.rejected', 'whm.protocol']);

/** Addresses of one cluster user's entries that the changes write or delete. */
function touched(changes: readonly Change[], as: ClusterUser): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) => {
      if (change.kind === 'member.add') return change.as === as ? [change.member.address] : [];
      if (change.kind !== 'member.edit' && change.kind !== 'member.remove') return [];
      return change.as === as ? [change.address] : [];
    }),
  );
}

function isIncomplete({ module, user, debug, nsConfig }: MemberConfiguration): boolean {
  return user === null || debug === null || (hasNsConfiguration(module) && nsConfig === null);
}

/**
 * Completes a list by the forms of the entries that the changes touch, one request each; what a form does not give
 * stays unknown.
 * @returns the first failure that speaks of the server
 */
export async function completeEntries(
  changes: ChangeClient,
  touching: readonly Change[],
  as: ClusterUser,
  table: MemberTable | null,
): Promise<Result<MemberTable | null>> {
  if (table === null) return ok(null);
  const complete: Record<string, MemberConfiguration> = { ...table };
  for (const address of touched(touching, as)) {
    const member = lookUp(table, address);
    if (!member || !isIncomplete(member)) continue;
    const read = await changes.readEntrySettings(as, address);
    if (read.ok) {
      const { user, debug, nsConfig } = read.value;
      complete[address] = { ...member, user: member.user ?? user, debug: member.debug ?? debug, nsConfig };
    } else if (!ofTheEntry.has(read.error.code)) return read;
  }
  return ok(complete);
}
