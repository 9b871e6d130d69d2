import { lookUp } from '../table.ts';
import { moduleOf } from './back-ends.ts';
import type { Change, NewMember } from './change.ts';
import type { FleetConfiguration, MemberConfiguration } from './configuration.ts';
import { roleEffectsOf } from './effects.ts';
import type { PlanNames } from './names.ts';
import type { PlanSituation } from './situation.ts';

/** What is pulled, overwritten or orphaned by a change, a sentence each (`whm-protocol 8`). */
export function risksOf(change: Change, before: FleetConfiguration, situation: PlanSituation): readonly string[] {
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
        ...contactRisks(change.member, on, names),
        ...roleEffectsOf(change.server, change.member.address, change.member.role, null, before, situation).risks,
      ];
    case 'role': {
      const current = lookUp(lookUp(server?.members, change.as), change.address)?.role ?? null;
      return roleEffectsOf(change.server, change.address, change.role, current, before, situation).risks;
    }
    case 'member.edit':
      return [
        ...editContactRisks(change, lookUp(lookUp(server?.members, change.as), change.address) ?? null, on, names),
        ...(change.token.from === 'entry' ? [] : [replacedTokenRisk(change.address)]),
      ];
    case 'member.remove':
      return [
        `${on} no longer sends zone changes to ${names.member(change.address)}; the zones there stay and grow old.`,
        ...(isForeign(change.address)
          ? []
          : [`The entry of ${names.member(change.address)} for ${on}, if there is one, and its tokens stay.`]),
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

function isForeign(address: string): boolean {
  return moduleOf(address) !== 'cPanel';
}

function replacedTokenRisk(address: string): string {
  return isForeign(address)
    ? 'The API key that the entry carries now is no longer used.'
    : 'The token that the entry carries now is no longer used; it stays valid on the member.';
}

/** `whm-protocol 3.5`: what the member has for the server is written anew, with the role Standalone. */
function reverseRisk(address: string, on: string, names: PlanNames): string {
  const member = names.member(address);
  return `WHM makes an API token reverse_trust_… with the ACL clustering on ${on} and gives it to ${member}, which adds ${on} with the DNS role Standalone: an entry that it has for ${on} already is written over.`;
}

/** `whm-protocol 3.4`, quirks: what was typed is stored, and nobody is asked. */
function contactRisks({ address, host, module, contact }: NewMember, on: string, names: PlanNames): readonly string[] {
  if (contact === 'trust') return [reverseRisk(address, on, names)];
  if (contact !== 'none' || module !== 'cPanel') return [];
  const member = names.member(address);
  return host === address
    ? [
        `WHM does not contact ${member}: the token is not tried by ${on}, and the address is kept in place of its host name.`,
      ]
    : [
        `WHM does not contact ${member}: ${on} looks up ${host} by itself and keeps the entry under the address that it finds.`,
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
  if (scope.zones === 'one') return [`The newest serial of ${scope.zone} wins; older copies are overwritten.`];
  return scope.where === 'here'
    ? [`Every zone of the cluster that ${on} lacks or has older is pulled to it, zones of other servers among them.`]
    : [`Older copies of the zones on all members of ${on} are overwritten; the newest serial wins.`];
}
