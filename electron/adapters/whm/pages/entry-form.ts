import type { Element } from 'domhandler';
import { textContent } from 'domutils';
import { nsConfigurations, type NsConfiguration } from '#shared/domain/plan/back-ends.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Access } from '../access.ts';
import { whmFailure, type WhmFailure } from '../failure.ts';
import { all, attribute, first, outcomeMessage, type Page } from './html.ts';
import { readPage, type PageRequest } from './page-request.ts';
import type { Session } from './session.ts';

/** `whm-protocol 3.2`: shows the form that adds or edits a member. Reading it changes nothing. */
export const formPath = '/cgi/configure_remote_nameserver.cgi';
/** Where that form is sent to (`whm-protocol 3.4`). */
export const activatePath = '/cgi/activate_remote_nameservers.cgi';

const roles: ReadonlySet<string> = new Set<Role>(['standalone', 'sync', 'write-only']);

/** Which form: of an entry, or with `address` null the empty one for a new member. */
export interface EntryFormQuestion {
  /** `cluster_user`; null: the caller's own list. */
  readonly clusterUser: string | null;
  readonly module: string;
  readonly address: string | null;
}

/** A member as its edit form has it. `token` is a secret: it goes to the keychain or back to WHM, nowhere else. */
export interface EntryForm {
  /** Null for back ends that have none. */
  readonly host: string | null;
  readonly user: string;
  readonly debug: boolean;
  readonly role: Role | null;
  readonly token: string;
  /** SoftLayer's field (`whm-protocol 3.6`); null where the form has none, or a value that nobody knows. */
  readonly nsConfig: NsConfiguration | null;
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

function field(form: Element, name: string): Element | null {
  return first(form, `[name="${name}"]`);
}

/** What WHM's own form would send for the field. */
function valueOf(element: Element | null): string {
  if (element === null) return '';
  if (element.name === 'textarea') return textContent(element).trim();
  return (attribute(element, 'value') ?? '').trim();
}

/** A browser sends the first option where none is marked. */
function chosen(select: Element): string | null {
  const option = first(select, 'option[selected]', 'option');
  return option === null ? null : (attribute(option, 'value') ?? textContent(option)).trim();
}

/** Fields by module besides user and DNS role; those of VPSNET are inferred from SoftLayer's (`whm-protocol 3.6`). A plug-in's are its own. */
const ownFields: Readonly<Record<string, readonly string[]>> = {
  cPanel: ['host', 'pass'],
  SoftLayer: ['apikey', 'ns_config'],
  VPSNET: ['apikey'],
};

function formOf(access: Access, page: Page, module: string): Element {
  const form = first(page, 'form[action$="activate_remote_nameservers.cgi"]');
  if (form === null) {
    const message = outcomeMessage(page);
    if (message?.kind !== 'error') throw unrecognised(access);
    const text = access.redact(message.text, 300);
    throw whmFailure('whm.rejected', `${access.place} refused the form of a member: “${text}”`);
  }
  const needed = ['user', 'dnsrole', ...(ownFields[module] ?? [])];
  if (needed.some((name) => field(form, name) === null)) throw unrecognised(access);
  return form;
}

/** Whether WHM offers the three as a select or as radio buttons is not known (`whm-protocol 3.6` names the field and its values). */
function nsConfigurationOf(form: Element): NsConfiguration | null {
  const select = first(form, 'select[name="ns_config"]');
  const value = select === null ? valueOf(first(form, 'input[name="ns_config"][checked]')) : chosen(select);
  return nsConfigurations.find((known) => known === value) ?? null;
}

function readForm(form: Element): EntryForm {
  const role = field(form, 'dnsrole');
  const word = role === null ? null : chosen(role);
  const host = field(form, 'host');
  const debug = first(form, 'input[name="debug"]');
  return {
    host: host === null ? null : valueOf(host),
    user: valueOf(field(form, 'user')),
    debug: attribute(debug, 'checked') !== null,
    role: word !== null && roles.has(word) ? (word as Role) : null,
    token: valueOf(field(form, 'pass') ?? field(form, 'apikey')),
    nsConfig: nsConfigurationOf(form),
  };
}

/**
 * Names of the fields of the form by which WHM would edit an entry, whatever its back end: WHM fills a field for each value that the entry has
 * (`whm-protocol-2026 C14`). No value is read.
 * @returns empty where there is no such form
 * @throws WhmFailure what reading a page gives
 */
export async function readEntryFieldNames(
  access: Access,
  question: EntryFormQuestion,
  session: Session | null,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { page } = await readPage(access, entryFormRequest(question), session, signal);
  const form = first(page, 'form[action$="activate_remote_nameservers.cgi"]');
  const fields =
    form === null ? [] : [...all(form, 'input[name]'), ...all(form, 'textarea[name]'), ...all(form, 'select[name]')];
  return [...new Set(fields.map((each) => attribute(each, 'name') ?? ''))];
}

/**
 * Reads the form by which WHM itself adds or edits a member: by names of fields, never by words. The form of an entry carries its token,
 * so nothing of the page is kept but what is returned.
 * @param session in which the list was read; null: by the token
 * @throws WhmFailure `whm.rejected` (WHM said no), `whm.protocol` (another structure), and what reading a page gives
 */
export async function readEntryForm(
  access: Access,
  question: EntryFormQuestion,
  session: Session | null,
  signal?: AbortSignal,
): Promise<{ readonly form: EntryForm; readonly session: Session | null }> {
  const read = await readPage(access, entryFormRequest(question), session, signal);
  const form = readForm(formOf(access, read.page, question.module));
  access.hold(form.token);
  return { form, session: read.session };
}
