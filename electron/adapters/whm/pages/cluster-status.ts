import type { ClusterReading } from '#electron/services/ports.ts';
import type { Clustering, MemberRecord } from '#shared/domain/topology/observation.ts';
import type { Redact } from '../redaction.ts';
import { all, attribute, first, isLoginPage, outcomeMessage, parsePage, type Page } from './html.ts';
import { readMemberRow } from './member-row.ts';

/** What an answer to `clusterstatus` turned out to be. */
export type StatusPage =
  | { readonly kind: 'list'; readonly reading: ClusterReading }
  /** WHM says why there is no list. */
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'login' }
  /** Nothing that we know: it says nothing of members. */
  | { readonly kind: 'unrecognised' };

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
function recordsOf(page: Page, redact: Redact): readonly MemberRecord[] | null {
  const rows = all(page, '#sltbl tr[id$="_row"]');
  // The options of the whole server are shown to root only.
  const rootView = first(page, '#cluster_opts_form') !== null;
  const records = rows.map((row) => readMemberRow(row, redact, rootView)).filter((record) => record !== null);
  return rows.length > 0 && records.length === rows.length ? withoutDoubles(records) : null;
}

/**
 * Reads `/scripts7/clusterstatus` by ids and classes only (`whm-protocol 3.3`, seen for 11.120). A page whose structure is not known
 * gives 'unrecognised', never an empty list.
 * @param redact for every text that is kept
 */
export function readStatusPage(html: string, redact: Redact): StatusPage {
  const page = parsePage(html);
  const clustering = clusteringOf(page);
  if (clustering === null) {
    if (isLoginPage(page)) return { kind: 'login' };
    const message = outcomeMessage(page);
    return message?.kind === 'error' ? { kind: 'refusal', text: redact(message.text, 300) } : { kind: 'unrecognised' };
  }
  if (first(page, '#sltbl') !== null) {
    const records = recordsOf(page, redact);
    return records === null
      ? { kind: 'unrecognised' }
      : { kind: 'list', reading: { clustering, members: { records, partial: false } } };
  }
  // No table and the form that adds a member: the list is empty. Without the form the page does not show the list at all.
  if (first(page, '#mainform') !== null) {
    return { kind: 'list', reading: { clustering, members: { records: [], partial: false } } };
  }
  return clustering.enabled
    ? { kind: 'unrecognised' }
    : { kind: 'list', reading: { clustering, members: { records: [], partial: true } } };
}
