import type { ListedMember } from '#shared/contract/plans.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { resellerRefusal } from '#shared/domain/plan/precondition.ts';
import type { Refusal } from '#shared/domain/refusals/refusal.ts';
import type { Role } from '#shared/domain/topology/observation.ts';

/** What is wanted of one entry of a reseller's list; an absent field leaves it as it is. */
export interface EntryWish {
  readonly role?: Role;
  readonly remove?: boolean;
  readonly enable?: boolean;
}

export interface ResellerWish {
  readonly server: string;
  readonly as: string;
  /** The switch of unique DNS clustering; null: as it is. */
  readonly unique: boolean | null;
  /** By address. */
  readonly entries: Readonly<Record<string, EntryWish>>;
}

/** What is wanted as changes of the reseller's own list. */
export function changesOfReseller({ server, as, unique, entries }: ResellerWish): readonly Change[] {
  const ofEntries = Object.entries(entries).flatMap(([address, { role, remove, enable }]): readonly Change[] => {
    if (remove === true) return [{ kind: 'member.remove', server, as, address }];
    return [
      ...(role === undefined ? [] : [{ kind: 'role', server, as, address, role } as const]),
      ...(enable === true ? [{ kind: 'member.enable', server, as, address } as const] : []),
    ];
  });
  const ofServer: readonly Change[] =
    unique === null ? [] : [{ kind: 'unique', server, reseller: as, enabled: unique }];
  return [...ofServer, ...ofEntries];
}

/**
 * The roles that a reseller may give to an entry, each with why not (`whm-protocol 8`).
 * @param inherited root's members besides the reseller's own; null: root's list is not known
 * @param ofRoot roles of root's entries by address, where the topology has them
 */
export function roleRefusals(
  { address }: ListedMember,
  whose: { readonly server: string; readonly as: string },
  ofRoot: ReadonlyMap<string, Role | null> | null,
): Readonly<Record<Role, Refusal | null>> {
  const refusal = (role: Role): Refusal | null => {
    if (ofRoot === null) return null;
    const root = ofRoot.has(address) ? { role: ofRoot.get(address) ?? null } : undefined;
    return resellerRefusal(root, { ...whose, address }, role);
  };
  return { standalone: refusal('standalone'), sync: refusal('sync'), 'write-only': refusal('write-only') };
}

/** What the switch means, in words. */
export function uniqueWords(as: string, unique: boolean | null): string {
  if (unique === null) return `Whether ${as} has unique DNS clustering could not be read.`;
  return unique
    ? `On: zones of ${as} go to the members below, not to root's. Synchronize and Write-only need the member in root's list first; where root sends zones, WHM ignores Standalone.`
    : `Off: zones of ${as} go to root's members, and a list of ${as} is not used.`;
}
