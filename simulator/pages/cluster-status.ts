/** `/scripts7/clusterstatus`, the page that lists a server's members (`whm-protocol 3.3`). */
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext, RequestHandler, SimulatedRequest } from '#simulator/seams.ts';
import { findMember, hasRole, hasUniqueClustering, resellerCluster } from '#simulator/cluster/members.ts';
import { clusterUserOf, isRootLike } from './cluster-user.ts';
import { dnsTree } from './dns-tree.ts';
import { escapeHtml, message, page } from './html.ts';
import { memberTable, type MemberRow } from './member-table.ts';
import { BACK_ENDS } from './back-ends.ts';
import { wordsOf, type Words } from './words.ts';

/**
 * Age at which a cached state no longer counts, and the time after which opening the page refreshes it
 * (`whm-protocol 3.3`).
 */
const STATE_SECONDS = 24 * 3600;
const REFRESH_AFTER_MS = 5000;

/**
 * Shows the members with their cached states, and has the states refreshed a little later: the second load is the fresh
 * one.
 */
export const clusterStatus: RequestHandler = async (request, server, fleet) => {
  const words = wordsOf(request.caller.locale);
  const done = (body: string) => page(words, request.caller, words.dnsCluster, body);
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return done(message('errormsg', words.invalidUser(found.invalid)));
  const asRoot = found.user === 'root';
  if (!server.cluster.enabled && !asRoot) return done(message('errormsg', words.askAdministrator));

  // The list is the logged-in user's whatever cluster_user says; that decides only what may be edited
  // (`whm-protocol 3.3`).
  const rows = rowsOf(server, request.caller.user, found.user);
  // A role file without a config file ends the page (`whm-protocol 4`).
  if ('stray' in rows) return done(message('errormsg', words.noSuchMember(rows.stray, rows.user)));

  await fillStates(server, rows, fleet);
  const parts = [
    isRootLike(request.caller) ? userForm(server, found.user, words) : '',
    toggleForm(server, found.user, words),
    asRoot && server.cluster.enabled ? optionsForm(server, words) : '',
    server.cluster.enabled ? addForm(request, server, found.user, words) : '',
    server.cluster.enabled ? memberTable(server, rows, { words, clusterUser: found.user }) : '',
    server.cluster.enabled ? await dnsTree(server, fleet) : '',
  ];
  for (const { entry, owner } of rows) {
    if (entry.module === 'cPanel') fleet.cluster.schedulePoll(server, entry.address, REFRESH_AFTER_MS, owner);
  }
  return done(parts.filter((part) => part !== '').join('\n'));
};

/**
 * Root sees root's members; a reseller with unique clustering his own and then root's, without it root's alone. Only
 * rows of the user that is managed can be edited.
 */
function rowsOf(
  server: ServerState,
  viewer: string,
  managed: string,
): readonly MemberRow[] | { readonly stray: string; readonly user: string } {
  const [strayOfRoot] = server.cluster.strayRoles.keys();
  if (strayOfRoot !== undefined) return { stray: strayOfRoot, user: 'root' };
  const own: MemberRow[] = [];
  if (hasUniqueClustering(server, viewer)) {
    const { members, strayRoles } = resellerCluster(server, viewer);
    for (const address of new Set([...members.keys(), ...strayRoles.keys()])) {
      const entry = findMember(server, viewer, address);
      if (entry === undefined) return { stray: address, user: viewer };
      if (hasRole(entry)) own.push({ entry, owner: viewer, editable: managed === viewer });
    }
  }
  const owned = new Set(own.map(({ entry }) => entry.address));
  const ofRoot = [...server.cluster.members.values()]
    .filter((entry) => hasRole(entry) && !owned.has(entry.address))
    .map((entry) => ({ entry, owner: 'root', editable: managed === 'root' }));
  return [...own, ...ofRoot];
}

