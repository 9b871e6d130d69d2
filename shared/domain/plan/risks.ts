import { lookUp } from '#shared/domain/table.ts';
import { moduleOf } from './back-ends.ts';
import type { Change, NewMember } from './change.ts';
import type { FleetConfiguration, MemberConfiguration } from './configuration.ts';
import { roleEffectsOf, willHaveEntryBack } from './effects.ts';
import { addressRisks } from './identity.ts';
import type { PlanNames } from './names.ts';
import type { PlanSituation } from './situation.ts';

/**
 * What is pulled, overwritten or orphaned by a change, a sentence each (`whm-protocol 8`).
 * @param before the settings just before it
 * @param planned every change of the plan: what another one takes care of is no risk of this one
 */
export function risksOf(
  change: Change,
  before: FleetConfiguration,
  situation: PlanSituation,
  planned: readonly Change[] = [],
): readonly string[] {
  const { names } = situation;
  const server = lookUp(before, change.server);
  const on = names.server(change.server);
  switch (change.kind) {
    case 'clustering':
      return change.enabled
        ? []
        : [`${on} sends no zone change to any member from now on, and receives none through its own list.`];
    case 'threshold':
      return change.threshold === 0 ? ['A member that stays down slows every zone change: each waits for it.'] : [];
    case 'member.add':
      return [
        ...addressRisks(change.member, names),
        ...softwareRisks(change.member.address, situation),
        ...contactRisks(change.member, on, names),
        ...reverseRisks(change, before, situation, planned),
        ...roleEffectsOf(change, before, situation, planned).risks,
      ];
    case 'role':
      return roleEffectsOf(change, before, situation, planned).risks;
    case 'member.edit':
      return [
        ...editContactRisks(change, lookUp(lookUp(server?.members, change.as), change.address) ?? null, on, names),
        ...(change.token.from === 'entry' ? [] : [replacedTokenRisk(change.address)]),
      ];
    case 'member.remove':
      return [
        `${on} no longer sends zone changes to ${names.member(change.address)}; the zones there stay and grow old.`,
        ...(isForeign(change.address) ? [] : entryBackRisks(change, before, situation, planned)),
      ];
    case 'member.enable':
      return ['Zones that changed meanwhile are old on the member until they are synchronized.'];
    case 'synchronize':
      return synchronizeRisks(change, names);
    case 'software':
      return [
        `The nameserver of ${on} restarts with other software; it answers no query meanwhile.`,
        ...(change.nameserver === 'powerdns'
          ? []
          : ['Domains with DNSSEC need PowerDNS on every member of the cluster: without it they stop validating.']),
      ];
    case 'monitoring':
      return change.monitored
        ? []
        : [`WHM no longer restarts the service named of ${on}, and shows its status as unknown.`];
    case 'unique':
      return change.enabled
        ? [`Zones of ${change.reseller} go to the members of ${change.reseller} only, no longer to those of root.`]
        : [`Zones of ${change.reseller} go to root's members again; the reseller's own list is not used.`];
    case 'trusted':
      return change.trusted ? [] : ['Addon and parked domains may be refused while the address is not trusted.'];
    case 'logging':
      return change.level > 0 || change.verboseSync ? ['The log grows faster, and debug lines hold zone data.'] : [];
  }
}

/** Whether the member goes on to trust a server that has deleted it: known, and said as such, or not known. */
function entryBackRisks(
  { server, address }: Extract<Change, { kind: 'member.remove' }>,
  before: FleetConfiguration,
  { topology, names }: PlanSituation,
  planned: readonly Change[],
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

function hasWholeList({ nodes }: PlanSituation['topology'], id: string | null): boolean {
  const members = id === null ? null : lookUp(nodes, id)?.observation?.members;
  return members ? !members.value.partial : false;
}

function isForeign(address: string): boolean {
  return moduleOf(address) !== 'cPanel';
}

function replacedTokenRisk(address: string): string {
  return isForeign(address)
    ? 'The API key that the entry carries now is no longer used.'
    : 'The token that the entry carries now is no longer used; it stays valid on the member.';
}

/** Neither a DNSOnly server nor a write-only member needs an entry back (`whm-protocol 8`). */
function reverseRisks(
  change: Extract<Change, { kind: 'member.add' }>,
  before: FleetConfiguration,
  situation: PlanSituation,
  planned: readonly Change[],
): readonly string[] {
  const { names } = situation;
  const { address, role, module } = change.member;
  const target = names.serverAt(address);
  const isNeeded =
    module === 'cPanel' && role !== 'write-only' && (target === null || names.product(target) !== 'dnsonly');
  return isNeeded && !willHaveEntryBack(change, before, situation, planned)
    ? [
        `Without reverse trust ${names.member(address)} does not pass its own changes on to ${names.server(change.server)}.`,
      ]
    : [];
}

/** `whm-protocol 8`: DNSSEC in a cluster needs PowerDNS on every member. */
function softwareRisks(address: string, { topology, names }: PlanSituation): readonly string[] {
  const target = names.serverAt(address);
  const software = target === null ? null : (lookUp(topology.nodes, target)?.observation?.nameserver?.value ?? null);
  return software === 'bind'
    ? [`${names.member(address)} runs BIND: domains with DNSSEC need PowerDNS on every member of the cluster.`]
    : [];
}

/** `whm-protocol 3.5`: what the member has for the server is written anew, with the role Standalone. */
function reverseRisk(address: string, on: string, names: PlanNames): string {
  const member = names.member(address);
  return `WHM makes an API token reverse_trust_… with the ACL clustering on ${on} and gives it to ${member}, which adds ${on} with the DNS role Standalone: an entry that it has for ${on} already is written over.`;
}

/** `whm-protocol 3.4`, quirks: what was typed is stored, and nobody is asked. */
function contactRisks({ address, host, module, contact }: NewMember, on: string, names: PlanNames): readonly string[] {
  if (contact === 'trust') return [reverseRisk(address, on, names)];
  if (contact !== 'none' || module !== 'cPanel' || host !== address) return [];
  return [
    `WHM does not contact ${names.member(address)}: the token is not tried by ${on}, and the address is kept in place of its host name.`,
  ];
}

function editContactRisks(
  { address, contact }: Extract<Change, { kind: 'member.edit' }>,
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

function synchronizeRisks(
  { server, scope }: Extract<Change, { kind: 'synchronize' }>,
  names: PlanNames,
): readonly string[] {
  const on = names.server(server);
  if (scope.zones === 'one') return [`Older copies of ${scope.zone} are overwritten where it is sent or pulled.`];
  const others = scope.full ? ', zones of other servers among them' : '';
  return scope.where === 'here'
    ? [`Older copies of these zones on ${on} are overwritten${others}.`]
    : [`Older copies of these zones on ${on} and its members are overwritten${others}.`];
}
