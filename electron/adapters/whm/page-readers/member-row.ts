import { isTag, type Element } from 'domhandler';
import { isRole } from '#shared/domain/roles/roles.ts';
import type { MemberRecord, MemberStatus, NameserverSoftware } from '#shared/domain/topology/observation.ts';
import { parseVersion } from '#shared/domain/topology/version.ts';
import { attribute, cellsByClass, first, plainTextOf, textOf } from './html.ts';

const nameservers: ReadonlySet<string> = new Set<NameserverSoftware>(['bind', 'powerdns', 'disabled']);

/** Titles of the image in the English interface (`whm-protocol 3.3`); in any other language its colour is left. */
const statusByTitle: Readonly<Record<string, MemberStatus>> = {
  'Server Active': 'active',
  'Server Warning': 'warning',
  'Server Error': 'error',
  'Server Disabled': 'disabled',
};

/**
 * A selected option, or the raw word itself: the words of a language are no proof. An option of another value is a role
 * that is not known here.
 */
function roleOf(cell: Element | undefined): Pick<MemberRecord, 'role' | 'roleText'> {
  const select = cell === undefined ? null : first(cell, 'select[name=dnsrole]');
  if (cell === undefined || select === null) {
    const word = cell === undefined ? '' : textOf(cell).toLowerCase();
    return { role: isRole(word) ? word : null, roleText: null };
  }
  const option = first(select, 'option[selected]');
  const value = attribute(option, 'value') ?? (option === null ? null : textOf(option));
  return isRole(value) ? { role: value, roleText: null } : { role: null, roleText: value };
}

interface Status {
  readonly status: MemberStatus | null;
  readonly disabled: boolean | null;
}

/**
 * Green, yellow and red are in the image's class or file name. Two red ones differ in their title only: red is that of
 * an error where a disabled member would have its link.
 */
function statusByColour(image: Element, rootView: boolean): MemberStatus | null {
  const look = `${attribute(image, 'class') ?? ''} ${attribute(image, 'src') ?? ''}`.toLowerCase();
  const found = ['green', 'yellow', 'red'].filter((colour) => look.includes(colour));
  if (found.length !== 1) return null;
  if (found[0] === 'green') return 'active';
  if (found[0] === 'yellow') return 'warning';
  return rootView ? 'error' : null;
}

function statusOf(cell: Element | undefined, rootView: boolean): Status {
  if (cell === undefined) return { status: null, disabled: null };
  const enableLink = first(cell, 'a[href*="enableclusterserver.cgi"]') !== null;
  const image = first(cell, 'img');
  if (image === null) {
    // WHM's template prints nothing at all for some members (`whm-protocol 3.3`, quirks), never for a disabled one.
    const empty = textOf(cell) === '';
    return { status: enableLink ? 'disabled' : null, disabled: enableLink || (empty ? false : null) };
  }
  const title = (attribute(image, 'title') ?? attribute(image, 'alt') ?? '').trim();
  const status = enableLink ? 'disabled' : (statusByTitle[title] ?? statusByColour(image, rootView));
  return { status, disabled: status === null ? null : status === 'disabled' };
}

function nameserverOf(cell: Element | undefined): NameserverSoftware | null {
  const word = plainTextOf(cell ?? null).toLowerCase();
  return nameservers.has(word) ? (word as NameserverSoftware) : null;
}

/** The status of a healthy member is its version (`whm-protocol 3.3`, case 8). */
function versionOf(status: Status, text: string): string | null {
  if (status.status !== 'active') return null;
  return (
    text
      .slice(0, longestStatus)
      .split(' ')
      .find((word) => parseVersion(word) !== null) ?? null
  );
}

/** Longest text of a status in which a version is looked for, UTF-16 units. */
const longestStatus = 300;

/** Columns without which a row is none that we know. */
const needed = ['host', 'serverstatus', 'role'];

/** Rows of heads have no cell of data. */
export function isMemberRow(row: Element): boolean {
  return row.children.some((child) => isTag(child) && child.name === 'td');
}

/** The name of an entry: WHM's row carries it, and its cell shows it. */
function keyOf(row: Element, cells: ReadonlyMap<string, Element>): string {
  return /^([^]{1,255})_row$/.exec(attribute(row, 'id') ?? '')?.[1] ?? plainTextOf(cells.get('host') ?? null);
}

/**
 * Reads one row of the member table (`whm-protocol 3.3`).
 * @param rootView the page is root's, who may enable every member: a disabled one has the link for it
 * @returns null when it has not the known structure
 */
export function readMemberRow(row: Element, rootView: boolean): MemberRecord | null {
  const cells = cellsByClass(row);
  const address = keyOf(row, cells);
  if (address === '' || !needed.every((name) => cells.has(name))) return null;
  const text = (name: string): string | null => {
    const shown = plainTextOf(cells.get(name) ?? null);
    return shown === '' ? null : shown;
  };
  const hostname = text('hostname');
  const status = statusOf(cells.get('serverstatus'), rootView);
  const statusText = plainTextOf(cells.get('serverstatus') ?? null);
  const select = first(row, 'select[name=dnsrole]');
  return {
    address,
    // WHM writes a word, in the session's language, where the stored host= is the file name (`whm-protocol 10`).
    hostname: hostname === 'unknown' ? address : hostname?.includes('.') === true ? hostname : null,
    polledHostname: null,
    user: text('user'),
    module: text('module'),
    ...roleOf(cells.get('role')),
    disabled: status.disabled,
    status: status.status,
    statusText: statusText === '' ? null : statusText,
    version: versionOf(status, statusText),
    nameserver: nameserverOf(cells.get('dnsserver')),
    reverseTrust: null,
    debug: null,
    inherited: select === null && first(row, 'a[href*="remclusterserver"]', '.action form, .action button') === null,
  };
}
