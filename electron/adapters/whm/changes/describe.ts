import type { ChangeDescription } from '#electron/services/change-ports.ts';
import type { RequestDescription } from '#shared/contract/requests.ts';
import { hasNsConfiguration, moduleOf } from '#shared/domain/plan/back-ends.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { commandStreamPath } from '#electron/adapters/whm/stream/stream.ts';
import { describePage, describeReading } from '#electron/adapters/whm/pages/description.ts';
import { entryFormRequest } from '#electron/adapters/whm/pages/entry-form.ts';
import { clusterUserFor } from '#electron/adapters/whm/pages/own-entry.ts';
import type { PageRequest } from '#electron/adapters/whm/pages/page-request.ts';
import {
  remoteListPath,
  remoteListRequest,
  synchronizePath,
  synchronizeRequest,
} from '#electron/adapters/whm/pages/server-pages.ts';
import { masked } from '#electron/adapters/whm/redaction.ts';
import { apiCalls } from './api-changes.ts';
import { commandOf } from './command-changes.ts';
import {
  activateRequest,
  changeRoleRequest,
  checkEdit,
  checkMember,
  clusteringRequest,
  enableRequest,
  removeRequest,
  thresholdRequest,
  typedHost,
  uniqueRequest,
} from './page-requests.ts';
import { trustRequest } from './peer-trust.ts';
import type { Route } from './route.ts';

/** What is read from the page just before the change is sent, and goes into it. */
const asItIs = '‹as it is then›';

function plainPage(path: string): PageRequest {
  return { method: 'GET', path, fields: [] };
}

/** Whose list is read first. */
function managedBy(change: Change): string {
  if (change.kind === 'unique') return change.reseller;
  return 'as' in change ? change.as : 'root';
}

/** Pages that are read after the list, and the change itself. */
function pageRequests(access: Access, change: Change): readonly PageRequest[] {
  switch (change.kind) {
    case 'clustering':
      return [clusteringRequest(access, change)];
    case 'threshold':
      return [thresholdRequest(access, change)];
    case 'unique':
      return [uniqueRequest(access, change)];
    case 'role':
      return [...otherList(access, change), changeRoleRequest(access, change)];
    case 'member.remove':
      return [...otherList(access, change), removeRequest(access, change)];
    case 'member.enable':
      return [enableRequest(access, change)];
    case 'member.add':
      return addRequests(access, change);
    case 'member.edit':
      return editRequests(access, change);
    case 'synchronize':
      return [plainPage(synchronizePath), synchronizeRequest(change.scope)];
    case 'trusted': {
      const line = change.trusted ? `${asItIs}, with ${change.address}` : `${asItIs}, without ${change.address}`;
      return [plainPage(remoteListPath), remoteListRequest('remotedns', [line], [['remotemail', asItIs]])];
    }
    default:
      return [];
  }
}

/** The page does not show another user's list, so the entry's own form is looked at. */
function otherList(
  access: Access,
  { as, address }: { readonly as: string; readonly address: string },
): readonly PageRequest[] {
  if (as === access.server.user) return [];
  return [entryFormRequest({ clusterUser: clusterUserFor(access, as), module: moduleOf(address), address })];
}

function addRequests(access: Access, change: Extract<Change, { kind: 'member.add' }>): readonly PageRequest[] {
  checkMember(change);
  const { as, member } = change;
  const address = as === access.server.user ? null : member.address;
  return [
    entryFormRequest({ clusterUser: clusterUserFor(access, as), module: member.module, address }),
    activateRequest(access, {
      ...member,
      as,
      host: typedHost(member),
      token: masked,
      nsConfig: member.nsConfig ?? (hasNsConfiguration(member.module) ? asItIs : null),
    }),
  ];
}

function editRequests(access: Access, change: Extract<Change, { kind: 'member.edit' }>): readonly PageRequest[] {
  checkEdit(change);
  const { as, address, user, debug, contact, nsConfig } = change;
  const module = moduleOf(address);
  return [
    entryFormRequest({ clusterUser: clusterUserFor(access, as), module, address }),
    activateRequest(access, {
      as,
      module,
      host: module === 'cPanel' ? address : null,
      contact,
      user,
      debug,
      role: asItIs,
      token: masked,
      nsConfig: nsConfig ?? (hasNsConfiguration(module) ? asItIs : null),
    }),
  ];
}

function describeByPages(access: Access, change: Change): readonly RequestDescription[] {
  const requests = pageRequests(access, change).map((request) => describePage(access, request));
  return [...describeReading(access, clusterUserFor(access, managedBy(change))), ...requests];
}

function describeByPeer(access: Access, change: Extract<Change, { kind: 'member.add' }>): RequestDescription {
  checkMember(change);
  const described = describePage(access, trustRequest(access, change, masked));
  // By the token whatever the pages are opened with.
  const url = described.url.replace(`/cpsess${masked}`, '');
  return { ...described, url, headers: [`Authorization: whm ${access.server.user}:${masked}`] };
}

function describeByApi(
  access: Access,
  change: Extract<Change, { kind: 'software' | 'monitoring' | 'logging' }>,
): readonly RequestDescription[] {
  return apiCalls(change).map(({ name, query }) => describeCall(access, name, query));
}

/** A function call as it is sent, secrets masked. */
export function describeCall(
  access: Access,
  name: string,
  query: readonly (readonly [string, string])[],
): RequestDescription {
  const parameters = new URLSearchParams(
    [['api.version', '1'] as const, ...query].map(([key, value]): [string, string] => [key, value]),
  );
  return {
    method: 'GET',
    url: `https://${access.place}/json-api/${name}?${parameters.toString()}`,
    body: null,
    headers: [`Authorization: whm ${access.server.user}:${masked}`],
  };
}

function describeByCommand(
  access: Access,
  change: Extract<Change, { kind: 'synchronize' | 'trusted' }>,
): RequestDescription {
  const { command, stdin } = commandOf(change);
  return {
    method: 'GET',
    url: `wss://${access.place}${commandStreamPath}`,
    body: JSON.stringify({ class: 'exec', command, ...(stdin === undefined ? {} : { stdin }) }),
    headers: [`Authorization: whm ${access.server.user}:${masked}`],
  };
}

/**
 * The requests by which a change would be sent on a channel, in their order, secrets masked.
 * @throws WhmFailure `input.invalid` for a change that is never sent
 */
export function describeOn(
  access: Access,
  change: Change,
  channel: NonNullable<Route['channel']>,
): ChangeDescription['requests'] {
  switch (change.kind) {
    case 'software':
    case 'monitoring':
    case 'logging':
      return describeByApi(access, change);
    case 'synchronize':
    case 'trusted':
      return channel === 'command' ? [describeByCommand(access, change)] : describeByPages(access, change);
    case 'member.add':
      return channel === 'peer' ? [describeByPeer(access, change)] : describeByPages(access, change);
    default:
      return describeByPages(access, change);
  }
}
