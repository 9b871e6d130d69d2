import { hasNsConfiguration, type NsConfiguration } from '#shared/domain/plan/back-ends.ts';
import type { Change, Contact } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { whmFailure, WhmFailure } from '#electron/adapters/whm/failure.ts';
import type { EntryForm } from '#electron/adapters/whm/page-readers/entry-form-fields.ts';
import { readEntryForm } from '#electron/adapters/whm/pages/entry-form.ts';
import { clusterUserFor, openManaged, requireOwnEntry, showsList } from '#electron/adapters/whm/pages/own-entry.ts';
import { writePage, type PageOutcome, type Writing } from '#electron/adapters/whm/pages/page-request.ts';
import { changeRole } from '#electron/adapters/whm/pages/role-change.ts';
import { requireKnownEntry, requireOfferedModule } from './back-ends.ts';
import {
  activateRequest,
  checkEdit,
  checkMember,
  clusteringRequest,
  enableRequest,
  removeRequest,
  thresholdRequest,
  tokenText,
  typedHost,
  uniqueRequest,
} from './page-requests.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** Each of these reads the page that WHM would send the change from, and writes only when that is recognised. */

async function changeClustering(access: Access, change: Of<'clustering'>, signal?: AbortSignal): Promise<PageOutcome> {
  const request = clusteringRequest(access, change);
  const { session } = await openManaged(access, 'root', signal);
  return writePage(access, request, session, { what: 'the switch of DNS clustering' }, signal);
}

async function changeThreshold(access: Access, change: Of<'threshold'>, signal?: AbortSignal): Promise<PageOutcome> {
  const request = thresholdRequest(access, change);
  const { forms, session, reading } = await openManaged(access, 'root', signal);
  if (reading.clustering?.enabled === false) {
    throw whmFailure(
      'whm.rejected',
      `DNS clustering is off on ${access.place}, and WHM sets the failure threshold only while it is on; nothing was sent.`,
    );
  }
  if (forms.options?.endsWith('adjustclusteroptions.cgi') !== true) {
    throw whmFailure(
      'whm.protocol',
      `${access.place}: the form of the failure threshold was not found on the DNS Cluster page; nothing is written.`,
      { reason: 'unrecognised-page' },
    );
  }
  return writePage(access, request, session, { what: 'the change of the failure threshold' }, signal);
}

async function changeUnique(access: Access, change: Of<'unique'>, signal?: AbortSignal): Promise<PageOutcome> {
  const request = uniqueRequest(access, change);
  const { session } = await openManaged(access, change.reseller, signal);
  return writePage(access, request, session, { what: 'the switch of unique DNS clustering' }, signal);
}

async function removeMember(access: Access, change: Of<'member.remove'>, signal?: AbortSignal): Promise<PageOutcome> {
  const request = removeRequest(access, change);
  // WHM says 'removed' whether or not it was there (`whm-protocol 3.2`).
  const { session } = await requireOwnEntry(access, { ...change, withForm: false }, signal);
  return writePage(access, request, session, { what: 'the removal of the member' }, signal);
}

async function enableMember(access: Access, change: Of<'member.enable'>, signal?: AbortSignal): Promise<PageOutcome> {
  const request = enableRequest(access, change);
  const { session } = await openManaged(access, change.as, signal);
  // WHM itself says so when it is no member, in root's list or in a reseller's.
  return writePage(access, request, session, { what: 'the enabling of the member' }, signal);
}

/** A set-up that failed may have written the entry before it did (`whm-protocol 3.4`). */
async function activated(work: Promise<PageOutcome>, contact: Contact): Promise<PageOutcome> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof WhmFailure) || error.error.code !== 'whm.rejected') throw error;
    const asked =
      contact === 'none'
        ? ''
        : ' The likely one is that the member refused the token or did not answer. Then the change can be made without contacting it.';
    throw new WhmFailure({
      ...error.error,
      message: `${error.error.message} WHM keeps the reason to itself (see dnsadmin_log and error_log there), and may have written the entry all the same: read the list.${asked}`,
    });
  }
}

function reading(contact: Contact, address: string): Pick<Writing, 'reverseTrustOf'> {
  return contact === 'trust' ? { reverseTrustOf: address } : {};
}

/**
 * What is written for SoftLayer's field: what is wanted, else what the form has.
 * @throws WhmFailure `whm.protocol` where the form has a value that nobody knows, which would be overwritten
 */
