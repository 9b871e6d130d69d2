import type { Change } from '#shared/domain/plan/change.ts';
import type { MemberTable, ServerConfiguration } from '#shared/domain/plan/configuration.ts';
import { atAddress, entryCandidates, type EntryCandidate } from '#shared/domain/plan/find-entry.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import type { PlanGround, ServerAccess } from './reading.ts';
import { printOf } from '#electron/services/plans/token-print.ts';

type Add = Extract<Change, { kind: 'member.add' }>;

/** What is known of an entry that was written, or may have been. */
export interface Written {
  readonly change: Add;
  /** Addresses of the list before; null: not known. */
  readonly listed: readonly string[] | null;
  readonly before: MemberTable | null;
  /** Print of the token that was sent with it; null: not known. */
  readonly print: string | null;
}

/** Forms that are opened at most, to look whose token an entry carries. */
const formsAtMost = 8;
/** Other lists that are looked through at most. */
const listsAtMost = 50;

/** The server that an entry names: by its address, its name, or the token that was made there for it. */
function isTarget({ fleet }: PlanGround, { member }: Add): (addressOrName: string) => boolean {
  const names = planNames(fleet.topology());
  const target =
    member.token.from === 'made' ? member.token.on : (names.serverAt(member.address) ?? names.serverAt(member.host));
  return (name) => target !== null && names.isAddressOf(target, name);
}

/** Whose token the entry carries: the one that was sent, another one, or it cannot be seen. */
async function carries(
  access: ServerAccess,
  as: string,
  address: string,
  print: string | null,
): Promise<boolean | null> {
  if (print === null) return null;
  const token = await access.changes.readEntryToken(as, address);
  return token.ok ? (await printOf(token.value)) === print : null;
}

/** Where nobody can see the tokens: an entry that is new and names the server that was meant, if there is only one. */
function likely(candidates: readonly EntryCandidate[]): string | null {
  const fresh = candidates.filter(({ how }) => how === 'new' || how === 'rewritten');
  return fresh.length === 1 ? (fresh[0]?.address ?? null) : null;
}

/**
 * Finds the entry that an addition has made: under the address that was expected, else the one that carries its token,
 * else the only new one that names the server.
 * @param now the list as it was just read
 * @returns its address; null: there is none in this list
 */
export async function locateEntry(
  ground: PlanGround,
  access: ServerAccess,
  { change, listed, before, print }: Written,
  now: MemberTable,
): Promise<string | null> {
  const candidates = entryCandidates({
    member: change.member,
    listed,
    before,
    now,
    isTarget: isTarget(ground, change),
  });
  const [first] = candidates;
  if (first?.how === 'expected') return first.address;
  const unseen: EntryCandidate[] = [];
  for (const candidate of candidates.slice(0, formsAtMost)) {
    const own = await carries(access, change.as, candidate.address, print);
    if (own === true) return candidate.address;
    if (own === null) unseen.push(candidate);
  }
  return likely(unseen);
}

/** @returns the change with its entry where it stands, as far as it is found; any other change as it is */
export async function whereItIs(
  ground: PlanGround,
  access: ServerAccess,
  written: Omit<Written, 'change'> & { readonly change: Change },
  now: ServerConfiguration,
): Promise<Change> {
  const { change } = written;
  const table = change.kind === 'member.add' ? now.members[change.as] : null;
  if (change.kind !== 'member.add' || !table) return change;
  const address = await locateEntry(ground, access, { ...written, change }, table);
  return address === null ? change : atAddress(change, address);
}

/**
 * Looks through the lists of the other cluster users of the server for an entry that carries the token.
 * @returns whose list it is and under which address; null: in none that can be seen
 */
export async function locateElsewhere(
  access: ServerAccess,
  { change, print }: Pick<Written, 'change' | 'print'>,
): Promise<{ readonly as: string; readonly address: string } | null> {
  if (print === null) return null;
  const settings = await access.changes.readSettings();
  const users = ['root', ...((settings.ok && settings.value.resellers) || [])].filter((user) => user !== change.as);
  for (const as of users.slice(0, listsAtMost)) {
    const read = await access.changes.readMembersAs(as);
    if (!read.ok) continue;
    for (const { address, hostname, inherited } of read.value.members.records.slice(0, listsAtMost)) {
      const isLike = address === change.member.address || hostname === change.member.host;
      if (inherited || !isLike) continue;
      if ((await carries(access, as, address, print)) === true) return { as, address };
    }
  }
  return null;
}
