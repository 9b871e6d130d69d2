import { roleWords } from '#shared/domain/roles/effects.ts';
import { hasNsConfiguration, moduleOf } from './back-ends.ts';
import type { Change, Contact, SynchronizeScope } from './change.ts';
import type { PlanNames } from './names.ts';

/** Every change in words: what it does, how it is verified, how it is undone. WHM's own words throughout. */
export interface ChangeWords {
  readonly does: string;
  readonly verification: string;
  /** Null: it cannot be undone. */
  readonly undo: string | null;
}

const software = { bind: 'BIND', powerdns: 'PowerDNS', disabled: 'disabled' } as const;

function ofUser(as: string): string {
  return as === 'root' ? '' : ` of the reseller ${as}`;
}

/** What WHM does before it writes an entry (`whm-protocol 3.4`). */
function contactWords(contact: Contact, member: string): string {
  if (contact === 'none') return '';
  const asked = ` WHM asks ${member} for its host name first`;
  return contact === 'name' ? `${asked}.` : `${asked} and sets up reverse trust.`;
}

/** How it is found out whether the reverse trust stands. */
function reverseVerification(contact: Contact, member: string, on: string): string {
  if (contact !== 'trust') return '';
  return ` Whether ${member} trusts ${on} is told by WHM's answer, by the tokens of ${on}, and by ${member} where it answers Nameward.`;
}

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

function addWords({ as, member }: Of<'member.add'>, on: string, names: PlanNames): ChangeWords {
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

function editWords(change: Of<'member.edit'>, on: string, names: PlanNames): ChangeWords {
  const { as, address, user, debug, contact, nsConfig, token } = change;
  const label = names.member(address);
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
      ? `Write user, ${fieldsOf(address)}debug mode and API key as they were.`
      : `Write user, host name, debug mode and token as they were.${contact === 'trust' ? ` What ${label} has for ${on} stays as WHM sets it up.` : ''}`,
  };
}

function isForeign(address: string): boolean {
  return moduleOf(address) !== 'cPanel';
}

/** What only this back end has. */
function fieldsOf(address: string): string {
  return hasNsConfiguration(moduleOf(address)) ? 'ns_config, ' : '';
}

/** How a deleted entry comes back. @param token `new`: the old one is revoked with the entry */
export function removalUndoWords(address: string, token: 'same' | 'new'): string {
  if (token === 'new') return 'Add it again with a new token, and the same host name, user, DNS role and debug mode.';
  return isForeign(address)
    ? `Add it again with the same API key, user, ${fieldsOf(address)}DNS role and debug mode.`
    : 'Add it again with the same token, host name, user, DNS role and debug mode.';
}

function scopeWords(scope: SynchronizeScope, label: string): string {
  const what =
    scope.zones === 'one' ? `the zone ${scope.zone}` : scope.full ? 'every zone' : 'every zone of an account';
  return scope.where === 'everywhere'
    ? `Synchronize ${what} of ${label} to all its members.`
    : `Synchronize ${what} from the cluster to ${label} only.`;
}

/** @returns sentences about one change; host names as `names` gives them */
export function changeWords(change: Change, names: PlanNames): ChangeWords {
  const on = names.server(change.server);
  const list = `The member list of ${on} is read again`;
  switch (change.kind) {
    case 'clustering': {
      const word = change.enabled ? 'Enable' : 'Disable';
      return {
        does: `${word} DNS clustering on ${on}.`,
        verification: `The DNS Cluster page of ${on} is read again.`,
        undo: `${change.enabled ? 'Disable' : 'Enable'} it again.`,
      };
    }
    case 'threshold':
      return {
        does: `${on}: ${change.threshold === 0 ? 'keep all cluster members online at all times' : `disable a member after ${change.threshold} failed dnsadmin commands`}, ${change.notify ? 'with' : 'without'} a notification.`,
        verification: `The DNS Cluster page of ${on} is read again.`,
        undo: 'Set what was there before.',
      };
    case 'member.add':
      return addWords(change, on, names);
    case 'member.edit':
      return editWords(change, on, names);
    case 'member.remove':
      return {
        does: `Delete ${names.member(change.address)} from the DNS cluster${ofUser(change.as)} on ${on}.`,
        verification: `${list}: the entry is gone.`,
        undo: removalUndoWords(change.address, 'same'),
      };
    case 'member.enable':
      return {
        does: `Enable the disabled member ${names.member(change.address)}${ofUser(change.as)} on ${on}.`,
        verification: `${list}: it is no longer disabled.`,
        undo: null,
      };
    case 'role':
      return {
        does: `Change the DNS role of ${names.member(change.address)}${ofUser(change.as)} on ${on} to ${roleWords[change.role]}.`,
        verification: `${list}.`,
        undo: 'Set the DNS role that was there before.',
      };
    case 'synchronize':
      return {
        does: scopeWords(change.scope, on),
        verification: `The zones and serials of ${on} and its members are compared, zone by zone.`,
        undo: null,
      };
    case 'software':
      return {
        does: `Set the nameserver software of ${on} to ${software[change.nameserver]}.`,
        verification: `${on} is asked for its software until the queued change shows.`,
        undo: 'Set the software that was there before.',
      };
    case 'monitoring':
      return {
        does: `${change.monitored ? 'Monitor' : 'Stop monitoring'} the service named on ${on}.`,
        verification: `The service status of ${on} is read again.`,
        undo: change.monitored ? 'Stop monitoring it.' : 'Monitor it again.',
      };
    case 'unique':
      return {
        does: `${change.enabled ? 'Enable' : 'Disable'} unique DNS clustering of the reseller ${change.reseller} on ${on}.`,
        verification: `The DNS Cluster page of ${change.reseller} on ${on} is read again.`,
        undo: `${change.enabled ? 'Disable' : 'Enable'} it again.`,
      };
    case 'trusted':
      return {
        does: change.trusted
          ? `Add ${names.member(change.address)} (${change.address}) to the trusted addresses of ${on}.`
          : `Take ${names.member(change.address)} (${change.address}) out of the trusted addresses of ${on}.`,
        verification: `/etc/ips.remotedns of ${on} is read again.`,
        undo: change.trusted ? 'Take it out again.' : 'Add it again.',
      };
    case 'logging':
      return {
        does: `Set the level of dnsadmin_log on ${on} to ${change.level}, verbose synchronization ${change.verboseSync ? 'on' : 'off'}.`,
        verification: `The settings of ${on} are read again.`,
        undo: 'Set what was there before.',
      };
  }
}
