import type { Access } from '#electron/adapters/whm/access.ts';
import { whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import type { EntryForm } from '#electron/adapters/whm/page-readers/entry-form-fields.ts';
import { readPage, type PageRequest } from './page-request.ts';
import type { Session } from '#electron/adapters/whm/server-memory.ts';

/** `whm-protocol 3.2`: shows the form that adds or edits a member. Reading it changes nothing. */
export const formPath = '/cgi/configure_remote_nameserver.cgi';
/** Where that form is sent to (`whm-protocol 3.4`). */
export const activatePath = '/cgi/activate_remote_nameservers.cgi';

/** Which form: of an entry, or with `address` null the empty one for a new member. */
export interface EntryFormQuestion {
  /** `cluster_user`; null: the caller's own list. */
  readonly clusterUser: string | null;
  readonly module: string;
  readonly address: string | null;
}

/** @returns the request of {@link readEntryForm} */
export function entryFormRequest({ clusterUser, module, address }: EntryFormQuestion): PageRequest {
  const fields: (readonly [string, string])[] = [['module', module]];
  if (address !== null) fields.push(['server', address]);
  if (clusterUser !== null) fields.push(['cluster_user', clusterUser]);
  return { method: 'GET', path: formPath, fields };
}

/** Nothing of the page goes into the words: the stored token stands in it. */
function unrecognised(access: Access): WhmFailure {
  return whmFailure(
    'whm.protocol',
    `${access.place}: unrecognised page where the form of a member is due; nothing is written.`,
    { reason: 'unrecognised-page' },
  );
}

/**
 * Names of the fields of the form by which WHM would edit an entry, whatever its back end: WHM fills a field for each
 * value that the entry has (`whm-protocol 13 C14`). No value is read.
 * @returns empty where there is no such form
 * @throws WhmFailure what reading a page gives
 */
export async function readEntryFieldNames(
  access: Access,
  question: EntryFormQuestion,
  session: Session | null,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const how = { reader: 'entry field names', input: null } as const;
  return (await readPage(access, entryFormRequest(question), session, how, signal)).value;
}

/**
 * Reads the form by which WHM itself adds or edits a member: by names of fields, never by words. The form of an entry
 * carries its token, so nothing of the page is kept but what is returned.
 * @param session in which the list was read; null: by the token
 * @throws WhmFailure `whm.rejected` (WHM said no), `whm.protocol` (another structure), and what reading a page gives
 */
export async function readEntryForm(
  access: Access,
  question: EntryFormQuestion,
  session: Session | null,
  signal?: AbortSignal,
): Promise<{ readonly form: EntryForm; readonly session: Session | null }> {
  const how = { reader: 'entry form', input: question.module } as const;
  const read = await readPage(access, entryFormRequest(question), session, how, signal);
  if (read.value.kind === 'refusal') {
    const text = access.redact(read.value.text, 300);
    throw whmFailure('whm.rejected', `${access.place} refused the form of a member: “${text}”`);
  }
  if (read.value.kind === 'unrecognised') throw unrecognised(access);
  const { form } = read.value;
  access.hold(form.token);
  return { form, session: read.session };
}
