import { roleWords } from '#shared/domain/roles/effects.ts';
import { lookUp } from '#shared/domain/table.ts';
import { moduleOf } from '#shared/domain/plan/back-ends.ts';
import type { ChangeOf, NewMember } from '#shared/domain/plan/change.ts';
import type { MemberConfiguration, ServerConfiguration } from '#shared/domain/plan/configuration.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import {
  addBack,
  contactWords,
  entryDifferences,
  entryIn,
  entrySubject,
  isWhole,
  memberFacet,
  nameObstacle,
  ofUser,
  resellerObstacle,
  reverseRisk,
  reverseVerification,
  withMembers,
} from './entry.ts';
import type { ChangeWords, KindOfChange, Moment, Obstacle } from './kind.ts';
import { roleEffectsOf, willHaveEntryBack, type NewRole } from './role-effects.ts';

type Add = ChangeOf<'member.add'>;

const fields = [
  'user',
  'module',
  'role',
  'debug',
  'nsConfig',
] as const satisfies readonly (keyof MemberConfiguration)[];

/** A new entry of a member list. */
export const memberAdd: KindOfChange<'member.add'> = {
  isInParts: false,
  phase: () => 5,
  words: addWords,
  effects: (change, moment) =>
    moduleOf(change.member.address) === 'cPanel'
      ? [...lookedUp(change, moment.situation.names), ...roleEffectsOf(roleOf(change), moment).effects]
      : [],
  risks(change, moment) {
    const { names } = moment.situation;
    return [
      ...addressRisks(change.member, names),
      ...softwareRisks(change.member.address, moment.situation),
      ...contactRisks(change.member, names.server(change.server), names),
      ...reverseRisks(change, moment),
      ...roleEffectsOf(roleOf(change), moment).risks,
    ];
  },
  obstacle: newMemberObstacle,
  facet: ({ as, member }, server) => memberFacet(server, as, member.address, fields),
  apply: ({ as, member }, server) =>
    withMembers(server, as, (members) => ({ ...members, [member.address]: memberOf(member) })),
  inverse({ server, as, member: { address } }, before) {
    const replaced = entryIn(before, { as, address });
    if (!replaced) return { kind: 'member.remove', server, as, address };
    return isWhole(replaced) ? addBack(server, as, replaced) : null;
  },
  differences: (server, from, to) =>
    entryDifferences(from, to).added.map(([as, member]) => addBack(server, as, member)),
  subject: ({ server, as, member: { address } }) => entrySubject({ server, as, address }),
  entry: ({ member }) => member.address,
  farEnds: ({ member: { address, host, token } }, _links, names) => [
    token.from === 'made' ? token.on : null,
    names.serverAt(address),
    names.serverAt(host),
  ],
  whenSilent({ member }) {
    if (member.token.from === 'made') return 'the API token of the entry cannot be made there.';
    return member.contact === 'none'
      ? 'whether the entry works cannot be seen.'
      : 'WHM asks it first, and writes nothing while it does not answer.';
  },
};

function roleOf({ server, member: { address, role, contact } }: Add): NewRole {
  return { server, address, role, current: null, willBeTrusted: contact === 'trust' };
}

function memberOf({ address, host, user, module, role, debug, contact, nsConfig }: NewMember): MemberConfiguration {
  // An address says nothing of the name that the member gives.
  const hostname = contact !== 'none' && host === address ? null : host;
  return { address, hostname, user, module, role, debug, disabled: false, nsConfig };
}

