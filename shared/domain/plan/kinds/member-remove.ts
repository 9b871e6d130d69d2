import { lookUp } from '#shared/domain/table.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { hasNsConfiguration, moduleOf } from '#shared/domain/plan/back-ends.ts';
import type { ChangeOf } from '#shared/domain/plan/change.ts';
import {
  addBack,
  entryDifferences,
  entryIn,
  isForeign,
  isWhole,
  memberFacet,
  ofEntry,
  ofUser,
  withMembers,
} from './entry.ts';
import type { KindOfChange, Moment } from './kind.ts';

/** An entry deleted from a member list. */
export const memberRemove: KindOfChange<'member.remove'> = {
  ...ofEntry,
  phase: () => 3,
  words({ server, as, address }, names) {
    const on = names.server(server);
    return {
      does: `Delete ${names.member(address)} from the DNS cluster${ofUser(as)} on ${on}.`,
      verification: `The member list of ${on} is read again: the entry is gone.`,
      undo: removalUndoWords(address, 'same'),
    };
  },
  risks: (change, moment) => [
    `${moment.situation.names.server(change.server)} no longer sends zone changes to ${moment.situation.names.member(change.address)}; the zones there stay and grow old.`,
    ...(isForeign(change.address) ? [] : entryBackRisks(change, moment)),
  ],
  facet: ({ as, address }, server) => memberFacet(server, as, address, []),
  apply: ({ as, address }, server) =>
    withMembers(server, as, (members) =>
      Object.fromEntries(Object.entries(members).filter(([key]) => key !== address)),
    ),
  inverse(change, before) {
    const member = entryIn(before, change);
    return member && isWhole(member) ? addBack(change.server, change.as, member) : null;
  },
  differences: (server, from, to) =>
    entryDifferences(from, to).removed.map(([as, address]) => ({ kind: 'member.remove', server, as, address })),
  whenSilent: () => null,
};

/** How a deleted entry comes back. @param token `new`: the old one is revoked with the entry */
export function removalUndoWords(address: string, token: 'same' | 'new'): string {
  if (token === 'new') return 'Add it again with a new token, and the same host name, user, DNS role and debug mode.';
  return isForeign(address)
    ? `Add it again with the same API key, user, ${hasNsConfiguration(moduleOf(address)) ? 'ns_config, ' : ''}DNS role and debug mode.`
    : 'Add it again with the same token, host name, user, DNS role and debug mode.';
}

/** Whether the member goes on to trust a server that has deleted it: known, and said as such, or not known. */
function entryBackRisks(
  { server, address }: ChangeOf<'member.remove'>,
  { before, situation: { topology, names }, planned }: Moment,
): readonly string[] {
  const [member, on] = [names.member(address), names.server(server)];
  const target = names.serverAt(address);
  const isDeleted = planned.some(
    (other) => other.kind === 'member.remove' && other.server === target && names.isAddressOf(server, other.address),
  );
  if (isDeleted) return [];
  const link = target === null ? undefined : lookUp(topology.links, `${server}>${target}`);
  const list = target === null ? undefined : lookUp(before, target)?.members['root'];
  const isThere = list
    ? Object.keys(list).some((each) => names.isAddressOf(server, each))
    : target !== null && lookUp(topology.links, `${target}>${server}`) !== undefined
      ? true
      : link?.reverseTrust === 'yes'
        ? true
        : link?.reverseTrust === 'no' || hasWholeList(topology, target)
          ? false
          : null;
  if (isThere === false) return [];
  return isThere === true
    ? [`${member} keeps its entry for ${on}, and trusts it one way from then on: delete that one, too.`]
    : [`Whether ${member} has an entry for ${on} is not known: one that it has stays, with its token.`];
}

function hasWholeList({ nodes }: Topology, id: string | null): boolean {
  const members = id === null ? null : lookUp(nodes, id)?.observation?.members;
  return members ? !members.value.partial : false;
}
