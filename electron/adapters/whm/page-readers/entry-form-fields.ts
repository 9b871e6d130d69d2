import { isRole } from '#shared/domain/roles/roles.ts';
import type { Element } from 'domhandler';
import { nsConfigurations, type NsConfiguration } from '#shared/domain/plan/back-ends.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { all, attribute, first, outcomeMessage, rawTextOf, type Page } from './html.ts';

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

function field(form: Element, name: string): Element | null {
  return first(form, `[name="${name}"]`);
}

/** What WHM's own form would send for the field. */
function valueOf(element: Element | null): string {
  if (element === null) return '';
  if (element.name === 'textarea') return rawTextOf(element).trim();
  return (attribute(element, 'value') ?? '').trim();
}

/** A browser sends the first option where none is marked. */
function chosen(select: Element): string | null {
  const option = first(select, 'option[selected]', 'option');
  return option === null ? null : (attribute(option, 'value') ?? rawTextOf(option)).trim();
}

/**
 * Fields by module besides user and DNS role; those of VPSNET are inferred from SoftLayer's (`whm-protocol 3.6`). A
 * plug-in's are its own.
 */
const ownFields: Readonly<Record<string, readonly string[]>> = {
  cPanel: ['host', 'pass'],
  SoftLayer: ['apikey', 'ns_config'],
  VPSNET: ['apikey'],
};

/**
 * Whether WHM offers the three as a select or as radio buttons is not known (`whm-protocol 3.6` names the field and its
 * values).
 */
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
    role: isRole(word) ? word : null,
    token: valueOf(field(form, 'pass') ?? field(form, 'apikey')),
    nsConfig: nsConfigurationOf(form),
  };
}

/** What stands where the form is due. */
export type EntryFormPage =
  | { readonly kind: 'form'; readonly form: EntryForm }
  /** WHM says why there is none. */
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'unrecognised' };

/** Reads the page of an entry's form, by the names of its fields. */
export function readEntryFormPage(page: Page, module: string): EntryFormPage {
  const form = first(page, 'form[action$="activate_remote_nameservers.cgi"]');
  if (form === null) {
    const message = outcomeMessage(page);
    return message?.kind === 'error' ? { kind: 'refusal', text: message.text } : { kind: 'unrecognised' };
  }
  const needed = ['user', 'dnsrole', ...(ownFields[module] ?? [])];
  if (needed.some((name) => field(form, name) === null)) return { kind: 'unrecognised' };
  return { kind: 'form', form: readForm(form) };
}

/** Names of the fields of the form of an entry, whatever its back end; empty where there is no such form. */
export function entryFieldNames(page: Page): readonly string[] {
  const form = first(page, 'form[action$="activate_remote_nameservers.cgi"]');
  const fields =
    form === null ? [] : [...all(form, 'input[name]'), ...all(form, 'textarea[name]'), ...all(form, 'select[name]')];
  return [...new Set(fields.map((each) => attribute(each, 'name') ?? ''))];
}

/** Back ends that the form which adds a member offers; empty where there is no such form. */
export function offeredModules(page: Page): readonly string[] {
  const select = first(
    page,
    '#mainform select[name="module"]',
    'form[action*="configure_remote_nameserver.cgi"] select[name="module"]',
  );
  return select === null ? [] : all(select, 'option').map((option) => attribute(option, 'value') ?? '');
}
