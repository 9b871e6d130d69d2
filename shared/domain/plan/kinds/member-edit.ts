import { hasNsConfiguration, moduleOf } from '#shared/domain/plan/back-ends.ts';
import type { ChangeOf } from '#shared/domain/plan/change.ts';
import type { MemberConfiguration } from '#shared/domain/plan/configuration.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import { lookUp } from '#shared/domain/table.ts';
import {
  contactFor,
  contactWords,
  entryDifferences,
  entryIn,
  isForeign,
  isWhole,
  listedObstacle,
  memberFacet,
  nameObstacle,
  ofEntry,
  ofUser,
  reverseRisk,
  reverseVerification,
  withMember,
} from './entry.ts';
import type { ChangeWords, KindOfChange } from './kind.ts';

type Edit = ChangeOf<'member.edit'>;

const fields = ['user', 'debug', 'hostname', 'nsConfig'] as const satisfies readonly (keyof MemberConfiguration)[];

/** User, token, debug mode and `ns_config` of an entry, written by WHM's own form. */
export const memberEdit: KindOfChange<'member.edit'> = {
  ...ofEntry,
  phase: () => 4,
  words: editWords,
  risks(change, { before, situation: { names } }) {
    const server = lookUp(before, change.server);
    const member = server ? (entryIn(server, change) ?? null) : null;
    return [
      ...contactRisks(change, member, names.server(change.server), names),
      ...(change.token.from === 'entry' ? [] : [replacedTokenRisk(change.address)]),
    ];
  },
  // What an edit leaves as it is may stay so.
  obstacle(change, server, names) {
    const label = names.server(change.server);
    const members = lookUp(server.members, change.as);
    const member = lookUp(members, change.address);
    if (!members || !member) return listedObstacle(members, change.address, label);
    const hostname = hostnameAfterEdit(member, change);
    return hostname === member.hostname ? null : nameObstacle(hostname, change.address, members, label);
  },
  facet: ({ as, address }, server) => memberFacet(server, as, address, fields),
  apply: (change, server) => withMember(server, change.as, change.address, (member) => edited(member, change)),
  inverse(change, before) {
    const member = entryIn(before, change);
    if (!member || member.user === null || member.debug === null || !isWhole(member)) return null;
    const { kind, server, as, address } = change;
    const { user, debug, hostname, nsConfig } = member;
    const contact = contactFor(member);
    return { kind, server, as, address, user, debug, contact, hostname, nsConfig, token: { from: 'entry' } };
  },
  differences: (server, from, to) =>
    entryDifferences(from, to).kept.flatMap(({ as, from: old, to: member }): readonly Edit[] => {
      const { address, user, debug, hostname, nsConfig } = member;
      const isEdited = old.user !== user || old.debug !== debug || (nsConfig !== null && old.nsConfig !== nsConfig);
      if (user === null || debug === null || !isEdited) return [];
      const contact = contactFor(member);
      const token = { from: 'entry' } as const;
      return [{ kind: 'member.edit', server, as, address, user, debug, contact, hostname, nsConfig, token }];
    }),
  farEnds: (change, links, names) => [
    change.token.from === 'made' ? change.token.on : null,
    ...ofEntry.farEnds(change, links, names),
  ],
  whenSilent({ token, contact }) {
    if (token.from === 'made') return 'the API token of the entry cannot be made there.';
    return contact === 'none' ? null : 'WHM asks it first, and writes nothing while it does not answer.';
  },
};

/**
 * The address is typed; that is what is stored as the host name where the member is not asked (`whm-protocol 3.4`).
 * @param member the entry before the edit
 * @returns null: not known
 */
export function hostnameAfterEdit(member: MemberConfiguration, { address, contact, hostname }: Edit): string | null {
  if ((member.module ?? 'cPanel') !== 'cPanel') return member.hostname;
  return contact === 'none' ? address : hostname;
}

function edited(member: MemberConfiguration, change: Edit): MemberConfiguration {
  const { user, debug } = change;
  const nsConfig = hasNsConfiguration(member.module) ? (change.nsConfig ?? member.nsConfig) : null;
  return { ...member, user, debug, nsConfig, hostname: hostnameAfterEdit(member, change) };
}

function editWords(change: Edit, names: PlanNames): ChangeWords {
  const { server, as, address, user, debug, contact, nsConfig, token } = change;
  const [on, label] = [names.server(server), names.member(address)];
  const edits = [
    `user ${user}`,
    `debug mode ${debug ? 'on' : 'off'}`,
    ...(nsConfig === null ? [] : [`ns_config ${nsConfig}`]),
    ...(token.from === 'entry' ? [] : [`another ${isForeign(address) ? 'API key' : 'token'}`]),
  ];
  return {
    does: `Edit the entry of ${label}${ofUser(as)} on ${on}: ${edits.join(', ')}.${contactWords(contact, label)}`,
    verification: `The member list of ${on}${isForeign(address) ? ' and the form of the entry are' : ' is'} read again.${reverseVerification(contact, label, on)}`,
    undo: isForeign(address)
      ? `Write user, ${hasNsConfiguration(moduleOf(address)) ? 'ns_config, ' : ''}debug mode and API key as they were.`
      : `Write user, host name, debug mode and token as they were.${contact === 'trust' ? ` What ${label} has for ${on} stays as WHM sets it up.` : ''}`,
  };
}

function contactRisks(
  { address, contact }: Edit,
  member: MemberConfiguration | null,
  on: string,
  names: PlanNames,
): readonly string[] {
  if (contact === 'trust') return [reverseRisk(address, on, names)];
  if (contact !== 'none' || (member?.module ?? 'cPanel') !== 'cPanel') return [];
  const known = member?.hostname ?? null;
  const lost = known === null || known === address ? 'the host name' : `the host name ${known}`;
  return [
    `WHM does not contact ${names.member(address)}: the token is not tried, and ${address} is kept in place of ${lost}.`,
  ];
}

function replacedTokenRisk(address: string): string {
  return isForeign(address)
    ? 'The API key that the entry carries now is no longer used.'
    : 'The token that the entry carries now is no longer used; it stays valid on the member.';
}