async function fillStates(server: ServerState, rows: readonly MemberRow[], fleet: FleetContext): Promise<void> {
  const oldest = fleet.now() / 1000 - STATE_SECONDS;
  const missing = rows.filter(
    ({ entry }) => entry.module === 'cPanel' && (entry.state === null || entry.state.at < oldest),
  );
  await Promise.all(
    missing.map(async (row) => {
      row.entry.state = await fleet.cluster.pollMember(server, row.entry.address, row.owner);
    }),
  );
}

function userForm(server: ServerState, clusterUser: string, words: Words): string {
  const choices = [...server.users.keys()]
    .map((user) => `<option${user === clusterUser ? ' selected="selected"' : ''}>${escapeHtml(user)}</option>`)
    .join('');
  return `<form id="cluster_user_form" method="get" action="clusterstatus"><label for="cluster_user">${escapeHtml(words.managingAs)}</label> <select id="cluster_user" name="cluster_user">${choices}</select></form>`;
}

function toggleForm(server: ServerState, clusterUser: string, words: Words): string {
  const asRoot = clusterUser === 'root';
  // A reseller's button is about the cluster of his own.
  const on = asRoot ? server.cluster.enabled : hasUniqueClustering(server, clusterUser);
  const action = asRoot ? '../cgi/adjustclusterdns.cgi' : '../cgi/adjustuniquedns.cgi';
  const text = asRoot ? words.toggleClustering(on) : words.toggleUnique(clusterUser, on);
  return `<div class="clusteringstatus">${escapeHtml(words.clusteringIs(server.cluster.enabled))}</div>
<form id="toggle_clustering_form" method="get" action="${action}"><input type="hidden" name="cluster_user" value="${escapeHtml(clusterUser)}"><button id="toggle_clustering_submit" class="btn btn-primary" type="submit" name="clusterdns" value="${on ? '' : '1'}">${escapeHtml(text)}</button></form>`;
}

function optionsForm(server: ServerState, words: Words): string {
  const { threshold, notifications } = server.cluster;
  const control = threshold === 10 ? 'default' : threshold === 0 ? 'disabled' : 'custom';
  const radio = (id: string, value: string, text: string, more = ''): string =>
    `<div><input type="radio" id="${id}" name="autodisablethreshold_control" value="${value}"${value === control ? ' checked="checked"' : ''}> <label for="${id}">${escapeHtml(text)}</label>${more}</div>`;
  const number = ` <input type="text" id="threshold" name="autodisablethreshold" size="4" value="${control === 'custom' ? String(threshold) : ''}">`;
  return `<form id="cluster_opts_form" method="get" action="../cgi/adjustclusteroptions.cgi">
<h3>${escapeHtml(words.threshold)}</h3>
<input type="hidden" name="cluster_user" value="root">
${radio('cluster_opts_adt_default', 'default', words.thresholdDefault)}
${radio('cluster_opts_adt_custom', 'custom', words.thresholdCustom, number)}
${radio('cluster_opts_adt_maxgo', 'disabled', words.thresholdNever)}
<div><input type="checkbox" id="notify" name="cluster_failure_notifications" value="1"${notifications ? ' checked="checked"' : ''}> <label for="notify">${escapeHtml(words.notify)}</label></div>
<button type="submit">${escapeHtml(words.change)}</button>
</form>`;
}

function addForm(request: SimulatedRequest, server: ServerState, clusterUser: string, words: Words): string {
  // SoftLayer and VPSNET are for licenses of certain companies only, unless this is given (`whm-protocol 3.6`).
  const every = request.params.get('skip_companyid_check') === '1';
  const offered = server.variants.modules ?? BACK_ENDS.filter((name) => every || name === 'cPanel');
  const choices = offered.map((name) => `<option value="${escapeHtml(name)}">${escapeHtml(name)}</option>`).join('');
  return `<form id="mainform" method="get" action="../cgi/configure_remote_nameserver.cgi">
<h3>${escapeHtml(words.addServer)}</h3>
<input type="hidden" name="cluster_user" value="${escapeHtml(clusterUser)}">
<label for="module">${escapeHtml(words.backendType)}</label> <select id="module" name="module">${choices}</select>
<button type="submit">${escapeHtml(words.configure)}</button>
</form>`;
}
