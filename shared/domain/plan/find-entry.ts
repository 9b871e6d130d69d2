import { normalizeHost } from '#shared/domain/topology/directory.ts';
import type { Change, NewMember } from './change.ts';
import type { MemberConfiguration, MemberTable } from './configuration.ts';

/**
 * Finds the entry that a change has made where it is not under the address that was expected: servers are renumbered,
 * and WHM looks names up by itself.
 */

export interface EntrySearch {
  readonly member: Pick<NewMember, 'address' | 'host' | 'module'>;
  /** Addresses of the list before the change; null: not known. */
  readonly listed: readonly string[] | null;
  /** Entries of the list before the change, as far as they are known. */
  readonly before: MemberTable | null;
  readonly now: MemberTable;
  /** Whether an address or a host name is one of the server that the entry was to name. */
  readonly isTarget: (addressOrName: string) => boolean;
}

/** An entry that may be the one. */
export interface EntryCandidate {
  readonly address: string;
  /**
   * - `expected`: it stands where it was to.
   * - `new`: it was not there before and names the server that was meant.
   * - `other`: it was not there before and names nobody that is known.
   * - `rewritten`: it was there before, names the server that was meant, and is not as it was.
   * - `named`: it names the server that was meant, and may have been there before.
   */
  readonly how: 'expected' | 'new' | 'other' | 'rewritten' | 'named';
}

const ranks: readonly EntryCandidate['how'][] = ['expected', 'new', 'rewritten', 'named', 'other'];

function howOf(search: EntrySearch, address: string, entry: MemberConfiguration): EntryCandidate['how'] | null {
  const { member, listed, before, isTarget } = search;
  if (normalizeHost(address) === normalizeHost(member.address)) return 'expected';
  const wasThere = listed?.some((each) => normalizeHost(each) === normalizeHost(address)) ?? null;
  const isNamed =
    (entry.hostname !== null && (sameHost(entry.hostname, member.host) || isTarget(entry.hostname))) ||
    isTarget(address);
  if ((entry.module ?? member.module) !== member.module) return null;
  if (wasThere === false) return isNamed ? 'new' : 'other';
  if (!isNamed) return null;
  const old = before?.[address];
  return wasThere === true && old !== undefined && !sameSettings(old, entry) ? 'rewritten' : 'named';
}

function sameHost(one: string, other: string): boolean {
  return normalizeHost(one) === normalizeHost(other);
}

const written = ['hostname', 'user', 'module', 'role', 'debug', 'nsConfig'] as const;

/** What is not known on both sides tells nothing; that WHM disables a member is no matter of who wrote the entry. */
function sameSettings(one: MemberConfiguration, other: MemberConfiguration): boolean {
  return written.every((field) => one[field] === null || other[field] === null || one[field] === other[field]);
}

/** @returns the entries that may have come from the change, the likeliest first */
export function entryCandidates(search: EntrySearch): readonly EntryCandidate[] {
  return Object.entries(search.now)
    .flatMap(([address, entry]): readonly EntryCandidate[] => {
      const how = howOf(search, address, entry);
      return how === null ? [] : [{ address, how }];
    })
    .toSorted((a, b) => ranks.indexOf(a.how) - ranks.indexOf(b.how));
}

/**
 * A change of an entry that is no longer under its address: the only other one of the same host name and back end is
 * it.
 * @param planned the entry as the plan has it
 * @returns its address now; null: it is where it was, or cannot be told from others
 */
export function movedEntry(planned: MemberConfiguration, now: MemberTable): string | null {
  if (Object.hasOwn(now, planned.address) || planned.hostname === null || planned.hostname === planned.address) {
    return null;
  }
  const name = normalizeHost(planned.hostname);
  const found = Object.values(now).filter(
    ({ hostname, module }) => hostname !== null && normalizeHost(hostname) === name && module === planned.module,
  );
  return found.length === 1 ? (found[0]?.address ?? null) : null;
}

/** The same change with the entry under the address where it really stands. */
export function atAddress<C extends Change>(change: C, address: string): C {
  if (change.kind === 'member.add') return { ...change, member: { ...change.member, address } };
  return 'address' in change && change.kind !== 'trusted' ? { ...change, address } : change;
}