function nsConfigFor(
  access: Access,
  module: string,
  wanted: NsConfiguration | null,
  form: EntryForm,
): NsConfiguration | null {
  if (!hasNsConfiguration(module)) return null;
  const nsConfig = wanted ?? form.nsConfig;
  if (nsConfig !== null) return nsConfig;
  throw whmFailure('whm.protocol', `${access.place}: the form shows an unknown ns_config; nothing is written.`, {
    reason: 'unrecognised-page',
  });
}

async function addMember(
  access: Access,
  change: Of<'member.add'>,
  memberToken: string | null,
  signal?: AbortSignal,
): Promise<PageOutcome> {
  checkMember(change);
  const token = tokenText(memberToken);
  const { as, member } = change;
  await requireOfferedModule(access, change, signal);
  const view = await openManaged(access, as, signal);
  const known = view.reading.members.records.find((record) => record.address === member.address);
  // A list that is not shown: the form is asked for as that of an entry, which is empty where there is none.
  const address = showsList(access, view, as) ? null : member.address;
  const question = { clusterUser: clusterUserFor(access, as), module: member.module, address };
  const { form, session } = await readEntryForm(access, question, view.session, signal);
  if ((known !== undefined && !known.inherited) || (address !== null && form.token !== '')) {
    throw whmFailure(
      'whm.rejected',
      `${member.address} is a member on ${access.place} already; adding it again would overwrite its entry. Nothing was sent.`,
    );
  }
  const request = activateRequest(access, {
    ...member,
    as,
    host: typedHost(member),
    token,
    nsConfig: nsConfigFor(access, member.module, member.nsConfig, form),
  });
  const writing = { what: 'the new member', ...reading(member.contact, member.address) };
  return activated(writePage(access, request, session, writing, signal), member.contact);
}

async function editMember(
  access: Access,
  change: Of<'member.edit'>,
  memberToken: string | null,
  signal?: AbortSignal,
): Promise<PageOutcome> {
  checkEdit(change);
  const { as, address } = change;
  await requireKnownEntry(access, change, signal);
  const entry = await requireOwnEntry(access, { as, address, withForm: true }, signal);
  const { form, role } = entry;
  if (form === null || role === null) {
    throw whmFailure(
      'whm.protocol',
      `${access.place} does not show the DNS role of ${address}, which the form of a member would overwrite; nothing is written.`,
      { reason: 'unrecognised-page' },
    );
  }
  const request = activateRequest(access, {
    as,
    module: entry.module,
    // So that the same file is written, whatever a name is looked up to be.
    host: form.host === null ? null : address,
    contact: change.contact,
    user: change.user,
    debug: change.debug,
    role,
    token: tokenText(change.token.from === 'entry' ? (memberToken ?? form.token) : memberToken),
    nsConfig: nsConfigFor(access, entry.module, change.nsConfig, form),
  });
  const writing = { what: 'the edit of the member', ...reading(change.contact, address) };
  return activated(writePage(access, request, entry.session, writing, signal), change.contact);
}

/** Kinds of change that WHM's DNS Cluster pages take. */
export type PageChange = Of<
  'clustering' | 'threshold' | 'unique' | 'role' | 'member.add' | 'member.edit' | 'member.remove' | 'member.enable'
>;

/**
 * Makes a change by WHM's own pages: read, recognised, written once.
 * @param memberToken for the entry, where the change carries one
 * @throws WhmFailure `input.invalid`, `whm.rejected`, `whm.forbidden`, `whm.protocol`, and as `writePage`
 */
export function changeByPages(
  access: Access,
  change: PageChange,
  memberToken: string | null,
  signal?: AbortSignal,
): Promise<PageOutcome> {
  switch (change.kind) {
    case 'clustering':
      return changeClustering(access, change, signal);
    case 'threshold':
      return changeThreshold(access, change, signal);
    case 'unique':
      return changeUnique(access, change, signal);
    case 'role':
      return changeRole(access, { as: change.as, member: change.address, role: change.role }, signal);
    case 'member.add':
      return addMember(access, change, memberToken, signal);
    case 'member.edit':
      return editMember(access, change, memberToken, signal);
    case 'member.remove':
      return removeMember(access, change, signal);
    case 'member.enable':
      return enableMember(access, change, signal);
  }
}
