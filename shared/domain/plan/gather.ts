import { hasNsConfiguration } from './back-ends.ts';
import type { Change, ChangeOf as Of } from './change.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';

/**
 * What is wished about one entry of a member list comes to at most this: deleted or not, then written anew, or else
 * edited.
 */
interface EntryWish {
  readonly remove: Of<'member.remove'> | null;
  readonly add: Of<'member.add'> | null;
  readonly edit: Of<'member.edit'> | null;
  readonly role: Of<'role'> | null;
  readonly enable: Of<'member.enable'> | null;
}

type EntryChange = Of<'member.remove' | 'member.add' | 'member.edit' | 'role' | 'member.enable'>;

const nothing: EntryWish = { remove: null, add: null, edit: null, role: null, enable: null };

function isEntryChange(change: Change): change is EntryChange {
  return kindOf(change).entry(change) !== null;
}

/** What a change is about: a later change of the same subject replaces an earlier one. */
function subjectOf(change: Change): string {
  return kindOf(change).subject(change);
}

/**
 * `entry` as a source of a token means the one that an earlier wish gives the entry; so does no word on `ns_config`.
 */
function editAfter(later: Of<'member.edit'>, earlier: Of<'member.edit'>): typeof later {
  const token = later.token.from === 'entry' ? earlier.token : later.token;
  return { ...later, token, nsConfig: later.nsConfig ?? earlier.nsConfig };
}

/** As an edit writes the host name of an entry: its form holds the address. */
function namedBy({
  address,
  contact,
  hostname,
}: Of<'member.edit'>): Pick<Of<'member.add'>['member'], 'host' | 'contact'> {
  return { host: contact === 'none' ? address : (hostname ?? address), contact };
}

/** An entry that is still to be added is added as it is wanted in the end; a new one is never disabled. */
function edited(add: Of<'member.add'>, change: Of<'member.edit' | 'role' | 'member.enable'>): Of<'member.add'> {
  switch (change.kind) {
    case 'role':
      return { ...add, member: { ...add.member, role: change.role } };
    case 'member.edit': {
      const { user, debug, token, nsConfig } = change;
      const { member } = add;
      return {
        ...add,
        member: {
          ...member,
          user,
          debug,
          nsConfig: hasNsConfiguration(member.module) ? (nsConfig ?? member.nsConfig) : null,
          ...(member.module === 'cPanel' ? namedBy(change) : {}),
          token: token.from === 'entry' ? member.token : token,
        },
      };
    }
    case 'member.enable':
      return add;
  }
}

/** The wish about an entry after one more: the later word counts. */
function afterWish(wish: EntryWish, change: EntryChange): EntryWish {
  switch (change.kind) {
    case 'member.add':
      return { ...nothing, remove: wish.remove, add: change };
    case 'member.remove':
      // What was only going to be added is not added; what was going to be edited goes as it is.
      return wish.add ? { ...nothing, remove: wish.remove } : { ...nothing, remove: change };
    default: {
      if (wish.add) return { ...wish, add: edited(wish.add, change) };
      // Whoever edits an entry that was to be deleted wants to keep it.
      const kept = { ...wish, remove: null };
      if (change.kind === 'role') return { ...kept, role: change };
      if (change.kind === 'member.enable') return { ...kept, enable: change };
      return { ...kept, edit: wish.edit ? editAfter(change, wish.edit) : change };
    }
  }
}

function changesOf({ remove, add, edit, role, enable }: EntryWish): readonly Change[] {
  return [remove, add, edit, role, enable].filter((change) => change !== null);
}

/**
 * Each subject once, in the place of the first wish about it. Wishes about one entry come to what they lead to one
 * after another: a removal drops earlier edits, an edit drops an earlier removal, edits of an entry that is to be added
 * fold into it.
 * @param changes in the order in which they were wished
 */
export function gatherChanges(changes: readonly Change[]): readonly Change[] {
  const subjects = new Map<string, Change | EntryWish>();
  for (const change of changes) {
    if (isEntryChange(change)) {
      const entry = subjectOf(change);
      const known = subjects.get(entry);
      const wish = afterWish(known && !('kind' in known) ? known : nothing, change);
      // What comes to nothing has no place, so that a later wish about the entry stands where it was wished.
      if (changesOf(wish).length > 0) subjects.set(entry, wish);
      else subjects.delete(entry);
    } else subjects.set(subjectOf(change), change);
  }
  return [...subjects.values()].flatMap((each) => ('kind' in each ? [each] : changesOf(each)));
}

function entriesThatGo(gathered: readonly Change[]): readonly string[] {
  const entries = (kind: Change['kind']): readonly string[] =>
    gathered.flatMap((change) => (isEntryChange(change) && change.kind === kind ? [subjectOf(change)] : []));
  const again = new Set(entries('member.add'));
  return entries('member.remove').filter((entry) => !again.has(entry));
}

/**
 * Gathers changes and what intentions come to. Nobody knows which of two such lists was wished last, so that a removal
 * in one counts over edits of the same entry in another: nothing is edited that is going to be deleted.
 * @param lists each in the order in which it was wished
 */
export function gatherLists(lists: readonly (readonly Change[])[]): readonly Change[] {
  const gathered = lists.map(gatherChanges);
  const removed = new Set(gathered.flatMap(entriesThatGo));
  const isOverruled = (change: Change): boolean =>
    isEntryChange(change) &&
    change.kind !== 'member.remove' &&
    change.kind !== 'member.add' &&
    removed.has(subjectOf(change));
  return gatherChanges(gathered.flatMap((list) => list.filter((change) => !isOverruled(change))));
}
