import { isRole } from '#shared/domain/roles/roles.ts';
import { bareSecret, isUserName } from '#electron/adapters/whm/names-and-secrets.ts';
import { hasNsConfiguration, moduleOf, nsConfigurations, type NsConfiguration } from '#shared/domain/plan/back-ends.ts';
import type { Change, Contact, NewMember } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { activatePath } from '#electron/adapters/whm/pages/entry-form.ts';
import { clusterUserFor } from '#electron/adapters/whm/pages/own-entry.ts';
import type { PageRequest } from '#electron/adapters/whm/pages/page-request.ts';
import { checkMemberName, roleRequest } from '#electron/adapters/whm/pages/role-change.ts';

/** The requests to WHM's own pages that changes are made of, as data (`whm-protocol 3.2`, `3.4`). */

type Fields = PageRequest['fields'];
type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** WHM's own value, which its form calls the default (`whm-protocol 3.2`: adjustclusteroptions). */
const defaultThreshold = 10;
const hostPattern = /^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252})$/;
const modulePattern = /^[A-Za-z0-9_]{1,64}$/;

function get(name: string, fields: Fields): PageRequest {
  return { method: 'GET', path: `/cgi/${name}.cgi`, fields };
}

function whose(access: Access, as: string): Fields {
  const clusterUser = clusterUserFor(access, as);
  return clusterUser === null ? [] : [['cluster_user', clusterUser]];
}

export function clusteringRequest(access: Access, { enabled }: Of<'clustering'>): PageRequest {
  return get('adjustclusterdns', [['clusterdns', enabled ? '1' : ''], ...whose(access, 'root')]);
}

export function thresholdRequest(access: Access, { threshold, notify }: Of<'threshold'>): PageRequest {
  if (!Number.isInteger(threshold) || threshold < 0 || threshold > 999_999_999) {
    throw whmFailure('input.invalid', 'The failure threshold is a whole number from 0.');
  }
  const control = threshold === defaultThreshold ? 'default' : threshold === 0 ? 'disabled' : 'custom';
  return get('adjustclusteroptions', [
    ['autodisablethreshold_control', control],
    ...(control === 'custom' ? ([['autodisablethreshold', String(threshold)]] as const) : []),
    // A checkbox: absent is off.
    ...(notify ? ([['cluster_failure_notifications', '1']] as const) : []),
    ...whose(access, 'root'),
  ]);
}

export function uniqueRequest(access: Access, { reseller, enabled }: Of<'unique'>): PageRequest {
  if (reseller === 'root') throw whmFailure('input.invalid', 'Unique DNS clustering is for resellers, not for root.');
  return get('adjustuniquedns', [['clusterdns', enabled ? '1' : ''], ...whose(access, reseller)]);
}

export function removeRequest(access: Access, { address, as }: Of<'member.remove'>): PageRequest {
  checkMemberName(address);
  return get('remclusterserver', [['server', address], ...whose(access, as)]);
}

export function enableRequest(access: Access, { address, as }: Of<'member.enable'>): PageRequest {
  checkMemberName(address);
  return get('enableclusterserver', [['server', address], ...whose(access, as)]);
}

export function changeRoleRequest(access: Access, { as, address, role }: Of<'role'>): PageRequest {
  return roleRequest(access, { as, member: address, role });
}

/** What is written for a member besides what the change itself says. */
export interface MemberWriting {
  readonly as: string;
  readonly module: string;
  /** What is typed; null for back ends that have none. */
  readonly host: string | null;
  readonly contact: Contact;
  readonly user: string;
  readonly debug: boolean;
  readonly role: string;
  /** The secret, or what stands in its place in a description. */
  readonly token: string;
  /** SoftLayer's field; null for other back ends. */
  readonly nsConfig: string | null;
}

/**
 * `whm-protocol 3.4`: left out, nobody is contacted; `on` sets up reverse trust; any other value contacts the member
 * without it.
 */
const recursions: Readonly<Record<Contact, Fields>> = {
  none: [],
  name: [['recurse', '1']],
  trust: [['recurse', 'on']],
};

/**
 * What is typed for the host of a new member. Where the member is asked for its name the address is typed: a name would
 * be looked up by that server once more, and the entry kept under what it finds.
 */
export function typedHost({ address, host, contact, module }: NewMember): string | null {
  if (module !== 'cPanel') return null;
  return contact === 'none' ? host : address;
}

/** The submit of WHM's form of a member. `synczones` is left out: a synchronization is a change of its own. */
export function activateRequest(access: Access, member: MemberWriting): PageRequest {
  // Required here in any case (`whm-protocol 3.4`).
  const clusterUser = clusterUserFor(access, member.as) ?? access.server.user;
  const secret = member.module === 'cPanel' ? 'pass' : 'apikey';
  return {
    method: 'POST',
    path: activatePath,
    fields: [
      ['cluster_user', clusterUser],
      ['module', member.module],
      ...(member.host === null ? [] : ([['host', member.host]] as const)),
      ['user', member.user],
      [secret, member.token],
      ...(member.module === 'cPanel' ? recursions[member.contact] : []),
      ...(member.nsConfig === null ? [] : ([['ns_config', member.nsConfig]] as const)),
      ...(member.debug ? ([['debug', 'on']] as const) : []),
      ['dnsrole', member.role],
    ],
  };
}

/** @throws WhmFailure `input.invalid` */
function checkOwnFields(module: string, contact: Contact, nsConfig: NsConfiguration | null): void {
  if (contact === 'trust' && module !== 'cPanel') {
    throw whmFailure('input.invalid', `${module} is no server: it cannot trust another one.`);
  }
  if (nsConfig === null) return;
  if (!hasNsConfiguration(module)) throw whmFailure('input.invalid', `ns_config is SoftLayer's: ${module} has none.`);
  if (!nsConfigurations.includes(nsConfig)) throw whmFailure('input.invalid', 'There is no such ns_config.');
}

/** @throws WhmFailure `input.invalid` */
export function checkMember({ member }: Of<'member.add'>): void {
  checkMemberName(member.address);
  if (!modulePattern.test(member.module)) throw whmFailure('input.invalid', 'There is no such back end.');
  if (!isUserName(member.user)) throw whmFailure('input.invalid', 'There is no such user on the member.');
  if (member.module === 'cPanel' && !hostPattern.test(member.host)) {
    throw whmFailure('input.invalid', 'The member needs a host name or an IP address.');
  }
  if (!isRole(member.role)) throw whmFailure('input.invalid', 'There is no such DNS role.');
  checkOwnFields(member.module, member.contact, member.nsConfig);
}

/** @throws WhmFailure `input.invalid` */
export function checkEdit({ address, user, contact, nsConfig }: Of<'member.edit'>): void {
  checkMemberName(address);
  checkOwnFields(moduleOf(address), contact, nsConfig);
  if (!isUserName(user)) throw whmFailure('input.invalid', 'There is no such user on the member.');
}

/**
 * A token or access key in the form in which WHM's form takes it: the lines BEGIN and END of an access key taken off,
 * in one line (`whm-protocol 3.4`).
 * @throws WhmFailure `input.invalid`; the words do not repeat it
 */
export function tokenText(token: string | null): string {
  const secret = bareSecret(token ?? '');
  if (/^[A-Za-z0-9_]{1,4096}$/.test(secret)) return secret;
  throw whmFailure('input.invalid', 'The token for the member is missing or holds characters that no token has.');
}
