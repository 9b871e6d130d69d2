import { isUserName } from '#electron/adapters/whm/names-and-secrets.ts';
import { moduleOf } from '#shared/domain/plan/back-ends.ts';
import type { MemberRecord, Role } from '#shared/domain/topology/observation.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import type { EntryForm } from '#electron/adapters/whm/page-readers/entry-form-fields.ts';
import { readEntryForm } from './entry-form.ts';
import { openStatus, type StatusView } from './page-access.ts';
import type { Session } from '#electron/adapters/whm/server-memory.ts';

/**
 * The value of `cluster_user` for a list (`whm-protocol 3.1`): root names the list it means, any other user has only
 * his own.
 * @returns null: the parameter is left out
 * @throws WhmFailure `input.invalid`, `whm.forbidden` for somebody else's list
 */
export function clusterUserFor(access: Access, as: string): string | null {
  if (!isUserName(as)) throw whmFailure('input.invalid', 'There is no such cluster user.');
  const { user } = access.server;
  if (user === 'root') return as;
  if (as === user) return null;
  throw whmFailure(
    'whm.forbidden',
    `The token for ${access.place} is of the user ${user}: only root manages the DNS cluster as ${as}.`,
  );
}

/**
 * Makes sure that the page is about the list that is meant: for a caller without every right of root WHM silently takes
 * the caller's own (`whm-protocol 3.1`), and a change would land in the wrong list.
 */
function checkManaged(access: Access, view: StatusView, as: string): void {
  const { toggle, toggleUser: named } = view.forms;
  const action = toggle ?? '';
  const expected = as === 'root' ? /adjustclusterdns\.cgi$/ : /adjustuniquedns\.cgi$/;
  const isTheirs = expected.test(action) && (named === null || named === as);
  if (isTheirs) return;
  if (/adjust(?:cluster|unique)dns\.cgi$/.test(action)) {
    throw whmFailure(
      'whm.forbidden',
      `${access.place} does not let this token manage the DNS cluster as ${as}: needs a root token with every right (ACL all).`,
      { acl: 'all' },
    );
  }
  throw whmFailure(
    'whm.protocol',
    `${access.place}: unrecognised structure of the DNS Cluster page; nothing is written.`,
    { reason: 'unrecognised-page' },
  );
}

/**
 * Reads the DNS Cluster page as it manages one list.
 * @throws WhmFailure as `openStatus` and {@link clusterUserFor}, `whm.forbidden` where WHM shows another list
 */
export async function openManaged(access: Access, as: string, signal?: AbortSignal): Promise<StatusView> {
  const view = await openStatus(access, clusterUserFor(access, as), signal);
  checkManaged(access, view, as);
  return view;
}

/**
 * Whether the page shows the whole list of that user: the one who is logged in, while clustering is on, and for a
 * reseller while he has unique DNS clustering, of which his button speaks (`whm-protocol 3.3`).
 */
export function showsList(access: Access, { reading }: StatusView, as: string): boolean {
  if (as !== access.server.user || reading.members.partial) return false;
  return as === 'root' || reading.clustering?.enabled === true;
}

/** An entry that stands in the list that is meant, and the way in which it was seen. */
export interface OwnEntry {
  readonly session: Session | null;
  readonly module: string;
  readonly role: Role | null;
  /** As the edit form has it, where that was read. */
  readonly form: EntryForm | null;
}

function missing(access: Access, as: string, address: string): WhmFailure {
  const whose = as === 'root' ? 'its list' : `the list of ${as}`;
  // WHM would write a role file for a member that does not exist, and its page would break (`whm-protocol 4`).
  return whmFailure('whm.rejected', `${access.place} has no member ${address} in ${whose}; nothing was sent.`);
}

function listed(access: Access, record: MemberRecord | undefined, as: string, address: string): MemberRecord {
  if (record === undefined) throw missing(access, as, address);
  if (!record.inherited) return record;
  throw whmFailure(
    'whm.rejected',
    `${address} is inherited from another cluster user on ${access.place} and cannot be edited here; nothing was sent.`,
  );
}

/**
 * Makes sure, before anything is written about a member, that it stands in the list that is meant. The page lists the
 * members of the user who is logged in, whoever is managed (`whm-protocol 3.3`), and none while clustering is off: then
 * the entry's own edit form is looked at.
 * @param withForm the edit form is read in any case
 * @throws WhmFailure `whm.rejected` when it does not, with nothing sent; and as {@link openManaged}
 */
export async function requireOwnEntry(
  access: Access,
  { as, address, withForm }: { readonly as: string; readonly address: string; readonly withForm: boolean },
  signal?: AbortSignal,
): Promise<OwnEntry> {
  const view = await openManaged(access, as, signal);
  const { records } = view.reading.members;
  const isOwnList = showsList(access, view, as);
  const record = isOwnList
    ? listed(
        access,
        records.find((one) => one.address === address),
        as,
        address,
      )
    : null;
  const module = record?.module ?? moduleOf(address);
  if (record !== null && !withForm) return { session: view.session, module, role: record.role, form: null };
  const question = { clusterUser: clusterUserFor(access, as), module, address };
  const { form, session } = await readEntryForm(access, question, view.session, signal);
  // WHM shows an empty form for what is no entry.
  if (form.user === '' && form.token === '') throw missing(access, as, address);
  return { session, module, role: record?.role ?? form.role, form };
}
