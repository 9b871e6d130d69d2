import { roleWords } from '#shared/domain/roles/effects.ts';
import { lookUp } from '#shared/domain/table.ts';
import type { ChangeOf } from '#shared/domain/plan/change.ts';
import {
  entryDifferences,
  entryIn,
  listedObstacle,
  memberFacet,
  ofEntry,
  ofUser,
  resellerObstacle,
  withMember,
} from './entry.ts';
import type { KindOfChange, Moment } from './kind.ts';
import { roleEffectsOf } from './role-effects.ts';
import { differs } from './settings.ts';

/** The DNS role of an entry. */
export const role: KindOfChange<'role'> = {
  ...ofEntry,
  phase: () => 6,
  words(change, names) {
    const on = names.server(change.server);
    return {
      does: `Change the DNS role of ${names.member(change.address)}${ofUser(change.as)} on ${on} to ${roleWords[change.role]}.`,
      verification: `The member list of ${on} is read again.`,
      undo: 'Set the DNS role that was there before.',
    };
  },
  effects: (change, moment) => judged(change, moment).effects,
  risks: (change, moment) => judged(change, moment).risks,
  obstacle: ({ server, as, address, role: next }, { members }, names) =>
    listedObstacle(lookUp(members, as), address, names.server(server)) ??
    resellerObstacle(members['root']?.[address], as, address, next),
  facet: ({ as, address }, server) => memberFacet(server, as, address, ['role']),
  apply: ({ as, address, role: next }, server) =>
    withMember(server, as, address, (member) => ({ ...member, role: next })),
  inverse(change, before) {
    const old = entryIn(before, change)?.role;
    return old ? { ...change, role: old } : null;
  },
  differences: (server, from, to) =>
    entryDifferences(from, to).kept.flatMap(({ as, from: old, to: member }): readonly ChangeOf<'role'>[] =>
      differs(old.role, member.role) ? [{ kind: 'role', server, as, address: member.address, role: member.role }] : [],
    ),
  whenSilent: (change) => (change.role === 'standalone' ? null : 'zone changes wait for it until WHM disables it.'),
};

function judged(change: ChangeOf<'role'>, moment: Moment): ReturnType<typeof roleEffectsOf> {
  const server = lookUp(moment.before, change.server);
  const current = server ? (entryIn(server, change)?.role ?? null) : null;
  return roleEffectsOf({ ...change, current, willBeTrusted: false }, moment);
}