function addWords({ server, as, member }: Add, names: PlanNames): ChangeWords {
  const on = names.server(server);
  const { role, contact, module, nsConfig, token } = member;
  const label = names.member(member.address);
  const configured = nsConfig === null ? '' : ` and ns_config ${nsConfig}`;
  return {
    does: `Add ${label} to the DNS cluster${ofUser(as)} on ${on} with the DNS role ${roleWords[role]}${configured}.${contactWords(contact, label)}`,
    verification:
      module === 'cPanel'
        ? `The member list of ${on} is read again, and the token of the entry is tried on ${label}.${reverseVerification(contact, label, on)}`
        : `The member list of ${on} and the form of the entry are read again; the API key cannot be tried from here.`,
    undo: [
      `Delete the entry${token.from === 'made' ? ' and the token that was made for it' : ''}.`,
      ...(contact === 'trust'
        ? [`Revoke the token reverse_trust_…; the entry of ${on} on ${label} stays there and no longer works.`]
        : []),
    ].join(' '),
  };
}

/** Where nobody is asked, the server resolves the name that is typed (`whm-protocol 3.4`). */
function lookedUp({ server, member }: Add, names: PlanNames): readonly string[] {
  const { contact, host, address } = member;
  return contact === 'none' && host !== address
    ? [
        `${names.server(server)} looks up ${host} and keeps the entry under the address that it finds; ${address} is expected.`,
      ]
    : [];
}

function newMemberObstacle(change: Add, server: ServerConfiguration, names: PlanNames): Obstacle | null {
  const { member, as } = change;
  const label = names.server(change.server);
  const members = lookUp(server.members, as);
  if (!members) return { code: 'unknown', message: `The members of ${label} are not known, so none can be added.` };
  if (names.isAddressOf(change.server, member.address) || names.isAddressOf(change.server, member.host)) {
    return {
      code: 'member.itself',
      message: `${member.host} is ${label} itself: that would be a cyclic trust relationship.`,
    };
  }
  if (Object.hasOwn(members, member.address)) {
    return { code: 'member.exists', message: `${label} has a member ${member.address} already: edit it instead.` };
  }
  return (
    nameObstacle(names.hostnameOf(member.address) ?? member.host, member.address, members, label) ??
    resellerObstacle(server.members['root']?.[member.address], as, member.address, member.role)
  );
}

/**
 * An address is what its server says of itself: where the inventory has another one, the reader decides which is right.
 */
function addressRisks(member: NewMember, names: PlanNames): readonly string[] {
  const target = member.token.from === 'made' ? member.token.on : names.serverAt(member.address);
  const other = target === null ? null : names.otherAddressOf(target, member.address);
  return target === null || other === null
    ? []
    : [
        `${member.address} is what ${names.server(target)} gives as its address; in the inventory it is ${other}. Zones and a token go to who is at ${member.address}.`,
      ];
}

/** `whm-protocol 8`: DNSSEC in a cluster needs PowerDNS on every member. */
function softwareRisks(address: string, { topology, names }: PlanSituation): readonly string[] {
  const target = names.serverAt(address);
  const software = target === null ? null : (lookUp(topology.nodes, target)?.observation?.nameserver?.value ?? null);
  return software === 'bind'
    ? [`${names.member(address)} runs BIND: domains with DNSSEC need PowerDNS on every member of the cluster.`]
    : [];
}

/** `whm-protocol 3.4`, quirks: what was typed is stored, and nobody is asked. */
function contactRisks({ address, host, module, contact }: NewMember, on: string, names: PlanNames): readonly string[] {
  if (contact === 'trust') return [reverseRisk(address, on, names)];
  if (contact !== 'none' || module !== 'cPanel' || host !== address) return [];
  return [
    `WHM does not contact ${names.member(address)}: the token is not tried by ${on}, and the address is kept in place of its host name.`,
  ];
}

/** Neither a DNSOnly server nor a write-only member needs an entry back (`whm-protocol 8`). */
function reverseRisks(change: Add, moment: Moment): readonly string[] {
  const { names } = moment.situation;
  const { address, role, module } = change.member;
  const target = names.serverAt(address);
  const isNeeded =
    module === 'cPanel' && role !== 'write-only' && (target === null || names.product(target) !== 'dnsonly');
  return isNeeded && !willHaveEntryBack(roleOf(change), moment)
    ? [
        `Without reverse trust ${names.member(address)} does not pass its own changes on to ${names.server(change.server)}.`,
      ]
    : [];
}
