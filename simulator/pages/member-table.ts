/** The table `#sltbl` of `/scripts7/clusterstatus` (`whm-protocol 3.3`). */
import { shownVersion } from '#simulator/cluster/version.ts';
import type { MemberEntry, Role, ServerState } from '#simulator/model.ts';
import { escapeHtml } from './html.ts';
import { statusOf, type MemberStatus } from './member-status.ts';
import type { Words } from './words.ts';

const ROLES: readonly Role[] = ['standalone', 'sync', 'write-only'];

/** The colour of each image is part of `whm-protocol 3.3`; only yellow is a warning. */
const COLOURS = { active: 'green', warning: 'yellow', error: 'red', disabled: 'red' } as const;

export interface TableOptions {
  readonly words: Words;
  readonly clusterUser: string;
}

export interface MemberRow {
  readonly entry: MemberEntry;
  /** In whose list the entry stands. */
  readonly owner: string;
  /** False: the row belongs to another user than the one that is managed, so it is shown as inherited. */
  readonly editable: boolean;
}

/** The table, or the words that stand in its place when there is no member. */
export function memberTable(server: ServerState, members: readonly MemberRow[], options: TableOptions): string {
  const { words } = options;
  if (members.length === 0) return `<h3>${escapeHtml(words.noMembers)}</h3>`;
  const heads = words.columns.map((column) => `<th>${escapeHtml(column)}</th>`).join('');
  const rows = members.map((row) => memberRow(server, row, options)).join('\n');
  return `<h3>${escapeHtml(words.members)}</h3>
<table id="sltbl" class="sortable truncatable">
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}
</tbody>
</table>`;
}

function memberRow(server: ServerState, { entry, editable }: MemberRow, options: TableOptions): string {
  const { words } = options;
  const hostname = entry.host === entry.address || entry.host === '' ? words.unknown : entry.host;
  const status = memberStatus(server, entry, words);
  return `<tr id="${escapeHtml(entry.address)}_row">
<td class="hostname">${escapeHtml(hostname)}</td>
<td class="host">${escapeHtml(entry.address)}</td>
<td class="user">${escapeHtml(entry.user)}</td>
<td class="module">${escapeHtml(entry.module)}</td>
<td class="serverstatus">${statusCell(entry, status, options)}</td>
<td class="dnsserver">${escapeHtml(entry.state?.nameserver ?? 'unknown')}</td>
<td class="role">${editable ? roleForm(entry, options) : escapeHtml(entry.role ?? entry.oddRole ?? '')}</td>
<td class="action">${editable ? actions(entry, options) : escapeHtml(words.inherited)}</td>
</tr>`;
}

function memberStatus(server: ServerState, entry: MemberEntry, words: Words): MemberStatus {
  // Other back ends are never asked for anything, so nothing speaks against them.
  if (entry.module !== 'cPanel' || entry.state === null) return { text: '', image: 'active', link: null };
  const status = statusOf(entry, entry.state, server.nameserver, words);
  const isVersion = status.text !== '' && status.text === entry.state.version;
  return isVersion ? { ...status, text: shownVersion(status.text, server.variants.shownVersions) } : status;
}

function statusCell(entry: MemberEntry, status: MemberStatus, options: TableOptions): string {
  const parts = [escapeHtml(status.text)];
  if (status.link !== null) {
    const target = `${status.link.page}?${query(entry, options)}`;
    parts.push(`<a href="${escapeHtml(target)}">${escapeHtml(status.link.text)}</a>`);
  }
  if (status.image !== null) {
    const title = escapeHtml(options.words.statusTitles[status.image]);
    parts.push(`<img src="../images/${COLOURS[status.image]}-status.png" alt="${title}" title="${title}">`);
  }
  return parts.filter((part) => part !== '').join(' ');
}

function roleForm(entry: MemberEntry, { words, clusterUser }: TableOptions): string {
  const choices = ROLES.map(
    (role) =>
      `<option value="${role}"${role === entry.role ? ' selected="selected"' : ''}>${escapeHtml(words.roles[role])}</option>`,
  ).join('');
  return `<form action="../cgi/changeclusterdns.cgi" method="post"><input type="hidden" name="server" value="${escapeHtml(entry.address)}"><input type="hidden" name="cluster_user" value="${escapeHtml(clusterUser)}"><select name="dnsrole">${choices}</select> <input type="image" src="../images/disk.png" alt="${escapeHtml(words.save)}" title="${escapeHtml(words.save)}"></form>`;
}

function actions(entry: MemberEntry, options: TableOptions): string {
  const { words } = options;
  const edit = `../cgi/configure_remote_nameserver.cgi?module=${encodeURIComponent(entry.module)}&${query(entry, options)}`;
  const remove = `../cgi/remclusterserver.cgi?${query(entry, options)}`;
  return `<a class="edit" href="${escapeHtml(edit)}" title="${escapeHtml(words.edit)}">${escapeHtml(words.edit)}</a> <a class="remove" href="${escapeHtml(remove)}" title="${escapeHtml(words.remove)}">${escapeHtml(words.remove)}</a>`;
}

function query(entry: MemberEntry, options: TableOptions): string {
  return `server=${encodeURIComponent(entry.address)}&cluster_user=${encodeURIComponent(options.clusterUser)}`;
}
