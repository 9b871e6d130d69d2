import { roleWords } from '../roles/effects.ts';
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
  return contact === 'none' ? '' : ` WHM asks ${member} for its host name first.`;
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
      return {
        does: `Add ${names.member(change.member.address)} to the DNS cluster${ofUser(change.as)} on ${on} with the DNS role ${roleWords[change.member.role]}.${contactWords(change.member.contact, names.member(change.member.address))}`,
        verification: `${list}, and the token of the entry is tried on ${names.member(change.member.address)}.`,
        undo: `Delete the entry${change.member.token.from === 'made' ? ' and the token that was made for it' : ''}.`,
      };
    case 'member.edit':
      return {
        does: `Edit the entry of ${names.member(change.address)}${ofUser(change.as)} on ${on}: user ${change.user}, debug mode ${change.debug ? 'on' : 'off'}${change.token.from === 'entry' ? '' : ', another token'}.${contactWords(change.contact, names.member(change.address))}`,
        verification: `${list}.`,
        undo: 'Write user, host name, debug mode and token as they were.',
      };
    case 'member.remove':
      return {
        does: `Delete ${names.member(change.address)} from the DNS cluster${ofUser(change.as)} on ${on}.`,
        verification: `${list}: the entry is gone.`,
        undo: 'Add it again with the same token, host name, user, DNS role and debug mode.',
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
