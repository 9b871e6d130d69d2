import type { ChangeOf } from '#shared/domain/plan/change.ts';
import { entryDifferences, memberFacet, ofEntry, ofUser, withMember } from './entry.ts';
import type { KindOfChange } from './kind.ts';

/** A member that WHM has disabled, enabled again. */
export const memberEnable: KindOfChange<'member.enable'> = {
  ...ofEntry,
  phase: () => 7,
  words({ server, as, address }, names) {
    const on = names.server(server);
    return {
      does: `Enable the disabled member ${names.member(address)}${ofUser(as)} on ${on}.`,
      verification: `The member list of ${on} is read again: it is no longer disabled.`,
      undo: null,
    };
  },
  risks: () => ['Zones that changed meanwhile are old on the member until they are synchronized.'],
  facet: ({ as, address }, server) => memberFacet(server, as, address, ['disabled']),
  // The flag is of the address, whoever has entries for it.
  apply: ({ address }, server) =>
    Object.keys(server.members).reduce(
      (now, as) => withMember(now, as, address, (member) => ({ ...member, disabled: false })),
      server,
    ),
  // WHM disables a member by itself only.
  inverse: () => null,
  differences: (server, from, to) =>
    entryDifferences(from, to).kept.flatMap(({ as, from: old, to: { address, disabled } }) =>
      old.disabled === true && disabled === false
        ? [{ kind: 'member.enable', server, as, address } satisfies ChangeOf<'member.enable'>]
        : [],
    ),
  whenSilent(_change, before) {
    const threshold = before?.threshold ?? null;
    if (threshold === 0) return 'each zone change waits for it, since members are never disabled here.';
    return `WHM will disable it again after ${threshold === null ? 'as many failed commands as its threshold says' : `${threshold} failed commands`}.`;
  },
};
