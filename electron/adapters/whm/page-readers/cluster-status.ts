import type { Element } from 'domhandler';
import type { ClusterReading } from '#electron/services/ports.ts';
import {
  limitedMembers,
  memberLimit,
  tooManyMembers,
  type Clustering,
  type MemberList,
  type MemberRecord,
} from '#shared/domain/topology/observation.ts';
import { attribute, first, isLoginPage, outcomeMessage, rowsOf, type Page } from './html.ts';
import { isMemberRow, readMemberRow } from './member-row.ts';
import { isDnsOnly } from './page-head.ts';

/** What an answer to `clusterstatus` turned out to be. */
export type StatusPage =
  | {
      readonly kind: 'list';
      readonly reading: ClusterReading;
      readonly forms: StatusForms;
      readonly isDnsOnly: boolean | null;
    }
  /** WHM says why there is no list. */
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'login' }
  /** Nothing that we know: it says nothing of members. */
  | { readonly kind: 'unrecognised' };

/** Where the forms of the page are sent, for what is to be written next. */
export interface StatusForms {
  /** Of the button that switches clustering, root's or a reseller's. */
  readonly toggle: string | null;
  /** The cluster user in that form; null: it names none. */
  readonly toggleUser: string | null;
  /** Of the failure threshold. */
  readonly options: string | null;
}

function formsOf(page: Page): StatusForms {
  const toggle = first(page, '#toggle_clustering_form', 'form[action*="adjustclusterdns.cgi"]');
  return {
    toggle: attribute(toggle, 'action'),
    toggleUser: attribute(toggle === null ? null : first(toggle, 'input[name="cluster_user"]'), 'value'),
    options: attribute(first(page, '#cluster_opts_form', 'form[action*="adjustclusteroptions.cgi"]'), 'action'),
  };
}

/** The page's own default (`whm-protocol 3.2`: adjustclusteroptions). */
const defaultThreshold = 10;

function isChecked(page: Page, ...selectors: readonly string[]): boolean {
  return attribute(first(page, ...selectors), 'checked') !== null;
}

function thresholdOf(page: Page): number | null {
  if (isChecked(page, '#cluster_opts_adt_default', 'input[name=autodisablethreshold_control][value=default]')) {
    return defaultThreshold;
  }
  if (isChecked(page, '#cluster_opts_adt_maxgo', 'input[name=autodisablethreshold_control][value=disabled]')) return 0;
  const custom = isChecked(page, '#cluster_opts_adt_custom', 'input[name=autodisablethreshold_control][value=custom]');
  const value = attribute(first(page, '#threshold', 'input[name=autodisablethreshold]'), 'value')?.trim() ?? '';
  return custom && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

/** The button carries what it would switch to: 1 when clustering is off, nothing when it is on. */
function enabledOf(page: Page): boolean | null {
  const value = attribute(
    first(page, '#toggle_clustering_submit', '#toggle_clustering_form [name=clusterdns]'),
    'value',
  );
  if (value === '1') return false;
  return value === '' || value === '0' ? true : null;
}

function clusteringOf(page: Page): Clustering | null {
  const enabled = enabledOf(page);
  if (enabled === null) return null;
  const form = first(page, '#cluster_opts_form');
  const notify = first(page, '#notify', 'input[name=cluster_failure_notifications]');
  return {
    enabled,
    threshold: form === null ? null : thresholdOf(page),
    notify: form === null || notify === null ? null : attribute(notify, 'checked') !== null,
  };
}

/** A reseller sees root's members beside his own: the own entry counts. */
function withoutDoubles(records: readonly MemberRecord[]): readonly MemberRecord[] {
  const kept = new Map<string, MemberRecord>();
  for (const record of records) {
    const earlier = kept.get(record.address);
    if (earlier === undefined || (earlier.inherited && !record.inherited)) kept.set(record.address, record);
  }
  return [...kept.values()];
}

/** @returns null when a row has not the known structure, or the table has none */
function listOf(page: Page, table: Element): MemberList | null {
  const rows = rowsOf(table).filter(isMemberRow);
  // The options of the whole server are shown to root only.
  const rootView = first(page, '#cluster_opts_form') !== null;
  if (rows.length > memberLimit) return tooManyMembers;
  const records = rows.map((row) => readMemberRow(row, rootView)).filter((record) => record !== null);
  return rows.length > 0 && records.length === rows.length
    ? limitedMembers({ ...wholeList, records: withoutDoubles(records) })
    : null;
}

const wholeList: MemberList = { records: [], partial: false, cut: false, strays: [] };

/**
 * Reads `/scripts7/clusterstatus` by ids and classes only (`whm-protocol 3.3`, seen for 11.120). A page whose structure
 * is not known gives 'unrecognised', never an empty list. Its texts are as the server wrote them, and not yet fit to be
 * kept.
 */
export function readStatusPage(page: Page): StatusPage {
  const clustering = clusteringOf(page);
  if (clustering === null) {
    if (isLoginPage(page)) return { kind: 'login' };
    const message = outcomeMessage(page);
    return message?.kind === 'error' ? { kind: 'refusal', text: message.text } : { kind: 'unrecognised' };
  }
  const list = (members: MemberList): StatusPage => ({
    kind: 'list',
    reading: { clustering, members },
    forms: formsOf(page),
    isDnsOnly: isDnsOnly(page),
  });
  const table = first(page, '#sltbl');
  if (table !== null) {
    const members = listOf(page, table);
    return members === null ? { kind: 'unrecognised' } : list(members);
  }
  // No table and the form that adds a member: the list is empty. Without the form the page does not show the list at
  // all.
  if (first(page, '#mainform') !== null) return list(wholeList);
  return clustering.enabled ? { kind: 'unrecognised' } : list({ ...wholeList, partial: true });
}
